"""Which staged rows are new, changed, the same, older or unmatched, against the live parts of the contract.

Each staged kind becomes a narrow table `judged_<kind>`: key, line and
  own_month  a contact's local month (null for the other kinds), with local_day
  month      where the row belongs: a contact's own month, or that of its first leg; a survey's or sale's is its
             contact's, or WAITING while there is none
  old_month  where its key lives now (null: nowhere)
  verdict    accepted, updated, duplicate, stale, conflict, unmatched
  wins       the row is (or replaces) the live row of its key
and `moved` names the contacts whose surveys and sales go elsewhere: those that changed months, and those that the
waiting rows have waited for.
The winner is found by rank alone, so the order in which deliveries are processed never matters: newest_wins by
(updated_at, nulls first; content hash), later_delivery_wins by (delivery, line). A row of equal content and higher
rank is a duplicate that still wins: its lineage must be known to deliveries that are processed later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from metrics.domain.records import KEYS, PARTS
from metrics.domain.waiting import WAITING
from metrics.store.connection import Session, nothing, quoted, read
from metrics.store.legs import HAS_LEGS, OF_A_LEG, bring_legs_home, leave_legs
from metrics.store.lookups import LiveFiles, find_live, find_live_contacts, same_key

__all__ = ["FOLLOWERS", "LiveFiles", "Staged", "columns", "judge", "same_key", "staged_files"]

Staged = Mapping[str, Sequence[Path]]  # kind -> the files that the reader wrote
FOLLOWERS: tuple[str, ...] = ("surveys", "sales")
_RANK: dict[str, str] = {
    "newest_wins": (
        "(s.updated_at IS NOT NULL AND (l.updated_at IS NULL OR s.updated_at > l.updated_at)"
        " OR s.updated_at IS NOT DISTINCT FROM l.updated_at AND s.content_hash > l.content_hash)"
    ),
    "later_delivery_wins": "(s.delivery > l.delivery OR s.delivery = l.delivery AND s.line > l.line)",
    "conflict": "(1 = 0)",
}
_MONTH = "strftime(s.local_day, '%Y-%m')"
_OF_CONTACTS = ", ".join(f"s.{name}" for name in OF_A_LEG)
_JUDGED = (("own_month", "VARCHAR"), ("local_day", "DATE"), ("line", "BIGINT"), ("month", "VARCHAR"),
           ("old_month", "VARCHAR"), ("verdict", "VARCHAR"), ("wins", "BOOLEAN"))  # fmt: skip
_MOVED = "source VARCHAR, contact_id VARCHAR, old_month VARCHAR, month VARCHAR"


def columns(kind: str, of: str = "") -> str:
    """The columns of a part, in order; `of` is the table's alias."""
    prefix = f"{of}." if of else ""
    return ", ".join(prefix + name for name, _ in PARTS[kind])


def staged_files(folder: Path) -> dict[str, list[Path]]:
    """What the reader wrote: one file of a kind, or one for each month."""
    found = {kind: sorted(folder.glob(f"{kind}*.parquet")) for kind in PARTS}
    return {kind: files for kind, files in found.items() if files}


def judge(session: Session, *, staged: Staged, live: LiveFiles, on_change: str, join_legs_by: str | None) -> None:
    """Make the judged tables of all three kinds. `join_legs_by`: see metrics.store.parts.merge."""
    for kind, files in staged.items():
        session.run(f"CREATE TEMP VIEW staged_{kind} AS SELECT {columns(kind)} FROM {read(files)}")  # noqa: S608
    joins_legs = join_legs_by is not None and "contacts" in staged
    _name_contacts(session, staged, with_roots=joins_legs)
    any_live = find_live_contacts(session, live, with_siblings=joins_legs)
    _judge_contacts(session, staged, on_change)
    if join_legs_by is not None and joins_legs and _has_legs(session):
        bring_legs_home(session, join_legs_by, same_key("contacts", "j", "l"))
    else:
        leave_legs(session)
    waiting = [file for kind, file in live.get(WAITING, {}).items() if kind in FOLLOWERS]
    _find_homes(session, staged, waiting, any_live=any_live)
    for kind in FOLLOWERS:
        _judge_followers(session, kind, staged, live, on_change)
    if on_change == "conflict":
        _give_up_conflicting_lines(session, staged)


def _name_contacts(session: Session, staged: Staged, *, with_roots: bool) -> None:
    """The contacts that the delivery speaks of."""
    named = [f"SELECT source, contact_id FROM staged_{kind}" for kind in staged]  # noqa: S608
    if with_roots:
        named.append(
            "SELECT DISTINCT source, root_contact_id FROM staged_contacts"
            " WHERE root_contact_id IS NOT NULL AND root_contact_id <> contact_id"
        )
    session.run(f"CREATE TEMP TABLE named AS {' UNION ALL '.join(named)}")


def _has_legs(session: Session) -> bool:
    """Does any contact in question consist of several legs? Most sources know none."""
    tables = ("staged_contacts", "live_contacts")
    legs = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE {HAS_LEGS}" for table in tables)  # noqa: S608
    return bool(session.run(f"{legs} LIMIT 1"))


