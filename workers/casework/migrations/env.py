"""Run by Alembic: the migrations go through the connection that :func:`upgrade` hands over."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], target_metadata=None, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
