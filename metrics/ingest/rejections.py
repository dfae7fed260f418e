"""Rejected rows: gathered from the reader and from SQL, written to one file of JSON lines in the order of the file."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.ingest.clean import Cleaning, cells_sql
from metrics.ingest.fields import FREE_TEXTS
from metrics.ingest.literals import text
from metrics.ingest.masks import mask
from metrics.ingest.personal import SIEVE, kind_of_personal
from metrics.ingest.plan import Check, wanted_fields
from metrics.ingest.session import rows
from metrics.ingest.staging import find_conflicts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILE_NAME = "rejected.jsonl"
_BATCH = 1_000
Rejected = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Late:
    """A reason that is found when the rows are together: the check it counts as, and its lines."""

    check: Check
    lines: tuple[int, ...]


class LateRejections:
    """Reasons that are found when the rows are together. Each becomes one more check; its lines leave `good`."""

    def __init__(self, connection: DuckDBPyConnection, cleaning: Cleaning) -> None:
        connection.execute("CREATE TEMP TABLE late (line BIGINT, problem SMALLINT, cells VARCHAR[])")
        self.connection = connection
        self.cleaning = cleaning
        self.checks = list(cleaning.checks)

    def reject_personal_data(self, filled: set[str]) -> None:
        """Rows whose texts hold an address or a number of a person."""
        for found in _personal(self.connection, self.cleaning, filled):
            self._take_out(found)

    def reject_conflicts(self, filled: set[str]) -> None:
        """Rows that contradict an earlier one, where the profile calls that a conflict. `named` must be there."""
        if lines := find_conflicts(self.connection, self.cleaning.facts.profile, filled):
            self._take_out(Late(Check("conflict", "", _key_places(self.cleaning), "", ()), tuple(lines)))

    def _take_out(self, late: Late) -> None:
        """Move lines to `late`, with their cells read once more from the file."""
        self.checks.append(late.check)
        number = "CAST(c[1] AS BIGINT)" if self.cleaning.table.numbered else "row_number() OVER ()"
        cells = f"SELECT {number} AS line, c FROM ({cells_sql(self.cleaning)})"
        self.connection.execute(
            f"INSERT INTO late SELECT line, {len(self.checks)}, c FROM ({cells})"
            f" WHERE line IN (SELECT unnest({list(late.lines)})) AND line NOT IN (SELECT line FROM late)"
        )
        self.connection.execute(
            "CREATE OR REPLACE TEMP VIEW good AS"
            " SELECT * FROM lines WHERE problem IS NULL AND line NOT IN (SELECT line FROM late)"
        )


def _personal(connection: DuckDBPyConnection, cleaning: Cleaning, filled: set[str]) -> Iterator[Late]:
    """Lines whose texts hold an address or a number of a person."""
    columns = {one.name: one.column for one in wanted_fields(cleaning.facts.profile)}
    for name in FREE_TEXTS:
        if name not in filled:
            continue
        sieved = f"SELECT DISTINCT {name} FROM good WHERE regexp_matches({name}, {text(SIEVE)})"
        values = [value for (value,) in rows(connection, _distinct_first(name, sieved)) if kind_of_personal(value)]
        if not values:
            continue
        listed = ", ".join(text(value) for value in values)
        lines = rows(connection, f"SELECT line FROM good WHERE {name} IN ({listed}) ORDER BY line")
        shown = columns[name].all_names
        places = cleaning.facts.at(shown)
        yield Late(Check("personal_data", shown[0], places, "", ()), tuple(line for (line,) in lines))


def _distinct_first(name: str, sieved: str) -> str:
    """Look for different values before the sieve: there are few of them."""
    return sieved.replace("FROM good", f"FROM (SELECT DISTINCT {name} FROM good)")


def _key_places(cleaning: Cleaning) -> tuple[int, ...]:
    facts = cleaning.facts
    keys = facts.profile.key_fields
    return tuple(place for column in facts.profile.columns if column.field in keys for place in facts.at(column.names))


def write_rejections(
    connection: DuckDBPyConnection, cleaning: Cleaning, checks: Sequence[Check], out: Path
) -> Counter[str]:
    """Write all rejected rows, by line; gives their number by code."""
    counts: Counter[str] = Counter()
    target = out / FILE_NAME
    merged = heapq.merge(_by_reader(cleaning), _by_sql(connection, cleaning, checks), key=lambda row: row["line"])
    with target.open("w", encoding="utf-8") as file:
        for row in merged:
            counts[row["code"]] += 1
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    if not counts:
        target.unlink()
    return counts


def _by_reader(cleaning: Cleaning) -> Iterator[Rejected]:
    """Rows that the reader could not read."""
    if cleaning.table.rejected is None or not cleaning.table.rejected_rows:
        return
    with cleaning.table.rejected.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _by_sql(connection: DuckDBPyConnection, cleaning: Cleaning, checks: Sequence[Check]) -> Iterator[Rejected]:
    """Rows that failed a check."""
    kinds = _kinds(cleaning)
    found = connection.execute(
        "SELECT line, problem, cells FROM lines WHERE problem > 0 AND line NOT IN (SELECT line FROM late)"
        " UNION ALL SELECT line, problem, cells FROM late ORDER BY line"
    )
    while batch := found.fetchmany(_BATCH):
        for line, problem, cells in batch:
            yield _rejected(line, checks[problem - 1], cells, kinds)


def _kinds(cleaning: Cleaning) -> dict[str, tuple[int, str]]:
    """Place and kind of the columns that some field looks at: the others are never shown."""
    found: dict[str, tuple[int, str]] = {}
    for one in wanted_fields(cleaning.facts.profile):
        for name in one.column.all_names:
            if name in cleaning.facts.places and (name not in found or one.field.kind == "person"):
                found[name] = (cleaning.facts.places[name], one.field.kind)
    return found


def _rejected(line: int, check: Check, cells: Sequence[str], kinds: dict[str, tuple[int, str]]) -> Rejected:
    """One rejected row, masked."""
    values = {name: mask(_cell(cells, place), kind) for name, (place, kind) in kinds.items()}
    params: dict[str, Any] = dict(check.params)
    if check.column:
        params["column"] = check.column
    if check.places:
        kind_at = dict(kinds.values())
        shown = next((cell for place in check.places if (cell := _cell(cells, place))), "")
        kind = next((kind_at[place] for place in check.places if place in kind_at), "person")
        params["value"] = mask(shown, kind) if check.code != "personal_data" else mask(shown, "person")
    if check.code == "cell_count":
        params["found"] = len(cells)
    return {"line": line, "column": check.column, "code": check.code, "params": params, "values": values}


def _cell(cells: Sequence[str], place: int) -> str:
    return (cells[place - 1] or "") if place <= len(cells) else ""
