"""From an upload to staged parts: door, reader, cleaning, staging; every line is accounted for at the end.

This runs inside the box. Nothing here knows Django or the contract beyond the facts of the job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.domain.line_balance import BalanceBroken
from metrics.ingest.clean import BLANK, ELSEWHERE, Cleaning, count_problems, parse
from metrics.ingest.csv_reader import read_csv
from metrics.ingest.header import match, show
from metrics.ingest.job import COUNTS, Job, Progress, Refusal, Report
from metrics.ingest.json_reader import read_json
from metrics.ingest.numbers_sql import Marks
from metrics.ingest.plan import Facts
from metrics.ingest.planning import make_plan
from metrics.ingest.profile import Profile
from metrics.ingest.refused import Refused
from metrics.ingest.rejections import LateRejections, write_rejections
from metrics.ingest.session import open_session, rows, value
from metrics.ingest.staging import Staged, name_people_and_rows, stage
from metrics.ingest.table import RawTable
from metrics.ingest.times_sql import reads_swapped
from metrics.ingest.vocabulary import make_types
from metrics.ingest.xlsx_reader import read_xlsx
from metrics.ingest.zones import Zone

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Tell = Callable[[Progress], None]
_READERS = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json, "jsonl": read_json}
# A file is refused when more than this share of its rows is rejected (RELIABILITY.md 5.5).
REJECTED_SHARE = 0.20
_LINES_NAMED = 20
_MARGIN = timedelta(days=400)  # zone data around the contract's term
_CLOCK_SLACK = timedelta(days=1)


def read(job: Job, scratch: Path, tell: Tell, before_cleaning: Callable[[], object] = lambda: None) -> Report:
    """The report of one file. Raises BalanceBroken when lines were lost: a fault of ours.

    `before_cleaning` is called between reader and cleaning, which may take different amounts of memory.
    """
    profile = Profile.from_document(job.profile)
    try:
        table = _READERS[profile.file.kind](
            job.file, scratch, profile, job.limits, lambda lines: tell(Progress("reading", lines))
        )
        before_cleaning()
        return _clean(job, profile, table, scratch, tell)
    except Refused as error:
        return _refused(error.refusal, profile)
    except MemoryError:
        return _refused(Refusal("too_much_memory"), profile)


def _refused(refusal: Refusal, profile: Profile, counts: Counter[str] | None = None, reasons: Any = None) -> Report:
    """Nothing of the file counts; what was seen until then is told."""
    seen = counts if counts is not None else Counter[str]()
    return Report(refusal, {name: seen[name] for name in COUNTS}, dict(reasons or {}), (), (), profile.on_change)


def _clean(job: Job, profile: Profile, table: RawTable, scratch: Path, tell: Tell) -> Report:
    """Rows to typed rows, rejected rows and staged parts."""
    facts, notes = _facts(job, profile, table)
    cleaning = Cleaning(table, facts, make_plan(facts), job.limits)
    tell(Progress("cleaning", 0, table.lines))
    with open_session(job.limits, scratch, job.out) as connection:
        for statement in make_types(profile.source):
            connection.execute(statement)
        parse(connection, cleaning)
        tell(Progress("cleaning", table.lines, table.lines))
        _refuse_swapped_days(connection, cleaning)
        filled = set(cleaning.plan.kept)
        late = LateRejections(connection, cleaning)
        late.reject_personal_data(filled)
        name_people_and_rows(connection, job, profile, filled)
        late.reject_conflicts(filled)
        reasons = write_rejections(connection, cleaning, late.checks, job.out)
        counts = _count(connection, cleaning, reasons)
        if too_many := _too_many_rejected(counts):
            return _refused(too_many, profile, counts, reasons)
        staged = stage(connection, job, profile, filled)
        warnings = (*notes, *_row_warnings(connection, cleaning))
    return _report(profile, counts, staged, reasons, warnings)


def _facts(job: Job, profile: Profile, table: RawTable) -> tuple[Facts, list[dict[str, Any]]]:
    """Where the columns stand, which zones and span of time hold; and what is worth a warning."""
    header = match(profile, table.columns, table.header, required=table.exact)
    shift = 2 if table.numbered else 1
    now = job.now or datetime.now(UTC)
    latest = now + _CLOCK_SLACK
    first = max(job.start - _MARGIN, datetime(1900, 1, 1, tzinfo=UTC).date())
    last = max(job.end or latest.date(), latest.date()) + _MARGIN
    notes = [*table.notes]
    if header.unknown:
        notes.append({"code": "columns_dropped", "params": {"columns": show(header.unknown)}})
    if profile.row_key:
        notes.append({"code": "row_key", "params": {}})
    if job.month_by == "ended" and "ended_at" not in {column.field for column in profile.columns}:
        notes.append({"code": "month_by_start", "params": {}})
    return Facts(
        profile=profile,
        places={name: place + shift for name, place in header.places.items()},
        marks=Marks(profile.file.decimal, profile.file.thousands),
        zone=Zone(profile.time.zone, first, last),
        contract_zone=Zone(job.time_zone, first, last),
        start=job.start,
        end=job.end,
        latest=latest.astimezone(UTC),
        month_by=job.month_by,
        typed_days=table.typed_days,
    ), notes


def _refuse_swapped_days(connection: DuckDBPyConnection, cleaning: Cleaning) -> None:
    """A day that reads only with day and month swapped: the profile's order is wrong, so no row can be trusted."""
    for number, check in enumerate(cleaning.checks, start=1):
        if check.code != "bad_time":
            continue
        tests = [reads_swapped(f"cells[{place}]", cleaning.facts.profile.time) for place in check.places]
        condition = " OR ".join(f"({test})" for test in tests if test is not None)
        if not condition:
            continue
        found = f"SELECT line FROM lines WHERE problem = {number} AND ({condition}) ORDER BY line LIMIT {_LINES_NAMED}"
        if lines := [line for (line,) in rows(connection, found)]:
            formats = ", ".join(cleaning.facts.profile.time.formats)
            named = ", ".join(str(line) for line in lines)
            raise Refused("date_order", lines, column=check.column, formats=formats, named=named)


