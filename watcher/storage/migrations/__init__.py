"""The schema's history, one linear line of alembic revisions."""
