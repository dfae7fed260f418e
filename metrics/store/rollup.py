"""Roll a month's parts up into figures, by the counting rules of the month's terms.

The SQL stands in repeats.sql, rollup.sql (from legs to units) and figures.sql (from units to figures); here its
placeholders are filled from the terms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from contracts.domain.counting import NOT_BILLABLE_REASONS, CountingRules
from contracts.domain.terms import Terms
from metrics.domain.counts import BY_NAME, DAY_DIMENSIONS, DIMENSIONS, NAMES
from metrics.domain.figure_tables import (
    AGENT_COUNTS,
    AGENT_KEYS,
    BIN_COUNTS,
    BIN_KEYS,
    BINS_PER_DOUBLING,
    HOUR_COUNTS,
    HOUR_KEYS,
    SALE_KEYS,
)
from metrics.domain.records import PARTS
from metrics.store.connection import Row, Session, nothing, read

_HERE = Path(__file__).parent
_TEN_THOUSAND = Decimal(10_000)
ROW_GROUP = 122_880  # rows of a Parquet file that are read by one thread

# Why a handled unit is not billed, over a row of the view `unit`. Test and internal units are never handled.
_REASONS: dict[str, str] = {
    "bot": "handled_by = 'bot'",
    "outbound": "is_inbound = 0",
    "transfer": "handed_on",
    "repeat": "is_repeat = 1",
    "reopened": "is_reopened = 1",
    "short_misroute": "handle_s < {misroute_s}",
}


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """The part files of a month; `previous` is the month before's contacts, given when the terms look back.

    `timely` are the surveys that the month had when it first became final: what is new since may be late.
    """

    contacts: Path | None = None
    surveys: Path | None = None
    sales: Path | None = None
    previous: Path | None = None
    timely: Path | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows of the figure tables: keys, then counts. Of days: local day, DAY_DIMENSIONS, counts."""

    daily: tuple[Row, ...] = ()
    monthly: tuple[Row, ...] = ()
    hours: tuple[Row, ...] = ()
    bins: tuple[Row, ...] = ()
    agents: tuple[Row, ...] = ()
    sold: tuple[Row, ...] = ()


def looks_back(counting: CountingRules) -> bool:
    """Do these rules read the month before? Then a change there rolls this month up again."""
    return bool({"repeat", "reopened"} & set(counting.not_billable))


def roll_up(
    session: Session,
    *,
    files: MonthFiles,
    terms: Terms,
    late_deliveries: Collection[int] = (),
) -> Figures:
    """The figures of one month.

    `late_deliveries` came when the month was final, so surveys that are new with them are late.
    """
    _open(session, "contacts", files.contacts, "contacts")
    _open(session, "surveys", files.surveys, "surveys")
    _open(session, "sales", files.sales, "sales")
    _open(session, "timely", files.timely, "surveys")
    statements = _figures_sql(terms.counting)
    with _threads_for(session, session.value("SELECT COUNT(*) FROM contacts")):
        _find_repeats(session, files, terms.counting)
        session.run(_units_sql(terms, late_deliveries))
        session.run(statements.pop("cell"))
        return Figures(**{table: tuple(session.run(sql)) for table, sql in statements.items()})


@contextmanager
def _threads_for(session: Session, rows: int) -> Iterator[None]:
    """One thread for a month that is read by one anyway: further ones would only wait for it, and cost."""
    if rows > ROW_GROUP:
        yield
        return
    threads = session.value("SELECT current_setting('threads')")
    session.run("SET threads = 1")
    try:
        yield
    finally:
        session.run(f"SET threads = {threads}")


def _open(session: Session, view: str, file: Path | None, kind: str) -> None:
    source = read([file]) if file is not None else nothing(PARTS[kind])
    session.run(f"CREATE OR REPLACE TEMPORARY VIEW {view} AS SELECT * FROM {source}")  # noqa: S608


def _find_repeats(session: Session, files: MonthFiles, counting: CountingRules) -> None:
    if looks_back(counting):
        _open(session, "previous", files.previous, "contacts")
        session.run(_text("repeats.sql").format(repeat_days=counting.repeat_days))
        return
    for view in ("repeated", "reopened"):
        empty = nothing((("source", "VARCHAR"), ("root_id", "VARCHAR")))
        session.run(f"CREATE OR REPLACE TEMPORARY VIEW {view} AS SELECT * FROM {empty}")  # noqa: S608


