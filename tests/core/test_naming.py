"""Which facts an activity names: what costs a question is read only where it is asked for."""

from bot.core.activity import Activity, Items, Link, Option, Page, Paragraph, Question, Span
from bot.core.conditions import Scope, parse
from bot.core.naming import facts_named

LATER, FIRST = parse("days_in_phase > 1", Scope()), parse("phase == iop", Scope())


def filled(name):
    return (Span("Because "), Span(fill=name))


def test_facts_are_found_wherever_they_can_stand():
    activity = Activity(
        "sos/craving",
        "en",
        "page",
        "A wave",
        (
            Page((Paragraph(filled("plan.my-reasons.reason_1"), LATER), Link("Go", "sos/help-now"))),
            Page(
                question=Question(
                    "which",
                    "quiz",
                    filled("best_practice"),
                    (Option("1", "Yes", feedback=(Items((filled("plan.small-steps.step"),)),)),),
                    when=FIRST,
                ),
                after=(Paragraph(filled("preferred_name")),),
            ),
            Page(question=Question("note", "text", ())),
        ),
        prompt=filled("program.name"),
        prompt_open=filled("staffed_hours"),
    )

    assert facts_named(activity) == {
        "plan.my-reasons.reason_1",
        "plan.small-steps.step",
        "days_in_phase",
        "best_practice",
        "phase",
        "preferred_name",
        "program.name",
        "staffed_hours",
    }
