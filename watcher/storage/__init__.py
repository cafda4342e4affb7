"""The only package that imports SQLModel, SQLAlchemy and alembic.

Other packages see core's dataclasses, never rows or sessions.
"""