def _units_sql(terms: Terms, late_deliveries: Collection[int]) -> str:
    """The SQL with the contract's words in it. Everything put in is a number or a name of ours."""
    counting = terms.counting
    by_leg, by_end = terms.billing_unit == "leg", terms.month_by == "ended"
    return _text("rollup.sql").format(
        kept=_KEPT,
        unit_id=_leg_id("c.leg_no") if by_leg else "COALESCE(c.root_contact_id, c.contact_id)",
        contact_unit_id=_leg_id(_ANSWERING_LEG, "l") if by_leg else "MIN(l.unit_id)",
        unit_day="MAX(p.local_day)" if by_end else "MIN(p.local_day)",
        unit_hour="MAX(o.hour_start)" if by_end else "MIN(o.hour_start)",
        handle_s=_handle_seconds(counting.handle_time),
        not_billable=_not_billable(counting),
        satisfied_from_e4=int(counting.csat_satisfied_from * _TEN_THOUSAND),
        survey_cut_off_days=counting.survey_cut_off_days,
        late_deliveries=", ".join(str(int(delivery)) for delivery in sorted(late_deliveries)) or _NO_DELIVERY,
        dimensions=", ".join(f"COALESCE(n.{name}, '') AS {name}" for name in DIMENSIONS),
    )  # fmt: skip


def _figures_sql(counting: CountingRules) -> dict[str, str]:
    """The statements of figures.sql by the name that stands over each."""
    text = _text("figures.sql").format(
        kept=_KEPT,
        dimensions=", ".join(DIMENSIONS),
        day_dimensions=", ".join(DAY_DIMENSIONS),
        counts=_counted(NAMES),
        sums=", ".join(f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in NAMES),
        hour_keys=", ".join(HOUR_KEYS),
        hour_counts=_counted(HOUR_COUNTS),
        bin_keys=", ".join(BIN_KEYS),
        bin_counts=_counted(BIN_COUNTS),
        bins_per_doubling=BINS_PER_DOUBLING,
        agent_keys=", ".join(AGENT_KEYS),
        agent_counts=_counted(AGENT_COUNTS),
        sale_keys=", ".join(SALE_KEYS),
    )
    filled = text.format(short_abandon_s=counting.short_abandon_s, service_level_s=counting.service_level_s)
    parts = _NAMED.split(filled)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _counted(names: Sequence[str]) -> str:
    return ", ".join(f"{BY_NAME[name].sql} AS {name}" for name in names)


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_KEPT = "TABLE"  # Spark knows views only, and caches them
_NO_DELIVERY = "-1"
_NAMED = re.compile(r"^-- \[(\w+)\].*$", re.MULTILINE)

# A survey or sale of a contact billed by legs falls to the leg that answered first.
_ANSWERING_LEG = "COALESCE(MIN(CASE WHEN l.outcome = 'answered' THEN l.leg_no END), MIN(l.leg_no))"


def _leg_id(leg_no: str, of: str = "c") -> str:
    return f"CONCAT({of}.contact_id, '#', CAST({leg_no} AS VARCHAR))"


def _handle_seconds(components: tuple[str, ...]) -> str:
    """The sum of the known components; null when none is known."""
    unknown = " AND ".join(f"c.{name} IS NULL" for name in components) or "1 = 1"
    known = " + ".join(f"COALESCE(c.{name}, 0)" for name in components) or "0"
    return f"CASE WHEN {unknown} THEN NULL ELSE {known} END"


def _not_billable(counting: CountingRules) -> str:
    """The first reason, in the order of contracts.domain.counting, why a handled unit is not billed."""
    reasons = [reason for reason in NOT_BILLABLE_REASONS if reason in counting.not_billable and reason in _REASONS]
    whens = " ".join(f"WHEN {_REASONS[reason]} THEN '{reason}'" for reason in reasons)
    return f"CASE {whens} END".format(misroute_s=counting.misroute_s) if whens else "CAST(NULL AS VARCHAR)"
