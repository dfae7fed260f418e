"""What a test tries on rows that never change, past the models."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, connection, models, transaction


def refused(act: Callable[[], object]) -> bool:
    """Did the database itself refuse?"""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def sql(statement: str) -> None:
    """One statement, as the application's own user."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def replace_row(row: models.Model, **changed: str) -> None:
    """Put a copy of the row, some columns changed (SQL), in its own place: REPLACE or, on PostgreSQL, an upsert."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields if field.column]
    copied = ", ".join(changed.get(column, column) for column in columns)
    insert = f"INTO {table} ({', '.join(columns)}) SELECT {copied} FROM {table} WHERE id = {row.pk}"
    if connection.vendor == "sqlite":
        sql(f"INSERT OR REPLACE {insert}")
    else:
        own = ", ".join(f"{column} = EXCLUDED.{column}" for column in changed)
        target = "ON CONFLICT ON CONSTRAINT one_scorecard_per_version" if "id" in changed else "ON CONFLICT (id)"
        sql(f"INSERT {insert} {target} DO UPDATE SET {own}")
