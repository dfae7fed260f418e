"""A month of a contract with what the review tells about it, built without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.months import Month
from contracts.domain.terms import Terms
from contracts.models import Contract, Organisation
from metrics.domain.totals import Totals
from metrics.models import ContractMonth, Incident, Part
from metrics.presentation.period import ReviewQuery
from metrics.presentation.review_ground import Entry, ReviewGround, Splits, read_slice

OCTOBER, SEPTEMBER = Month(2026, 10), Month(2026, 9)
AHT_TARGET = {"lower": "216", "band_low": "324", "band_high": "378", "upper": "504", "weight": "0.30"}
UNITS = {"aht": "s", "csat": "share", "hit_rate": "share"}


def entry(value: str | None, unit: str = "s", **facts: Any) -> dict[str, Any]:
    """A KPI of one month as a scorecard has it."""
    usual = {"n": 1000, "interval": None, "target": AHT_TARGET if unit == "s" else None, "verdict": "met"}
    return {"value": value, "unit": unit, **usual, **facts}


def summary(
    aht: str | None = "350", *, score: str | None = "90", cost: str | None = "1000.00", version: int = 1, **facts: Any
) -> dict[str, Any]:
    """A month without its slices."""
    kpis = {"aht": entry(aht), "csat": entry("0.8", "share"), "hit_rate": entry("0.06", "share"),
            "handled": entry("100", "count", n=100)}  # fmt: skip
    kpis.update(facts.pop("kpis", {}))
    return {
        "score": {"value": score, "state": "watch", "missing": [], "lost": []},
        "kpis": kpis,
        "cost": {"total": cost, "per_contact": "10.00", "currency": "NOK"},
        "earned": {"sale_value": "3000.00", "commission": "150.00"},
        "contract_version": version,
        **facts,
    }


def totals(n: int, seconds: int, **counts: int) -> Totals:
    """So many handled contacts of so many seconds each."""
    return Totals.of({"contacts": n, "handled": n, "handled_timed": n, "handle_seconds": n * seconds, **counts})


def read(totals: Totals) -> Mapping[str, Entry]:
    """The KPIs of a slice."""
    return read_slice(totals, CountingRules())


def contract() -> Contract:
    """A contract of two parties, not stored."""
    buyer, vendor = Organisation(name="Nordlys Mobil AS"), Organisation(name="Fjord Partner AS")
    return Contract(key="nordlys-fjord", currency="NOK", time_zone="Europe/Oslo", buyer=buyer, vendor=vendor)


def terms(version: int = 1) -> Terms:
    """What was agreed, as far as figures are read by it."""
    return Terms(
        "nordlys-fjord", "NOK", "Europe/Oslo", "contact", "started", version, date(2024, 1, 1), CountingRules()
    )


def incident(number: int, begins: datetime, ends: datetime, **facts: Any) -> Incident:
    """An incident, not stored."""
    usual = {"owner": "buyer", "scope": {}, "sentence_en": "Invoices were wrong.", "sentence_nb": ""}
    return Incident(number=number, begins_at=begins, ends_at=ends, **{**usual, **facts})


def ground(
    summaries: Mapping[Month, Mapping[str, Any]],
    *,
    query: ReviewQuery | None = None,
    splits: Mapping[Month, Splits] | None = None,
    incidents: Iterable[Incident] = (),
    today: date = date(2026, 11, 22),
    month: Month = OCTOBER,
    side: str = "buyer",
    sees_money: bool = True,
    **facts: Any,
) -> ReviewGround:
    """October 2026 seen from 22 November, unless told otherwise."""
    chosen = query or ReviewQuery()
    agreed = {each: terms() for each in {*summaries, *chosen.span(month)}}
    row = ContractMonth(month=str(month), contacts_part=Part(rows=1, last_day=date(2026, 10, 31)))
    document = {"slices": [], **summaries.get(month, {})}
    usual: dict[str, Any] = {
        "row": row,
        "document": document,
        "entries": {each: found["kpis"] for each, found in summaries.items()},
        "splits": splits or {month: {"channel": {}, "brand": {}, "topic": {}}},
        "late_surveys": 0,
        "brands": {"nice": "Nice"},
    }
    return ReviewGround(
        contract=contract(),
        month=month,
        query=chosen,
        side=side,
        sees_money=sees_money,
        today=today,
        terms=agreed,
        summaries=summaries,
        incidents=tuple(incidents),
        **{**usual, **facts},
    )
