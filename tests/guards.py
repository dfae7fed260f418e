"""Tests that commit empty all tables afterwards; only for that are the guards of immutable rows lifted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from contracts.domain.immutable_rows import GUARDS as CONTRACTS
from contracts.domain.immutable_rows import lay, lift
from metrics.domain.immutable_rows import GUARDS as METRICS
from metrics.domain.immutable_rows import NARROW_FIGURES

GUARDS = CONTRACTS + METRICS + NARROW_FIGURES
_flush = BaseDatabaseOperations.execute_sql_flush


def flush_with_guards_lifted(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    """Django's own flush between two changes of the guards, all in one transaction."""
    database = self.connection
    with transaction.atomic(using=database.alias):
        with database.cursor() as cursor:
            for statement in lift(GUARDS, database.vendor):
                cursor.execute(statement)
        _flush(self, sql_list)
        with database.cursor() as cursor:
            for statement in lay(GUARDS, database.vendor):
                cursor.execute(statement)


BaseDatabaseOperations.execute_sql_flush = flush_with_guards_lifted  # type: ignore[method-assign]  # tests only
