"""Good rows -> staged part files: pseudonyms, names for rows without ids, one row per key, as the store keeps it.

Several rows of one key in a file: the winner is found by rank, as the store does it between deliveries; the others are
duplicates (the same content) or stale. Surveys and sales are resolved by themselves, so that a file in two parts gives
the same as the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metrics.domain.records import KEYS
from metrics.ingest.canonical import Part, parts_of
from metrics.ingest.job import Job
from metrics.ingest.literals import text
from metrics.ingest.profile import Profile
from metrics.ingest.pseudonyms import pseudonym_sql
from metrics.ingest.session import rows, value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Highest rank first.
_RANK = {
    "newest_wins": "updated_at DESC NULLS LAST, content_hash DESC, line DESC",
    "later_delivery_wins": "line DESC",
    "conflict": "line",
}
_ROW = "row-"
# With these a survey or a sale may come twice although no contact does.
_OTHER_KEYS = {"leg_no", "sale_sale_id"}
# Ids are all different: the attempt at a dictionary of them is given up early.
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000"
# Contacts get a file for each month, which the store can take as it is; a delivery of more months gets one for all.
_MOST_MONTHS = 36
# So many lines are named one by one: cheaper than a join, and the rest of the row is not looked at.
_MOST_NAMED = 5_000


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows staged in the feed's part, lines that lost to another of the same key, and the months of the contacts."""

    rows: int
    duplicate: int
    stale: int
    months: tuple[str, ...]


def name_people_and_rows(connection: DuckDBPyConnection, job: Job, profile: Profile, filled: set[str]) -> None:
    """Make `named`: the good rows with pseudonyms, and with ids where the file has none."""
    joins, added = "", []
    if "agent" in filled:
        made = pseudonym_sql("agent", "agent", job.agent_key)
        connection.execute(
            f"CREATE TEMP TABLE agents AS SELECT agent AS who, {made} AS agent_name"
            " FROM (SELECT DISTINCT agent FROM good WHERE agent IS NOT NULL)"
        )
        joins += " LEFT JOIN agents ON agents.who = good.agent"
        added.append("agent_name")
    if "customer" in filled:
        added.append(f"{pseudonym_sql('customer', 'customer', job.customer_key)} AS customer_name")
    if profile.row_key:
        _number_equal_rows(connection)
        joins += " LEFT JOIN copies ON copies.copy_line = good.line"
        added.append(f"'{_ROW}' || row_hash || '-' || COALESCE(number, 1) AS contact_id")
    chosen = ", ".join(["good.*", *added])
    connection.execute(f"CREATE TEMP VIEW named AS SELECT {chosen} FROM good{joins}")


def _number_equal_rows(connection: DuckDBPyConnection) -> None:
    """Running numbers of rows that are equal to the last sign; most rows are alone and are not in the table."""
    connection.execute(
        """
        CREATE TEMP TABLE copies AS
        SELECT line AS copy_line, row_number() OVER (PARTITION BY row_hash ORDER BY line) AS number
        FROM good WHERE row_hash IN (SELECT row_hash FROM good GROUP BY row_hash HAVING count(*) > 1)
        """
    )


def stage(connection: DuckDBPyConnection, job: Job, profile: Profile, filled: set[str]) -> Staged:
    """Write the part files. `good` must hold no row that is still to be rejected."""
    named = filled | {"contact_id"} if profile.row_key else filled
    losers: dict[str, int] = {}
    staged: dict[str, int] = {}
    months: tuple[str, ...] = ()
    for part in parts_of(profile, job.delivery, named):
        alone = part.kind != profile.feed and not losers and not filled & _OTHER_KEYS
        found = {} if alone else _find_losers(connection, part, profile.on_change)
        if part.kind == profile.feed:
            losers = found
        kept = _kept(connection, part.kind) if found else "TRUE"
        if part.kind == "contacts":
            months = _months(connection, kept)
        staged[part.kind] = _write(connection, part, job.out, kept, months if part.kind == "contacts" else ())
    return Staged(staged[profile.feed], losers.get("duplicate", 0), losers.get("stale", 0), months)


