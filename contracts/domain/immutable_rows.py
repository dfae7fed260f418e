"""Rows that never change again, kept so by the database itself: triggers for SQLite and PostgreSQL.

What both parties approved, and the audit trail, must stand even against raw SQL by the application's own user.
SQLite shows these triggers the rows that REPLACE removes only with recursive_triggers=ON (kpi_portal/env.py).
A migration lays the guards. SQLite rebuilds a table when a later migration alters it and silently drops its triggers:
such a migration must lift the guards first and lay them again after; a test looks that all of them stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TRUNCATE = "TRUNCATE"
_APPROVED = "EXISTS (SELECT 1 FROM contracts_contractversion v WHERE v.id = {row}.version_id AND v.state = 'approved')"
_OLD = _APPROVED.format(row="OLD")
_NEW = _APPROVED.format(row="NEW")


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses one kind of change of a table's rows when a condition on OLD and NEW holds.

    `frozen` names columns of which a change is refused; with both, either is enough. Neither: always refused.
    """

    table: str
    event: str  # INSERT, UPDATE, DELETE
    message: str
    when: str = ""
    frozen: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The trigger's name, for example contracts_auditevent_no_update."""
        return f"{self.table}_no_{self.event.lower()}"

    def condition(self, vendor: str) -> str:
        """When the change is refused, in the words of one database."""
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        parts = [f"OLD.{column} {differs} NEW.{column}" for column in self.frozen]
        return " OR ".join([*([f"({self.when})"] if self.when else []), *parts]) or "1 = 1"


def sealed(table: str, message: str, when: str = "") -> tuple[Guard, Guard]:
    """No update and no delete of rows for which the condition on OLD holds (all, without one)."""
    return Guard(table, "UPDATE", message, when), Guard(table, "DELETE", message, when)


def _terms_of_approved(table: str) -> tuple[Guard, ...]:
    """Prices, commission and targets come and go with a draft, never with an approved version."""
    message = "the terms of an approved contract version never change"
    return (
        Guard(table, "INSERT", message, _NEW),
        Guard(table, "UPDATE", message, f"{_OLD} OR {_NEW}"),
        Guard(table, "DELETE", message, _OLD),
    )


GUARDS: tuple[Guard, ...] = (
    *sealed("contracts_contractversion", "an approved contract version never changes", "OLD.state = 'approved'"),
    *_terms_of_approved("contracts_priceline"),
    *_terms_of_approved("contracts_commissionrule"),
    *_terms_of_approved("contracts_targetband"),
    *sealed("contracts_auditevent", "the audit trail is only ever added to"),
)


def lay(guards: Iterable[Guard], vendor: str) -> Iterator[str]:
    """Statements that put the guards up; on PostgreSQL the tables also refuse to be emptied at once."""
    guards = tuple(guards)
    for guard in guards:
        yield from _sqlite_lay(guard) if vendor == "sqlite" else _postgresql_lay(guard)
    if vendor != "sqlite":
        for table in dict.fromkeys(guard.table for guard in guards):
            message = "the table holds rows that never change"
            yield from _postgresql_lay(Guard(table, TRUNCATE, message))


def lift(guards: Iterable[Guard], vendor: str) -> Iterator[str]:
    """Statements that take the guards down: for migrations that alter their tables, and for a test's clean-up."""
    guards = tuple(guards)
    for guard in guards:
        yield from _drop(guard.name, guard.table, vendor)
    if vendor != "sqlite":
        for table in dict.fromkeys(guard.table for guard in guards):
            yield from _drop(f"{table}_no_truncate", table, vendor)


def _drop(name: str, table: str, vendor: str) -> Iterator[str]:
    if vendor == "sqlite":
        yield f"DROP TRIGGER IF EXISTS {name}"
    else:
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"DROP FUNCTION IF EXISTS {name}()"


def _sqlite_lay(guard: Guard) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW "
        f"WHEN {guard.condition('sqlite')} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql_lay(guard: Guard) -> Iterator[str]:
    """The condition stands in the function, since a trigger's own WHEN may not look at other tables."""
    row = "STATEMENT" if guard.event == TRUNCATE else "ROW"
    given_back = "RETURN OLD;" if guard.event == "DELETE" else "RETURN NEW;"
    yield (
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition('postgresql')} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'restrict_violation'; END IF; {given_back} END $$"
    )
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {row} EXECUTE FUNCTION {guard.name}()"
    )
