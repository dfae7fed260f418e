"""Which rows of a kind come into which month, and which leave it: the judged rows, and those that follow a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.domain.records import KEYS
from metrics.store.connection import Session, quoted, read
from metrics.store.judging import LiveFiles, Staged, columns, same_key


@dataclass(frozen=True, slots=True)
class Way:
    """So many rows that go the same way: staged rows of one own month, or live rows that go to another month."""

    month: str
    old_month: str | None
    rows: int
    own_month: str | None = None
    wins: bool = True
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """All rows of a kind that move."""

    kind: str
    judged: tuple[Way, ...]
    followed: tuple[Way, ...]
    staged: Staged

    @property
    def touched(self) -> set[str]:
        """Months that get or lose a row."""
        rows = (*(each for each in self.judged if each.wins), *self.followed)
        return {each.month for each in rows} | {each.old_month for each in rows if each.old_month is not None}

    @property
    def months(self) -> set[str]:
        """Months that the delivery's rows belong to, whether they change anything or not."""
        return {each.month for each in self.judged} | self.touched

    def leave(self, month: str) -> bool:
        """Does a row leave the live file of this month, or is replaced in it?"""
        return any(each.wins and each.old_month == month for each in (*self.followed, *self.judged))

    def is_all(self, month: str) -> bool:
        """Do all staged rows come into this month?"""
        return all(each.wins and each.month == month for each in self.judged)

    def comes(self, month: str) -> bool:
        """Does any staged row?"""
        return any(each.wins and each.month == month for each in self.judged)

    def follows(self, month: str) -> bool:
        """Does any live row of another month?"""
        return any(each.month == month for each in self.followed)

    def of_own(self, month: str) -> list[Way] | None:
        """The staged rows of this month, if they and nothing else come into it, all of them as new; else None."""
        own = [each for each in self.judged if each.own_month == month]
        others = any(each.month == month for each in self.judged if each.own_month != month)
        is_plain = all(each.wins and each.month == month and each.old_month is None for each in own)
        return own if own and is_plain and not others and not self.follows(month) else None


def flow_of(session: Session, kind: str, staged: Staged, live: LiveFiles) -> Flow:
    """Count how the rows of a kind move; makes followers_<kind> when live rows do."""
    judged: list[Way] = []
    if kind in staged:
        ways = session.run(
            "SELECT month, old_month, COUNT(*), own_month, wins, MIN(local_day), MAX(local_day)"  # noqa: S608
            f" FROM judged_{kind} GROUP BY own_month, month, old_month, wins"
        )
        judged = [Way(*way) for way in ways]
    return Flow(kind, tuple(judged), tuple(_find_followers(session, kind, live)), staged)


def _find_followers(session: Session, kind: str, live: LiveFiles) -> list[Way]:
    """Live legs, surveys and sales whose contact moved, unless the delivery brings a newer row of the key."""
    moved, names = ("moved_legs", KEYS[kind]) if kind == "contacts" else ("moved", ("source", "contact_id"))
    months = sorted(month for (month,) in session.run(f"SELECT DISTINCT old_month FROM {moved}"))  # noqa: S608
    files = {month: live[month][kind] for month in months if kind in live[month]}
    if not files:
        return []
    same = " AND ".join(f"m.{name} = l.{name}" for name in names)
    found = " UNION ALL ".join(
        f"SELECT {columns(kind, 'l')}, m.month, m.old_month FROM {read([file])} l "  # noqa: S608
        f"JOIN {moved} m ON m.old_month = {quoted(month)} AND {same}"
        for month, file in files.items()
    )
    session.run(
        f"""
        CREATE TEMP TABLE followers_{kind} AS
        SELECT f.* FROM ({found}) f ANTI JOIN (SELECT * FROM judged_{kind} WHERE wins) j ON {same_key(kind, "j", "f")}
        """  # noqa: S608
    )
    ways = session.run(f"SELECT month, old_month, COUNT(*) FROM followers_{kind} GROUP BY month, old_month")  # noqa: S608
    return [Way(*way) for way in ways]
