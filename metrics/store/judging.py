"""Which staged rows are new, changed, the same, older or unmatched, against the live parts of the contract.

Each staged file becomes a table `judged_<kind>`: its columns and
  month      where the row belongs: a contact's local month; a survey's or sale's is its contact's (null: no contact)
  old_month  where its key lives now (null: nowhere)
  verdict    accepted, updated, duplicate, stale, conflict, unmatched
  wins       the row is (or replaces) the live row of its key
The winner is found by rank alone, so the order in which deliveries are processed never matters: newest_wins by
(updated_at, nulls first; content hash), later_delivery_wins by (delivery, line). A row of equal content and higher
rank is a duplicate that still wins: its lineage must be known to deliveries that are processed later.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from metrics.domain.records import KEYS, LINEAGE, PARTS
from metrics.store.connection import Session, nothing, quoted, read
from metrics.store.legs import HAS_LEGS, OF_A_LEG, UNIT, bring_legs_home, leave_legs

LiveFiles = Mapping[str, Mapping[str, Path]]  # month -> kind -> file
_FOLLOWERS: tuple[str, ...] = ("surveys", "sales")
_RANK: dict[str, str] = {
    "newest_wins": (
        "(s.updated_at IS NOT NULL AND (l.updated_at IS NULL OR s.updated_at > l.updated_at)"
        " OR s.updated_at IS NOT DISTINCT FROM l.updated_at AND s.content_hash > l.content_hash)"
    ),
    "later_delivery_wins": "(s.delivery > l.delivery OR s.delivery = l.delivery AND s.line > l.line)",
    "conflict": "(1 = 0)",
}


def columns(kind: str, of: str = "") -> str:
    """The columns of a part, in order; `of` is the table's alias."""
    prefix = f"{of}." if of else ""
    return ", ".join(prefix + name for name, _ in PARTS[kind])


def same_key(kind: str, left: str, right: str) -> str:
    """SQL: two rows have the same key."""
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in KEYS[kind])


def judge(session: Session, *, staged: Path, live: LiveFiles, on_change: str, join_legs_by: str | None) -> None:
    """Make the judged tables of all three kinds. `join_legs_by`: see metrics.store.parts.merge."""
    for kind in PARTS:
        file = staged / f"{kind}.parquet"
        source = read([file]) if file.exists() else nothing(PARTS[kind])
        session.run(f"CREATE TEMP VIEW staged_{kind} AS SELECT {columns(kind)} FROM {source}")  # noqa: S608
    _find_live_contacts(session, live)
    month = "strftime(s.local_day, '%Y-%m')"
    _judge_kind(session, "contacts", month=month, join="", unmatched="", on_change=on_change)
    if join_legs_by is not None and _has_legs(session, live):
        _find_live_siblings(session, live)
        bring_legs_home(session, join_legs_by, same_key("contacts", "j", "l"))
    else:
        leave_legs(session)
    _find_homes(session)
    for kind in _FOLLOWERS:
        _find_live(session, kind, live)
        home = "LEFT JOIN home h ON h.source = s.source AND h.contact_id = s.contact_id"
        unmatched = "WHEN h.month IS NULL THEN 'unmatched'"
        _judge_kind(session, kind, month="h.month", join=home, unmatched=unmatched, on_change=on_change)
    if on_change == "conflict":
        _give_up_conflicting_lines(session)


def _find_live_contacts(session: Session, live: LiveFiles) -> None:
    """All live legs of the contacts that the delivery speaks of, in every month: an id may have moved."""
    named = " UNION ALL ".join(f"SELECT source, contact_id FROM staged_{kind}" for kind in PARTS)  # noqa: S608
    found = _live_rows(live, "contacts", (*KEYS["contacts"], *OF_A_LEG))
    session.run(
        f"""
        CREATE TEMP TABLE live_contacts AS
        WITH named AS (SELECT DISTINCT source, contact_id FROM ({named}))
        SELECT l.* FROM {found} l SEMI JOIN named n ON n.source = l.source AND n.contact_id = l.contact_id
        """  # noqa: S608
    )


def _has_legs(session: Session, live: LiveFiles) -> bool:
    """Does any contact, staged or live, consist of several legs? Most sources know none."""
    found = _live_rows(live, "contacts", (*KEYS["contacts"], *OF_A_LEG))
    rows = f"SELECT 1 FROM staged_contacts WHERE {HAS_LEGS} UNION ALL SELECT 1 FROM {found} WHERE {HAS_LEGS} LIMIT 1"  # noqa: S608
    return bool(session.run(rows))


