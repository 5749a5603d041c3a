"""Alembic's entry: migrates over the connection that the caller opened (see store/engine.py)."""

from alembic import context

from data_access.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
