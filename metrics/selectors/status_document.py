"""The target status of a month as a document for programs: what the page says, without words and without money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contracts.selectors import Contract
from metrics.domain.month_to_date import RestOfMonth, shown_range
from metrics.domain.plain_numbers import kpi_text
from metrics.selectors.expected_deliveries import CONTACTS
from metrics.selectors.status import FINAL, Status

# Places of what the rest must average: rounded inwards, so that no number lies outside the band.
_PLACES: dict[str, int] = {"s": 2, "share": 6, "score": 4}


def status_document(contract: Contract, status: Status) -> dict[str, Any]:
    """What `GET …/status/` gives. A KPI is told with its band's rest only while the month is open."""
    is_open = status.phase != FINAL
    return {
        "contract": contract.key,
        "month": str(status.month),
        "phase": status.phase,
        "today": status.today.isoformat(),
        "days_left": status.days_left,
        "cut_off": status.cut_off.isoformat(),
        "surveys_until": status.surveys_until.isoformat(),
        "contacts": {
            "so_far": None if status.document is None else sum(day["contacts"] for day in status.days.values()),
            "expected": status.volume.whole_month,
            "reason": status.volume.reason,
            "known_to": None if status.known_to is None else status.known_to.isoformat(),
            "missing_days": [day.isoformat() for day in status.deliveries.missing_of(CONTACTS)],
        },
        "score": None if status.document is None else _score(status.document["score"]),
        "kpis": [] if status.to_date is None or not is_open else [_kpi(row) for row in status.to_date.kpis],
    }


def _score(score: dict[str, Any]) -> dict[str, Any]:
    return {name: score[name] for name in ("value", "state", "lower", "upper")}


def _kpi(row: RestOfMonth) -> dict[str, Any]:
    low, high = shown_range(row, _PLACES.get(row.unit, 4))
    return {
        "kpi": row.kpi,
        "unit": row.unit,
        "value": kpi_text(row.value),
        "n": row.n,
        "still_to_come": row.still_to_come,
        "state": row.state,
        "rest_low": _text(low),
        "rest_high": _text(high),
        "reason": row.reason,
    }


def _text(value: Decimal | None) -> str | None:
    """As many places as it has, without an exponent."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
