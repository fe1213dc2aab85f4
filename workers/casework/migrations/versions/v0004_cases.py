"""Cases of any procedure; what only complaints have stays in a table of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBERED = (
    "archive_entry",
    "case_event",
    "compensation_ledger",
    "compensation_payment",
    "compensation_reclaim",
    "form_record",
    "incoming_letter",
    "outbox",
    "review_item",
    "sla_pause",
    "sla_span",
)
"""Tables that name the case a row belongs to."""
_OF_COMPLAINTS = (
    "channel, complainant_name, contact_phone, contact_email, problem_description, "
    "expected_solution, expected_resolve_by, order_no, contract_no, product_name, customer_id, "
    "claimed_amount, proposal, classification, first_response_at, first_response_channel, "
    "transferred_at, result_feedback_at, reopen_count, rejection_count, revisit_attempts"
)


def upgrade() -> None:
    """Cases of any procedure; what only complaints have stays in a table of its own."""
    for table in _NUMBERED:
        op.drop_index(f"ix_{table}_complaint_no", table)
        op.execute(f"ALTER TABLE {table} RENAME COLUMN complaint_no TO case_no")
        op.create_index(f"ix_{table}_case_no", table, ["case_no"], unique=False)
    op.add_column("form_record", sa.Column("visit", sa.String(length=64), nullable=True))
    op.add_column(
        "outbox",
        sa.Column("acknowledges", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE outbox SET acknowledges = (notice = 'N01')")
    _make_cases()
    _fill_cases()
    op.drop_index("ix_complaint_case_customer_id", "complaint_case")
    op.rename_table("complaint_case", "complaint_case_before")
    _make_complaints()
    op.execute(
        f"INSERT INTO complaint_case (case_no, {_OF_COMPLAINTS}) "  # noqa: S608 - our own names
        f"SELECT complaint_no, {_OF_COMPLAINTS} FROM complaint_case_before"
    )
    op.drop_table("complaint_case_before")
    op.create_index(
        "ix_complaint_case_customer_id", "complaint_case", ["customer_id"], unique=False
    )
    op.create_table(
        "case_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("from_no", sa.String(length=32), nullable=False),
        sa.Column("to_no", sa.String(length=32), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("from_no", "to_no", "relation"),
    )
    op.create_index("ix_case_link_from_no", "case_link", ["from_no"], unique=False)
    op.create_index("ix_case_link_to_no", "case_link", ["to_no"], unique=False)


def _make_cases() -> None:
    op.create_table(
        "case_file",
        sa.Column("case_no", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("intake_id", sa.String(length=200), nullable=False),
        sa.Column("process_instance_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("party", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("case_no"),
        sa.UniqueConstraint("intake_id"),
    )


def _fill_cases() -> None:
    op.execute(
        "INSERT INTO case_file (case_no, kind, procedure, version, title, intake_id, "
        "process_instance_id, status, urgency, opened_by, party, received_at, acknowledged_at, "
        "closed_at, closing_reason, record) "
        "SELECT complaint_no, 'complaint', 'complaint-handling', '', '', intake_id, "
        "process_instance_id, status, urgency, NULL, company_name, received_at, acknowledged_at, "
        "closed_at, closing_reason, '{}' FROM complaint_case"
    )


def _make_complaints() -> None:
    op.create_table(
        "complaint_case",
        sa.Column("case_no", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("complainant_name", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("problem_description", sa.Text(), nullable=False),
        sa.Column("expected_solution", sa.Text(), nullable=True),
        sa.Column("expected_resolve_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("order_no", sa.String(), nullable=True),
        sa.Column("contract_no", sa.String(), nullable=True),
        sa.Column("product_name", sa.String(), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("claimed_amount", sa.BigInteger(), nullable=True),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("classification", sa.JSON(), nullable=False),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_channel", sa.String(), nullable=True),
        sa.Column("transferred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopen_count", sa.Integer(), nullable=False),
        sa.Column("rejection_count", sa.Integer(), nullable=False),
        sa.Column("revisit_attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["case_file.case_no"]),
        sa.PrimaryKeyConstraint("case_no"),
    )
