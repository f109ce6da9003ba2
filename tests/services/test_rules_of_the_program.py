"""What the shipped rules do with what people answer: who is told the same day, what is offered, and what is not."""

from datetime import timedelta

import pytest

from tests.services.one_person import DAY, OnePerson, lived

INTAKE, DAILY, LOG, WEEKLY = "assessments/intake", "checkins/daily", "checkins/craving-log", "checkins/weekly"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("answer", "rule", "kind"),
    [
        ({"dark": "yes"}, "dark-thoughts", "danger"),
        ({"safe_home": "no"}, "intake-unsafe-home", "today"),
        ({"daily": ("opioids", "alcohol")}, "intake-daily", "today"),
        ({"overdose": "recent"}, "intake-overdose", "today"),
        ({"pregnant": "maybe"}, "intake-pregnant", "today"),
        ({"health": ("pain", "heart")}, "intake-health", "today"),
        ({"substances": ("opioids",), "naloxone": "unsure"}, "intake-naloxone", "today"),
    ],
)
def test_a_flag_of_the_intake_reaches_a_human_the_same_day(answer: dict[str, str], rule: str, kind: str) -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, **answer)

        assert sam.alerts() == {rule: kind}

    lived(life)


@pytest.mark.parametrize(
    "answer",
    [
        {"dark": "no", "safe_home": "yes", "daily": ("none",), "overdose": "never", "pregnant": "no"},
        {"dark": "unsaid", "safe_home": "unsaid", "daily": ("unsaid",), "overdose": "unsaid", "pregnant": "unsaid"},
        {"dark": None, "safe_home": None, "daily": None, "overdose": None, "pregnant": None},
    ],
)
def test_no_flag_and_what_is_kept_to_oneself_alarm_nobody(answer: dict[str, str | None]) -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, **answer)

        assert sam.alerts() == {}

    lived(life)


def test_dark_thoughts_bring_the_crisis_page_at_once() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, dark="yes")

        assert sam.offered()["dark-thoughts"] == "safety/crisis"
        assert sam.waits_until("dark-thoughts") == sam.now

    lived(life)


def test_after_use_come_safety_at_once_and_two_lessons_on_later_days() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(DAILY, craving=5, used="yes")

        assert sam.offered() == {
            "reported-use": "lessons/skills/next-hours-after-use",
            "used-one-day": "lessons/skills/one-day-not-the-story",
            "used-tolerance": "lessons/body/tolerance-drops",
            "used-look-back": "lessons/skills/look-back-without-blame",
        }
        assert DAY <= sam.waits_until("used-one-day") - sam.now < 2 * DAY
        assert 3 * DAY <= sam.waits_until("used-look-back") - sam.now < 4 * DAY

    lived(life)


def test_who_wants_to_use_less_or_more_safely_gets_the_days_after_once_a_week() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, goal="safer")
        sam.answers(DAILY, used="yes")

        assert "reported-use" in sam.offered()
        assert "used-one-day" not in sam.offered()
        assert sam.offered()["used-weekly"] == "lessons/skills/look-back-without-blame"

    lived(life)


def test_a_pull_on_an_unsure_day_brings_the_practice_that_helped_this_person_best() -> None:
    def life(sam: OnePerson) -> None:
        for before, after in ((8, 4), (7, 3)):
            sam.answers("practices/ground-54321", before=before, after=after)
        sam.answers("checkins/morning", confidence=3)
        sam.answers(DAILY, craving=5)

        assert sam.offered()["pull-and-unsure"] == "practices/ground-54321"

    lived(life)


def test_without_own_numbers_the_rule_offers_what_it_names() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers("checkins/morning", confidence=3)
        sam.answers(DAILY, craving=5)

        assert sam.offered()["pull-and-unsure"] == "practices/delay-and-do"

    lived(life)


def test_a_trigger_tagged_on_two_days_brings_its_lesson_once_and_no_other_that_week() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes(INTAKE)
        sam.answers(LOG, strength=4, trigger=("stress", "place"))
        sam.days_pass()
        sam.answers(LOG, strength=4, trigger=("stress", "worry"))
        assert sam.offered() == {"trigger-stress": "lessons/feelings/stress-out-daily"}
        sam.days_pass()
        sam.answers(LOG, strength=4, trigger=("worry",))

        assert "trigger-worry" not in sam.offered()
        assert "trigger-stress" in sam.alerts()

    lived(life)


def test_what_was_read_is_not_brought_forward_again() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes("lessons/skills/a-clear-no")
        sam.answers(LOG, strength=4, trigger=("offer",))

        assert sam.offered() == {}

    lived(life)


def test_what_does_not_suit_gives_way_to_what_does() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, health=("eating",))
        sam.answers(WEEKLY, health=2)

        assert sam.offered().get("body-low") != "lessons/body/food-steadies-you"

    lived(life)


