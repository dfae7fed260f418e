"""Live rows of the keys that a delivery speaks of, in every month: an id may have moved.

A look-up reads the key column of all months, and more columns only of the months that hold one of the keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from metrics.domain.records import KEYS, LINEAGE, PARTS
from metrics.store.connection import Session, nothing, quoted, read
from metrics.store.legs import OF_A_LEG, UNIT

LiveFiles = Mapping[str, Mapping[str, Path]]  # month -> kind -> file
CONTACT_COLUMNS: tuple[str, ...] = (*KEYS["contacts"], *OF_A_LEG, *LINEAGE)
_BY_ID = "k.source = l.source AND k.contact_id = l.contact_id"
_BY_ROOT = "k.source = l.source AND k.contact_id = l.root_contact_id"


def same_key(kind: str, left: str, right: str) -> str:
    """SQL: two rows have the same key."""
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in KEYS[kind])


def files_of(live: LiveFiles, kind: str) -> dict[str, Path]:
    """The live files of a kind, by month."""
    return {month: files[kind] for month, files in sorted(live.items()) if kind in files}


def find_live_contacts(session: Session, live: LiveFiles, *, with_siblings: bool) -> bool:
    """Make live_contacts: all live legs of the contacts in `named`; are there any? `with_siblings`: and those that
    name one of them as their root, and all legs of the contacts that these legs belong to."""
    files = files_of(live, "contacts")
    empty = nothing((("month", "VARCHAR"), *((name, dict(PARTS["contacts"])[name]) for name in CONTACT_COLUMNS)))
    session.run(f"CREATE TEMP TABLE live_contacts AS SELECT * FROM {empty}")  # noqa: S608
    by_id = _months_holding(session, files, _BY_ID, "named")
    _add_legs(session, files, by_id, f"SEMI JOIN named k ON {_BY_ID}")
    if with_siblings:
        _add_siblings(session, files, "named", f"SEMI JOIN named k ON {_BY_ROOT} ANTI JOIN named n ON {_named('n')}")
        session.run(
            f"""
            CREATE TEMP TABLE other_units AS
            SELECT DISTINCT source, {UNIT} AS contact_id FROM live_contacts l
            ANTI JOIN named k ON k.source = l.source AND k.contact_id = COALESCE(l.root_contact_id, l.contact_id)
            """  # noqa: S608
        )
        if session.value("SELECT COUNT(*) FROM other_units"):
            _add_others(session, files)
    return bool(session.value("SELECT COUNT(*) FROM live_contacts"))


def _named(alias: str) -> str:
    return f"{alias}.source = l.source AND {alias}.contact_id = l.contact_id"


def _add_siblings(session: Session, files: Mapping[str, Path], keys: str, joins: str) -> None:
    months = _months_holding(session, files, _BY_ROOT, keys)
    _add_legs(session, files, months, joins)


def _add_others(session: Session, files: Mapping[str, Path]) -> None:
    """Legs of contacts that a leg in question leaves or belongs to by its live row alone."""
    months = _months_holding(session, files, _BY_ID, "other_units")
    months |= _months_holding(session, files, _BY_ROOT, "other_units")
    unit = "k.source = l.source AND k.contact_id = COALESCE(l.root_contact_id, l.contact_id)"
    known = f"ANTI JOIN live_contacts h ON {same_key('contacts', 'h', 'l')}"
    _add_legs(session, files, months, f"SEMI JOIN other_units k ON {unit} {known}")


def _add_legs(session: Session, files: Mapping[str, Path], months: set[str], joins: str) -> None:
    wanted = ", ".join(CONTACT_COLUMNS)
    for month in sorted(months):
        session.run(
            f"INSERT INTO live_contacts SELECT {quoted(month)}, {wanted} FROM {read([files[month]])} l {joins}"  # noqa: S608
        )


def find_live(session: Session, kind: str, live: LiveFiles) -> None:
    """Make live_<kind>: the live rows of the staged keys, in every month."""
    files = files_of(live, kind)
    on = same_key(kind, "k", "l")
    wanted = ", ".join((*KEYS[kind], *LINEAGE))
    found = [
        f"SELECT {quoted(month)} AS month, {wanted} FROM {read([files[month]])} l SEMI JOIN staged_{kind} k ON {on}"  # noqa: S608
        for month in sorted(_months_holding(session, files, on, f"staged_{kind}"))
    ]
    empty = f"SELECT CAST(NULL AS VARCHAR) AS month, {wanted} FROM {nothing(PARTS[kind])}"  # noqa: S608
    session.run(f"CREATE TEMP TABLE live_{kind} AS {' UNION ALL '.join(found or [empty])}")


def _months_holding(session: Session, files: Mapping[str, Path], on: str, keys: str) -> set[str]:
    """Months whose file holds one of the keys."""
    if not files:
        return set()
    months = {str(file): month for month, file in files.items()}
    listed = ", ".join(quoted(file) for file in months)
    found = session.run(
        f"SELECT DISTINCT l.filename FROM read_parquet([{listed}], hive_partitioning = false, filename = true) l"  # noqa: S608
        f" SEMI JOIN {keys} k ON {on}"
    )
    return {months[file] for (file,) in found}
