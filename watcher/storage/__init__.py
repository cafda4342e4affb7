"""The only home of SQLModel, SQLAlchemy and alembic. The rest speaks core's dataclasses."""