def _find_losers(connection: DuckDBPyConnection, part: Part, on_change: str) -> dict[str, int]:
    """Make `lost_<kind>`: the lines that another row of the same key outranks, and what they are."""
    keys = {name: part.columns.get(name, "NULL") for name in KEYS[part.kind] if name != "source"}
    hashed = f"hash({', '.join(keys.values())})"
    twice = f"SELECT h FROM (SELECT {hashed} AS h FROM named WHERE {part.where}) GROUP BY h HAVING count(*) > 1"
    connection.execute(f"CREATE TEMP TABLE twice_{part.kind} AS {twice}")
    if value(connection, f"SELECT count(*) FROM twice_{part.kind}") == 0:
        return {}
    suspects = f"(SELECT * FROM named WHERE {_suspected(connection, part, hashed)})"
    same = ", ".join(KEYS[part.kind])
    connection.execute(
        f"""
        CREATE TEMP TABLE lost_{part.kind} AS
        SELECT line, CASE WHEN content_hash = first_value(content_hash) OVER rank THEN 'duplicate' ELSE 'stale' END
          AS verdict
        FROM ({part.select(suspects)})
        WINDOW rank AS (PARTITION BY {same} ORDER BY {_RANK[on_change]})
        QUALIFY row_number() OVER rank > 1
        """
    )
    return dict(rows(connection, f"SELECT verdict, count(*) FROM lost_{part.kind} GROUP BY verdict"))


def _suspected(connection: DuckDBPyConnection, part: Part, hashed: str) -> str:
    """SQL: the row's key may occur twice."""
    twice = f"{hashed} IN (SELECT h FROM twice_{part.kind})"
    lines = rows(connection, f"SELECT line FROM named WHERE {twice} LIMIT {_MOST_NAMED + 1}")
    return twice if len(lines) > _MOST_NAMED else f"line IN ({', '.join(str(line) for (line,) in lines)})"


def _kept(connection: DuckDBPyConnection, kind: str) -> str:
    """SQL: the line has not lost to another."""
    lost = rows(connection, f"SELECT line FROM lost_{kind} LIMIT {_MOST_NAMED + 1}")
    if len(lost) > _MOST_NAMED:
        return f"line NOT IN (SELECT line FROM lost_{kind})"
    return f"line NOT IN ({', '.join(str(line) for (line,) in lost)})"


def find_conflicts(connection: DuckDBPyConnection, profile: Profile, filled: set[str]) -> list[int]:
    """Lines that say something else about a key than an earlier line, where the profile calls that a conflict.

    A line is one story: contact, survey and sale. One contradiction is enough.
    """
    if profile.on_change != "conflict" or profile.row_key:
        return []
    lines: set[int] = set()
    for part in parts_of(profile, 0, filled):
        lost = f"lost_{part.kind}"
        if _find_losers(connection, part, profile.on_change):
            lines.update(line for (line,) in rows(connection, f"SELECT line FROM {lost} WHERE verdict = 'stale'"))
        connection.execute(f"DROP TABLE IF EXISTS {lost}")
        connection.execute(f"DROP TABLE twice_{part.kind}")
    return sorted(lines)


def _write(connection: DuckDBPyConnection, part: Part, out: Path, kept: str, months: tuple[str, ...]) -> int:
    """The files of one part; no rows, no file."""
    if not 1 < len(months) <= _MOST_MONTHS:
        return _write_file(connection, part, out / f"{part.kind}.parquet", kept)
    return sum(
        _write_file(connection, part, out / f"{part.kind}-{month}.parquet", f"{kept} AND {_within(month)}")
        for month in months
    )


def _write_file(connection: DuckDBPyConnection, part: Part, path: Path, where: str) -> int:
    source = "named" if where == "TRUE" else f"(SELECT * FROM named WHERE {where})"
    written = value(connection, f"COPY ({part.select(source)}) TO {text(str(path))} ({_PARQUET})")
    if not written:
        path.unlink(missing_ok=True)
    return int(written)


def _within(month: str) -> str:
    first = f"DATE '{month}-01'"
    return f"local_day >= {first} AND local_day < {first} + INTERVAL 1 MONTH"


def _months(connection: DuckDBPyConnection, kept: str) -> tuple[str, ...]:
    """Local months of the staged contacts."""
    days = f"SELECT DISTINCT date_trunc('month', local_day) AS month FROM good WHERE {kept}"
    found = rows(connection, f"SELECT strftime(month, '%Y-%m') FROM ({days}) ORDER BY month")
    return tuple(month for (month,) in found)