def _count(connection: DuckDBPyConnection, cleaning: Cleaning, reasons: Counter[str]) -> Counter[str]:
    """Lines by what became of them, so far; what is left is still to be staged."""
    problems = count_problems(connection)
    table = cleaning.table
    counts = Counter(
        lines=table.lines,
        header=table.header,
        blank=table.blank + problems.get(BLANK, 0),
        continuation=table.continuation,
        elsewhere=problems.get(ELSEWHERE, 0),
        rejected=sum(reasons.values()),
    )
    if counts.total() == 2 * table.lines and not counts["rejected"] and not counts["elsewhere"]:
        raise Refused("empty_file")  # a header and nothing below it
    return counts


def _too_many_rejected(counts: Counter[str]) -> Refusal | None:
    """More than a fifth of this contract's rows cannot be taken in: the file or its profile is wrong."""
    rows_of_file = counts["lines"] - counts["header"] - counts["blank"] - counts["continuation"] - counts["elsewhere"]
    if counts["rejected"] <= REJECTED_SHARE * rows_of_file:
        return None
    facts = {"rejected": counts["rejected"], "rows": rows_of_file, "limit_percent": round(REJECTED_SHARE * 100)}
    return Refusal("too_many_rejected", facts)


def _row_warnings(connection: DuckDBPyConnection, cleaning: Cleaning) -> list[dict[str, Any]]:
    """Times that occur twice or never and were placed by the profile's rule are counted, never passed over."""
    if "odd_hours" not in cleaning.plan.kept:
        return []
    number = value(connection, "SELECT count(*) FROM good WHERE odd_hours")
    spec = cleaning.facts.profile.time
    rule = {"ambiguous": spec.ambiguous, "nonexistent": spec.nonexistent}
    return [{"code": "clock_change", "params": {"rows": number, **rule}}] if number else []


def _report(
    profile: Profile, counts: Counter[str], staged: Staged, reasons: Counter[str], warnings: tuple[Any, ...]
) -> Report:
    """The balance of DESIGN.md 4, held here and again before the swap."""
    full = {name: counts[name] for name in COUNTS}
    full.update(staged=staged.rows, duplicate=staged.duplicate, stale=staged.stale)
    parts = sum(number for name, number in full.items() if name != "lines")
    if parts != full["lines"]:
        raise BalanceBroken(f"{full['lines']} lines, {parts} accounted for: {full}")
    return Report(None, full, dict(reasons), staged.months, warnings, profile.on_change)
