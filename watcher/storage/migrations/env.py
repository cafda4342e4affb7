"""Run the migrations over the connection that storage/upkeep/migrate.py passes in."""

from alembic import context

from watcher.storage import tables  # noqa: F401 - the rows register themselves
from watcher.storage.row import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
