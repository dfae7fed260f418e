"""Raw table -> typed table: one pass of SQL over the lines, with the reason beside each row that cannot be taken in.

`parsed` holds a row per line: the fields by name, `problem` (null: good; BLANK, ELSEWHERE, or the number of the check
that failed) and, for rejected rows only, their cells. Its rows lie in the order of the file, so that `rowid` tells the
line. `good` and `lines` are views of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metrics.domain.line_balance import BalanceBroken
from metrics.ingest.doors import NO_DELIMITER
from metrics.ingest.job import Limits
from metrics.ingest.literals import text
from metrics.ingest.plan import Check, Facts, Plan
from metrics.ingest.planning import find_elsewhere
from metrics.ingest.session import rows, value
from metrics.ingest.table import RawTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BLANK = -1
ELSEWHERE = -2
_LONGEST_TABLE_LINE = 2_000_000
_PROBE = {"contacts": "started_at", "surveys": "contact_id", "sales": "contact_id"}


@dataclass(frozen=True, slots=True)
class Cleaning:
    """All that one pass needs: the raw table, the facts, the plan and the limits."""

    table: RawTable
    facts: Facts
    plan: Plan
    limits: Limits

    @property
    def shift(self) -> int:
        """Cells before the first column of the file: a numbered table begins with the line number."""
        return 1 if self.table.numbered else 0

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks; their numbers begin with 1."""
        return (*self._row_checks(), *self.plan.checks)

    def _row_checks(self) -> tuple[Check, ...]:
        """Checks of the row as a whole."""
        longest = self.limits.field_bytes
        long = f"strlen(t) > {longest} AND list_max(list_transform(c, lambda cell: strlen(cell))) > {longest}"
        found = [Check("field_too_long", "", (), long, (("limit_kb", longest // 1024),))]
        if self.table.exact:
            width = len(self.table.columns) + self.shift
            extra = f"trim(array_to_string(c[{width + 1}:], '')) = ''"
            other = f"len(c) <> {width} AND NOT (len(c) > {width} AND {extra})"
            found.insert(0, Check("cell_count", "", (), other, (("expected", len(self.table.columns)),)))
        return tuple(found)


def parse(connection: DuckDBPyConnection, cleaning: Cleaning) -> None:
    """Make `parsed` and its views. Raises BalanceBroken when a line got lost on the way."""
    connection.execute(f"CREATE TEMP TABLE parsed AS {parse_sql(cleaning)}")
    table = cleaning.table
    line = "line" if table.numbered else "rowid + 1 AS line"
    others = "* EXCLUDE (line)" if table.numbered else "*"
    where = "" if table.numbered else f"WHERE rowid >= {table.header}"
    connection.execute(f"CREATE TEMP VIEW lines AS SELECT {line}, {others} FROM parsed {where}")
    connection.execute("CREATE TEMP VIEW good AS SELECT * FROM lines WHERE problem IS NULL")
    if not table.numbered and (found := value(connection, "SELECT count(*) FROM parsed")) != table.lines:
        raise BalanceBroken(f"{table.lines} lines were counted and {found} were read")


def parse_sql(cleaning: Cleaning) -> str:
    """The SELECT behind `parsed`: nested layers over the lines of the file (metrics.ingest.plan)."""
    plan, facts = cleaning.plan, cleaning.facts
    sql = cells_sql(cleaning)
    sql = _layer(sql, _source(cleaning))
    for layer in (plan.cast, plan.value, plan.utc, plan.local):
        sql = _layer(sql, layer)
    sql = _layer(sql, {"problem": _problem(cleaning)})
    kept = {**plan.kept, "problem": "CAST(problem AS SMALLINT)", "cells": "CASE WHEN problem > 0 THEN c END"}
    if facts.profile.row_key:
        kept["row_hash"] = _row_hash(cleaning)
    if cleaning.table.numbered:
        kept["line"] = "CAST(c[1] AS BIGINT)"
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in kept.items())
    return f"SELECT {chosen} FROM ({sql})"


def cells_sql(cleaning: Cleaning) -> str:
    """SELECT t, c: each line without white space around its cells, and the list of its cells."""
    table = cleaning.table
    source = (
        f"read_csv({text(str(table.path))}, columns = {{'t': 'VARCHAR'}}, delim = {text(NO_DELIMITER)}, quote = '',"
        f" escape = '', header = false, auto_detect = false, max_line_size = {_LONGEST_TABLE_LINE})"
    )
    delimiter = text(table.delimiter)
    pads = [text(pad) for pad in table.spaces]
    padded = " OR ".join(
        f"contains(t, {pad} || {delimiter}) OR contains(t, {delimiter} || {pad}) OR starts_with(t, {pad})"
        f" OR suffix(t, {pad})"
        for pad in pads
    )
    around = f"[{table.spaces}]*"
    bare = f"trim(t, {text(table.spaces)})"
    trimmed = f"regexp_replace({bare}, {text(around + _escaped(table.delimiter) + around)}, {_inserted(table)}, 'g')"
    even = (
        f"SELECT CASE WHEN {padded} THEN {trimmed} ELSE t END AS t FROM {source}" if pads else f"SELECT t FROM {source}"
    )
    return f"SELECT t, string_split(t, {delimiter}) AS c FROM ({even})"


def _escaped(delimiter: str) -> str:
    return f"\\Q{delimiter}\\E"


def _inserted(table: RawTable) -> str:
    """The delimiter as a replacement, where a backslash has a meaning."""
    return text(table.delimiter.replace("\\", "\\\\"))


def _layer(sql: str, expressions: dict[str, str]) -> str:
    """One more layer of named expressions on top."""
    if not expressions:
        return sql
    added = ", ".join(f"{expression} AS {name}" for name, expression in expressions.items())
    return f"SELECT *, {added} FROM ({sql})"


def _source(cleaning: Cleaning) -> dict[str, str]:
    """Cells that some field looks at: as they are, and null when blank."""
    nothing = [word for word in cleaning.facts.profile.null_values if word]
    found: dict[str, str] = {}
    for place in sorted(set(cleaning.facts.places.values())):
        found[f"r{place}"] = f"c[{place}]"
        cell = f"nullif(c[{place}], '')"
        for word in nothing:
            cell = f"nullif({cell}, {text(word)})"
        found[f"s{place}"] = cell
    return found


def _problem(cleaning: Cleaning) -> str:
    """Number of the first check that fails. What belongs to another contract is not looked at any further."""
    facts = cleaning.facts
    probe = next(column for column in facts.profile.columns if column.field == _PROBE[facts.profile.feed])
    cells = f"c[{cleaning.shift + 1}:]" if cleaning.shift else "c"
    nothing = f"trim(array_to_string({cells}, '')) = ''"
    whens = [f"WHEN c IS NULL OR (NOT {facts.filled(probe.all_names)} AND {nothing}) THEN {BLANK}"]
    first = len(cleaning.checks) - len(cleaning.plan.checks)
    elsewhere = find_elsewhere(facts)
    for number, check in enumerate(cleaning.checks):
        if number == first and elsewhere is not None:
            whens.append(f"WHEN {elsewhere} THEN {ELSEWHERE}")
        whens.append(f"WHEN {check.condition} THEN {number + 1}")
    return f"CASE {' '.join(whens)} END"


def _row_hash(cleaning: Cleaning) -> str:
    """A name for a row that has no id: the hash of its cells."""
    divider = text("\x1f")
    if cleaning.table.numbered:
        return f"md5(array_to_string(c[2:], {divider}))"
    return f"md5(replace(t, {text(cleaning.table.delimiter)}, {divider}))"


def count_problems(connection: DuckDBPyConnection) -> dict[int, int]:
    """Rows by problem; good rows are not in it."""
    return dict(rows(connection, "SELECT problem, count(*) FROM lines WHERE problem IS NOT NULL GROUP BY problem"))
