"""Alembic migrations of the application database; shipped in the package."""
