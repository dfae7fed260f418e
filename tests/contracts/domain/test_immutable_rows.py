"""The guards of rows that never change, as statements of each database."""

from __future__ import annotations

import pytest

from contracts.domain.immutable_rows import GUARDS, Guard, lay, lift, sealed


def test_every_guard_is_laid_and_lifted_by_name() -> None:
    laid, lifted = "\n".join(lay(GUARDS, "sqlite")), "\n".join(lift(GUARDS, "sqlite"))
    for guard in GUARDS:
        assert f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} " in laid
        assert f"DROP TRIGGER IF EXISTS {guard.name}" in lifted


def test_postgresql_also_refuses_to_empty_a_guarded_table() -> None:
    laid = "\n".join(lay(GUARDS, "postgresql"))
    for table in {guard.table for guard in GUARDS}:
        assert f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT" in laid


@pytest.mark.parametrize(("vendor", "differs"), [("sqlite", "IS NOT"), ("postgresql", "IS DISTINCT FROM")])
def test_frozen_columns_are_compared_so_that_null_counts(vendor: str, differs: str) -> None:
    guard = Guard("t", "UPDATE", "no", "OLD.a = 1", ("b", "c"))
    assert guard.condition(vendor) == f"(OLD.a = 1) OR OLD.b {differs} NEW.b OR OLD.c {differs} NEW.c"


def test_without_a_condition_every_change_is_refused() -> None:
    update, delete = sealed("t", "no")
    assert (update.event, delete.event) == ("UPDATE", "DELETE")
    assert update.condition("sqlite") == "1 = 1"
