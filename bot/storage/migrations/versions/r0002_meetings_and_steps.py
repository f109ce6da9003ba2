"""Meetings; the steps of an alert; how often a person is prompted; when a delivery ended."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_groups()
    _make_meetings()
    op.add_column("deliveries", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alerts", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alerts", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
    _add_filled("alerts", "level", sa.Integer(), "0")
    _add_filled("people", "prompts_every", sa.Integer(), "1")
    _add_filled("people", "sessions_paused", sa.Boolean(), sa.false())


def _add_filled(
    table: str, column: str, kind: sa.Integer | sa.Boolean, value: str | sa.ColumnElement[bool]
) -> None:
    """A column that may not be empty: what is there gets the value, what comes says its own."""
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column(column, server_default=None)


def _make_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rrule", sa.String(), nullable=False),
        sa.Column("start_local", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("facilitator", sa.Integer(), nullable=True),
        sa.Column("place_s", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["facilitator"], ["people.id"], name=op.f("fk_groups_facilitator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_groups_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_members_group")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_members_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_group_until"), "members", ["group", "until"])
    op.create_index(op.f("ix_members_person_until"), "members", ["person", "until"])


def _make_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True),
        sa.Column("participant", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_meetings_group")),
        sa.ForeignKeyConstraint(["participant"], ["people.id"], name=op.f("fk_meetings_participant")),
        sa.ForeignKeyConstraint(["staff"], ["people.id"], name=op.f("fk_meetings_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_meetings_occurrence", "meetings", ["group", "occurrence"], unique=True)
    op.create_index(op.f("ix_meetings_starts_at"), "meetings", ["starts_at"])
    op.create_index(op.f("ix_meetings_participant_starts_at"), "meetings", ["participant", "starts_at"])
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("rsvp", sa.String(), nullable=True),
        sa.Column("minutes_late", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("rsvp_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended", sa.String(), nullable=True),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["marked_by"], ["people.id"], name=op.f("fk_attendance_marked_by")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_attendance_meeting")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_attendance_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting", "person", name="uq_attendance_meeting"),
    )
    op.create_index(op.f("ix_attendance_person"), "attendance", ["person"])
