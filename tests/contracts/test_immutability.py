"""What was approved, what was minted and the audit trail never change, whoever asks the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, models

from contracts.models import AuditEvent, CommissionRule, Contract, ContractVersion, PriceLine, TargetBand
from tests.factories import make_version
from tests.guards import GUARDS
from tests.rows import refused, replace_row, sql

pytestmark = pytest.mark.django_db
TERMS: tuple[type[models.Model], ...] = (PriceLine, CommissionRule, TargetBand)


@pytest.fixture
def version(contract: Contract) -> ContractVersion:
    return ContractVersion.all_rows.get(contract=contract)


def test_an_approved_version_is_neither_changed_nor_deleted(version: ContractVersion) -> None:
    mine = ContractVersion.all_rows.filter(pk=version.pk)
    table = "contracts_contractversion"
    attempts: dict[str, Callable[[], object]] = {
        "save": version.save,
        "update": lambda: mine.update(service_level_s=1),
        "back to draft": lambda: mine.update(state="draft"),
        "bulk": lambda: ContractVersion.all_rows.bulk_update([version], ["service_level_s"]),
        "delete": lambda: mine._raw_delete("default"),
        "raw update": lambda: sql(f"UPDATE {table} SET short_abandon_s = 99 WHERE id = {version.pk}"),
        "raw delete": lambda: sql(f"DELETE FROM {table} WHERE id = {version.pk}"),
        "replace": lambda: replace_row(version, short_abandon_s="99"),
        "replace by a draft": lambda: replace_row(version, state="'draft'"),
    }
    assert [name for name, act in attempts.items() if not refused(act)] == []
    version.refresh_from_db()
    assert (version.state, version.service_level_s, version.short_abandon_s) == ("approved", 30, 5)


@pytest.mark.parametrize("model", TERMS, ids=lambda model: model._meta.db_table)
def test_the_terms_of_an_approved_version_are_fixed(version: ContractVersion, model: type[models.Model]) -> None:
    rows = model._base_manager.filter(version=version)
    row = rows.first()
    assert row is not None
    table, before = model._meta.db_table, list(rows.values())
    column = {"contracts_priceline": "unit_price", "contracts_commissionrule": "amount"}.get(table, "weight")
    attempts: dict[str, Callable[[], object]] = {
        "save": row.save,
        "update": lambda: rows.update(**{column: 1}),
        "delete": rows.delete,
        "instance delete": lambda: model._base_manager.get(pk=row.pk).delete(),
        "raw update": lambda: sql(f"UPDATE {table} SET {column} = 0 WHERE id = {row.pk}"),
        "raw delete": lambda: sql(f"DELETE FROM {table}"),
        "replace": lambda: replace_row(row, **{column: "1"}),
        "insert": lambda: _copy(row),
    }
    assert [name for name, act in attempts.items() if not refused(act)] == []
    assert list(rows.values()) == before


def _copy(row: models.Model) -> None:
    """The same row once more, at another place."""
    row.pk = None
    for name, value in (("position", 77), ("kpi", "another")):
        if hasattr(row, name):
            setattr(row, name, value)
    row._state.adding = True
    row.save(force_insert=True)


def test_a_row_cannot_be_smuggled_from_a_draft_into_an_approved_version(
    contract: Contract, version: ContractVersion
) -> None:
    draft = make_version(contract, number=2, valid_from=date(2026, 1, 1), approved=False)
    drafted = PriceLine.all_rows.filter(version=draft, position=0)
    assert refused(lambda: drafted.update(version=version, position=50))


def test_a_row_of_an_approved_version_is_not_replaced_by_one_of_a_draft(
    contract: Contract, version: ContractVersion
) -> None:
    draft = make_version(contract, number=2, valid_from=date(2026, 1, 1), approved=False)
    PriceLine.all_rows.filter(version=draft).delete()
    line = PriceLine.all_rows.filter(version=version, position=0).get()
    assert refused(lambda: replace_row(line, version_id=str(draft.pk)))


def test_a_draft_may_change_until_it_is_approved(contract: Contract) -> None:
    draft = make_version(contract, number=2, valid_from=date(2026, 1, 1), approved=False)
    PriceLine.all_rows.filter(version=draft).update(unit_price=1)
    draft.service_level_s = 20
    draft.save()
    draft.state = "approved"
    draft.save()
    assert refused(lambda: PriceLine.all_rows.filter(version=draft).update(unit_price=2))
    assert refused(draft.save)


def test_the_audit_trail_is_only_added_to() -> None:
    event = AuditEvent.objects.create(actor_kind="system", action="test", object_kind="thing", object_id="1")
    mine = AuditEvent.objects.filter(pk=event.pk)
    attempts: dict[str, Callable[[], object]] = {
        "save": event.save,
        "update": lambda: mine.update(why="never"),
        "delete": mine.delete,
        "raw update": lambda: sql("UPDATE contracts_auditevent SET action = ''"),
        "raw delete": lambda: sql("DELETE FROM contracts_auditevent"),
        "replace": lambda: replace_row(event, why="'never'"),
    }
    assert [name for name, act in attempts.items() if not refused(act)] == []
    assert AuditEvent.objects.get(pk=event.pk).why == ""


def test_every_guard_stands_after_all_migrations() -> None:
    """SQLite drops triggers when a migration rebuilds a table; whoever adds such a migration must lay them again."""
    question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = {name for (name,) in cursor.fetchall()}
    assert {guard.name for guard in GUARDS} <= standing


@pytest.mark.django_db(transaction=True)
def test_a_committed_approved_version_is_cleaned_up_after_a_test(contract: Contract) -> None:
    assert refused(lambda: ContractVersion.all_rows.filter(contract=contract).update(number=9))


@pytest.mark.postgres
def test_the_tables_cannot_be_emptied_at_once(contract: Contract) -> None:
    assert refused(lambda: sql("TRUNCATE contracts_auditevent"))