def _find_live_siblings(session: Session, live: LiveFiles) -> None:
    """Further live legs of the same contacts, under other ids."""
    found = _live_rows(live, "contacts", (*KEYS["contacts"], *OF_A_LEG))
    session.run(
        f"""
        INSERT INTO live_contacts
        WITH units AS (SELECT source, {UNIT} AS unit_id FROM staged_contacts
                       UNION SELECT source, {UNIT} FROM live_contacts)
        SELECT l.* FROM {found} l
        SEMI JOIN units u ON u.source = l.source AND u.unit_id = COALESCE(l.root_contact_id, l.contact_id)
        ANTI JOIN live_contacts h ON {same_key("contacts", "h", "l")}
        """  # noqa: S608
    )


def _find_live(session: Session, kind: str, live: LiveFiles) -> None:
    """The live rows of the staged keys, in every month."""
    found = _live_rows(live, kind, KEYS[kind])
    session.run(
        f"""
        CREATE TEMP TABLE live_{kind} AS
        SELECT l.* FROM {found} l SEMI JOIN staged_{kind} s ON {same_key(kind, "s", "l")}
        """  # noqa: S608
    )


def _live_rows(live: LiveFiles, kind: str, names: tuple[str, ...]) -> str:
    """SQL: month, key and lineage of all live rows of a kind."""
    wanted = ", ".join((*names, *LINEAGE))
    months = [
        f"SELECT {quoted(month)} AS month, {wanted} FROM {read([files[kind]])}"  # noqa: S608
        for month, files in sorted(live.items())
        if kind in files
    ]
    empty = f"SELECT CAST(NULL AS VARCHAR) AS month, {wanted} FROM {nothing(PARTS[kind])}"  # noqa: S608
    return "(" + " UNION ALL ".join(months or [empty]) + ")"


def _judge_kind(session: Session, kind: str, *, month: str, join: str, unmatched: str, on_change: str) -> None:
    later = _RANK[on_change]
    changed = "'conflict'" if on_change == "conflict" else f"CASE WHEN {later} THEN 'updated' ELSE 'stale' END"
    session.run(
        f"""
        CREATE TEMP TABLE judged_{kind} AS
        SELECT {columns(kind, "s")}, {month} AS month, l.month AS old_month,
          CASE {unmatched}
               WHEN l.month IS NULL THEN 'accepted'
               WHEN s.content_hash = l.content_hash THEN 'duplicate'
               ELSE {changed} END AS verdict,
          {month} IS NOT NULL AND (l.month IS NULL OR {later}) AS wins
        FROM staged_{kind} s {join} LEFT JOIN live_{kind} l ON {same_key(kind, "s", "l")}
        """  # noqa: S608
    )


def _find_homes(session: Session) -> None:
    """Where each contact in question lives after the merge, and lived before: the month of its first leg."""
    key = same_key("contacts", "j", "l")
    session.run(
        f"""
        CREATE TEMP TABLE home AS
        WITH named AS (
          SELECT source, contact_id FROM staged_surveys UNION SELECT source, contact_id FROM staged_sales
          UNION SELECT source, contact_id FROM live_contacts
        ), leg AS (
          SELECT source, contact_id, month FROM judged_contacts WHERE wins
          UNION ALL
          SELECT l.source, l.contact_id, COALESCE(m.month, l.month) FROM live_contacts l
            LEFT JOIN moved_legs m ON {same_key("contacts", "m", "l")}
            ANTI JOIN (SELECT * FROM judged_contacts WHERE wins) j ON {key}
        )
        SELECT g.source, g.contact_id, MIN(g.month) AS month
        FROM leg g SEMI JOIN named n ON n.source = g.source AND n.contact_id = g.contact_id
        GROUP BY g.source, g.contact_id
        """  # noqa: S608
    )
    session.run(
        """
        CREATE TEMP TABLE moved AS
        WITH before AS (SELECT source, contact_id, MIN(month) AS month FROM live_contacts GROUP BY source, contact_id)
        SELECT b.source, b.contact_id, b.month AS old_month, h.month AS month
        FROM before b JOIN home h ON h.source = b.source AND h.contact_id = b.contact_id AND h.month <> b.month
        """
    )


def _give_up_conflicting_lines(session: Session) -> None:
    """A line with one conflict is rejected whole: none of its rows is stored."""
    lines = " UNION ".join(f"SELECT line FROM judged_{kind} WHERE verdict = 'conflict'" for kind in PARTS)  # noqa: S608
    session.run(f"CREATE TEMP TABLE conflicting AS {lines}")
    for kind in PARTS:
        session.run(f"UPDATE judged_{kind} SET wins = FALSE WHERE line IN (SELECT line FROM conflicting)")  # noqa: S608
