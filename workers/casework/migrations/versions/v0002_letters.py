"""Originals of messages, and mails that open no case of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Originals of messages, and mails that open no case of their own."""
    op.create_table(
        "incoming_letter",
        sa.Column("intake_id", sa.String(length=200), nullable=False),
        sa.Column("disposition", sa.String(length=16), nullable=False),
        sa.Column("complaint_no", sa.String(length=32), nullable=True),
        sa.Column("known_writer", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("intake_id"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_incoming_letter_complaint_no",
        "incoming_letter",
        ["complaint_no"],
        unique=False,
        if_not_exists=True,
    )
    op.create_table(
        "intake_original",
        sa.Column("intake_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("readable_sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("intake_id"),
        if_not_exists=True,
    )