def _judge_contacts(session: Session, staged: Staged, on_change: str) -> None:
    if "contacts" not in staged:
        empty = (
            *((name, kind) for name, kind in PARTS["contacts"] if name in (*KEYS["contacts"], *OF_A_LEG)),
            *_JUDGED,
        )
        session.run(f"CREATE TEMP TABLE judged_contacts AS SELECT * FROM {nothing(tuple(dict(empty).items()))}")  # noqa: S608
        return
    of_a_leg = f"{_OF_CONTACTS}, {_MONTH} AS own_month"
    _judge_kind(session, "contacts", more=of_a_leg, month=_MONTH, join="", on_change=on_change)


def _judge_followers(session: Session, kind: str, staged: Staged, live: LiveFiles, on_change: str) -> None:
    if kind not in staged:
        empty = (*((name, "VARCHAR") for name in KEYS[kind]), *_JUDGED)
        session.run(f"CREATE TEMP TABLE judged_{kind} AS SELECT * FROM {nothing(empty)}")  # noqa: S608
        return
    find_live(session, kind, live)
    more = "CAST(NULL AS VARCHAR) AS own_month, CAST(NULL AS DATE) AS local_day"
    home = "LEFT JOIN home h ON h.source = s.source AND h.contact_id = s.contact_id"
    month = f"COALESCE(h.month, {quoted(WAITING)})"
    _judge_kind(session, kind, more=more, month=month, join=home, on_change=on_change)


def _judge_kind(session: Session, kind: str, *, more: str, month: str, join: str, on_change: str) -> None:
    later = _RANK[on_change]
    homeless = f"{month} = {quoted(WAITING)}"
    changed = "'conflict'" if on_change == "conflict" else f"CASE WHEN NOT {later} THEN 'stale' ELSE 'updated' END"
    if kind in FOLLOWERS:
        changed = f"CASE WHEN {homeless} AND {later} THEN 'unmatched' ELSE {changed} END"
    new = f"CASE WHEN {homeless} THEN 'unmatched' ELSE 'accepted' END" if kind in FOLLOWERS else "'accepted'"
    keys = ", ".join(f"s.{name}" for name in KEYS[kind])
    session.run(
        f"""
        CREATE TEMP TABLE judged_{kind} AS
        SELECT {keys}, {more}, s.line, {month} AS month, l.month AS old_month,
          CASE WHEN l.month IS NULL THEN {new}
               WHEN s.content_hash = l.content_hash THEN 'duplicate'
               ELSE {changed} END AS verdict,
          l.month IS NULL OR {later} AS wins
        FROM staged_{kind} s {join} LEFT JOIN live_{kind} l ON {same_key(kind, "s", "l")}
        """  # noqa: S608
    )


def _find_homes(session: Session, staged: Staged, waiting: Collection[Path], *, any_live: bool) -> None:
    """Where each contact in question lives after the merge, and lived before: the month of its first leg."""
    waited = bool(waiting) and "contacts" in staged
    session.run(f"CREATE TEMP TABLE moved ({_MOVED})")
    if not (any_live or waited or set(staged) & set(FOLLOWERS)):
        session.run("CREATE TEMP TABLE home (source VARCHAR, contact_id VARCHAR, month VARCHAR)")
        return
    named = [f"SELECT source, contact_id FROM staged_{kind}" for kind in FOLLOWERS if kind in staged]  # noqa: S608
    named.append("SELECT source, contact_id FROM live_contacts")
    if waited:
        ids = " UNION ".join(f"SELECT DISTINCT source, contact_id FROM {read([file])}" for file in waiting)  # noqa: S608
        session.run(f"CREATE TEMP TABLE waited AS {ids}")
        named.append("SELECT source, contact_id FROM waited")
    session.run(
        f"""
        CREATE TEMP TABLE home AS
        WITH named AS ({" UNION ".join(named)}), leg AS (
          SELECT source, contact_id, month FROM judged_contacts WHERE wins
          UNION ALL
          SELECT l.source, l.contact_id, COALESCE(m.month, l.month) FROM live_contacts l
            LEFT JOIN moved_legs m ON {same_key("contacts", "m", "l")}
            ANTI JOIN (SELECT * FROM judged_contacts WHERE wins) j ON {same_key("contacts", "j", "l")}
        )
        SELECT g.source, g.contact_id, MIN(g.month) AS month
        FROM leg g SEMI JOIN named n ON n.source = g.source AND n.contact_id = g.contact_id
        GROUP BY g.source, g.contact_id
        """  # noqa: S608
    )
    session.run(
        """
        INSERT INTO moved
        WITH before AS (SELECT source, contact_id, MIN(month) AS month FROM live_contacts GROUP BY source, contact_id)
        SELECT b.source, b.contact_id, b.month, h.month
        FROM before b JOIN home h ON h.source = b.source AND h.contact_id = b.contact_id AND h.month <> b.month
        """
    )
    if waited:
        there = "JOIN home h ON h.source = w.source AND h.contact_id = w.contact_id"
        gone = f"SELECT w.source, w.contact_id, {quoted(WAITING)}, h.month FROM waited w {there}"  # noqa: S608
        session.run(f"INSERT INTO moved {gone}")


def _give_up_conflicting_lines(session: Session, staged: Staged) -> None:
    """A line with one conflict is rejected whole: none of its rows is stored."""
    lines = " UNION ".join(f"SELECT line FROM judged_{kind} WHERE verdict = 'conflict'" for kind in staged)  # noqa: S608
    session.run(f"CREATE TEMP TABLE conflicting AS {lines}")
    for kind in staged:
        session.run(f"UPDATE judged_{kind} SET wins = FALSE WHERE line IN (SELECT line FROM conflicting)")  # noqa: S608