def test_the_first_questions_are_offered_until_they_are_answered() -> None:
    def life(sam: OnePerson) -> None:
        sam.days_pass()
        assert sam.offered()["first-questions"] == "assessments/intake"
        first = sam.waits_until("first-questions")
        sam.days_pass()
        sam.finishes("assessments/intake")
        sam.days_pass(2)

        offers = [each for each in sam.unit.deliveries.all_for(sam.number) if each.subject == "first-questions"]
        assert [each.due_at - first for each in offers] == [timedelta(), DAY]

    lived(life)


def test_the_body_check_comes_on_each_of_the_first_seven_days_only_where_it_is_needed() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(INTAKE, daily=("benzos",))
        sam.days_pass(9)

        checks = [each for each in sam.unit.deliveries.all_for(sam.number) if each.subject == "body-check"]
        assert [each.occurrence for each in checks] == [f"2026-01-{day}" for day in range(14, 21)]

    lived(life)


@pytest.mark.parametrize(("sign", "kind"), [("seizure", "danger"), ("shaking", "today")])
def test_a_sign_of_the_body_check_reaches_a_human(sign: str, kind: str) -> None:
    def life(sam: OnePerson) -> None:
        sam.answers("safety/withdrawal-check", signs=(sign,))

        assert list(sam.alerts().values()) == [kind]

    lived(life)


def test_three_days_of_silence_alarm_and_paused_days_and_days_without_a_message_do_not_count() -> None:
    def silent(sam: OnePerson) -> bool:
        return "silent-days" in sam.alerts()

    def asked_each_day(sam: OnePerson) -> bool:
        sam.answers(DAILY, craving=1)
        sam.days_pass(3)
        return silent(sam)

    def never_asked(sam: OnePerson) -> bool:
        sam.answers(DAILY, craving=1)
        sam.days_pass(9, asked=False)
        return silent(sam)

    def on_a_break(sam: OnePerson) -> bool:
        sam.answers(DAILY, craving=1)
        sam.unit.people.set(sam.number, "state", "paused", sam.now, sam.number)
        sam.days_pass(5)
        sam.unit.people.set(sam.number, "state", "active", sam.now, None)
        sam.days_pass()
        return silent(sam)

    assert [lived(asked_each_day), lived(never_asked), lived(on_a_break)] == [True, False, False]


def test_a_return_after_a_week_begins_with_one_choice() -> None:
    def life(sam: OnePerson) -> None:
        sam.answers(DAILY, craving=1)
        sam.days_pass(8)
        sam.answers(DAILY, craving=1)

        assert sam.offered()["back-after-days"] == "transitions/after-break"

    lived(life)


def test_a_new_phase_brings_the_page_on_tolerance_again() -> None:
    def life(sam: OnePerson) -> None:
        sam.days_pass(20)
        sam.unit.people.set(sam.number, "phase", "op", sam.now, sam.counselor)
        sam.days_pass()

        assert sam.offered()["new-phase"] == "lessons/body/tolerance-drops"

    lived(life)


def test_ones_own_plan_comes_ahead_of_the_hour_that_was_named() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes(INTAKE)
        sam.answers(INTAKE, risky_hour="18:00")
        sam.answers("worksheets/if-then-plans", moment="after_work", then="Call Rosa")
        sam.days_pass()

        assert sam.offered()["own-plan-workday"] == "messages/your-own-plan"
        assert sam.waits_until("own-plan-workday").hour == 21  # half past four in New York
        assert sam.waits_until("own-plan-workday").minute == 30

    lived(life)


def test_a_day_of_the_plan_is_prepared_two_weeks_ahead_and_again_the_day_before() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes(INTAKE)
        sam.answers("worksheets/holiday-plan", day="2026-01-30")
        assert sam.offered() == {}
        sam.days_pass(3)
        assert sam.offered()["date-in-two-weeks"] == "lessons/skills/hard-dates"
        sam.days_pass(13)
        assert sam.offered()["date-tomorrow"] == "worksheets/holiday-plan"
        sam.days_pass()

        assert sam.offered()["date-today"] == "messages/your-own-day"

    lived(life)


def test_a_full_week_leaves_the_rest_of_the_day_free() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes("assessments/intake", "lessons/skills/if-then", "lessons/early/your-reasons")
        for _ in range(5):
            sam.answers(DAILY, craving=4, mood=5)
            sam.days_pass()
        sam.answers(DAILY, craving=4, mood=5)

        assert sam.offered()["full-week"] == "messages/evening-off"
        assert not [e for e in sam.unit.deliveries.waiting(sam.number, "unasked") if e.occurrence == "2026-01-18"]

    lived(life)


def test_five_practices_make_the_own_numbers_worth_a_look() -> None:
    def life(sam: OnePerson) -> None:
        sam.finishes(INTAKE)
        for name in ("breathe-3", "ground-54321", "one-song", "mindful-walk"):
            sam.answers(f"practices/{name}", before=5, after=3)
        sam.days_pass()
        assert "five-practices" not in sam.offered()
        sam.answers("practices/kind-words", before=3, after=5)
        sam.days_pass()

        assert sam.offered()["five-practices"] == "lessons/skills/what-works-for-you"

    lived(life)
