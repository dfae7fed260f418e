"""The scorecard of a month as a document: KPIs, balance score, slices, cost and earnings. Pure: Totals × Terms in.

Its shape is a promise to other programs. `hash` names the content: the same figures under the same terms have the
same hash, whoever issued the document and whatever deliveries they came in by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.months import Month
from contracts.domain.pricing import CostLine, sum_lines
from contracts.domain.targets import Target
from contracts.domain.terms import Terms
from metrics.domain import kpis
from metrics.domain.balance import Balance, weigh
from metrics.domain.counts import DEFINITION_VERSION
from metrics.domain.kpi_entries import Reading, full_entry, read_all, short_entry, weigh_reading
from metrics.domain.plain_numbers import kpi_text, money_text, price_text, score_text, shown_points
from metrics.domain.settlement import Cost, Earned, settle, volume_lines
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals

Document = dict[str, Any]

# Not part of what the hash names: who issued the document and by which files it came.
ISSUE_KEYS: tuple[str, ...] = ("version", "state", "minted_at", "hash", "inputs")

DRAFT = "draft"

# Why the official figures are raw although the contract is judged on others.
BASIS_REASONS: dict[str, str] = {
    "relief_not_available": N_("Raw until incidents can be relieved; the contract is judged on relieved figures."),
}
SCORE_REASONS: dict[str, str] = {
    "needs_agents": N_("How far the score could have come out by chance needs figures by agent."),
    "no_targets": N_("The contract has no weighted target."),
    "no_data": N_("No KPI with a target has data."),
}


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a scorecard is drawn from: the whole month, its slices, and the month before with the rules of its time."""

    month: Month
    whole: Slice
    slices: tuple[Slice, ...] = ()
    previous: tuple[Totals, CountingRules] | None = None


def draw(figures: MonthFigures, terms: Terms, inputs: Mapping[str, Any]) -> Document:
    """The draft of a month's scorecard. `inputs` names parts, deliveries and the cut-off day; it is passed through."""
    totals = figures.whole.totals
    readings = read_all(totals, terms.counting)
    previous = {} if figures.previous is None else read_all(*figures.previous)
    targets = {target.kpi: target for target in terms.targets if target.kpi in kpis.BY_KEY}
    balance = weigh([weigh_reading(readings[kpi], target) for kpi, target in targets.items()], terms.score)
    cost, earned = settle(figures.whole.by_channel, terms)
    document: Document = {
        "contract": terms.contract_key,
        "month": str(figures.month),
        "version": None,
        "state": DRAFT,
        **_basis(terms.counting.judged_on),
        "definition_version": DEFINITION_VERSION,
        "contract_version": terms.version,
        "minted_at": None,
        "hash": None,
        "score": _score_entry(balance),
        "kpis": _kpi_entries(readings, previous, targets, _points(balance)),
        "slices": [_slice_entry(part, terms) for part in figures.slices],
        "cost": _cost_entry(cost, terms.currency),
        "earned": _earned_entry(earned),
        "incidents": [],
        "inputs": dict(inputs),
    }
    return {**document, "hash": content_hash(document)}


def issue(document: Document, *, version: int, state: str, minted_at: str) -> Document:
    """A draft as a numbered version. The content and its hash stay the same."""
    return {**document, "version": version, "state": state, "minted_at": minted_at}


def content_hash(document: Mapping[str, Any]) -> str:
    """ "sha256:…" over the canonical JSON of everything but the ISSUE_KEYS."""
    content = {key: value for key, value in document.items() if key not in ISSUE_KEYS}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _basis(judged_on: str) -> dict[str, str | None]:
    return {"basis": "raw", "basis_reason": None if judged_on == "raw" else "relief_not_available"}


def _points(balance: Balance) -> dict[str, Decimal]:
    """Points lost as they are shown, adding up to 100 − the shown score."""
    return {} if balance.score is None else shown_points(balance.points_lost(), balance.score)


def _score_entry(balance: Balance) -> Document:
    points = _points(balance)
    return {
        "value": score_text(balance.score),
        "state": balance.state,
        "partial": balance.is_partial,
        "missing": list(balance.missing),
        "knocked_out": list(balance.knocked_out),
        "lower": score_text(balance.lower),
        "upper": score_text(balance.upper),
        "lost": [
            {"kpi": loss.kpi, "points": money_text(points[loss.kpi]), "alone": score_text(loss.alone)}
            for loss in balance.lost
            if loss.points > 0
        ],
        "reason": _score_reason(balance),
    }


def _score_reason(balance: Balance) -> str | None:
    """Why the score, or else its bounds, are null."""
    if balance.score is None:
        return "no_data" if balance.missing else "no_targets"
    return None if balance.is_partial else "needs_agents"


def _kpi_entries(
    readings: Mapping[str, Reading],
    previous: Mapping[str, Reading],
    targets: Mapping[str, Target],
    points: Mapping[str, Decimal],
) -> Document:
    entries = {
        key: full_entry(reading, previous.get(key), targets.get(key), points) for key, reading in readings.items()
    }
    # A satisfaction figure never stands without its response rate.
    entries["csat"]["response_rate"] = kpi_text(readings["response_rate"].value)
    return entries


def _slice_entry(part: Slice, terms: Terms) -> Document:
    """KPIs of a slice and what its volume cost (commission is paid on the whole month)."""
    readings = read_all(part.totals, terms.counting)
    return {
        "by": {part.dimension: part.value},
        "kpis": {key: short_entry(reading) for key, reading in readings.items()},
        "cost": money_text(sum_lines(volume_lines(part.by_channel, terms))),
    }


def _cost_entry(cost: Cost, currency: str) -> Document:
    return {
        "currency": currency,
        "total": money_text(cost.total),
        "per_contact": money_text(cost.per_contact),
        "lines": [_line_entry(line) for line in cost.lines],
    }


def _line_entry(line: CostLine) -> Document:
    what = {"product": line.product} if line.kind == "commission" else {"channel": line.channel}
    entry: Document = {
        "kind": line.kind,
        **what,
        "units": line.units,
        "unit_price": price_text(line.unit_price),
        "amount": money_text(line.amount),
        "rule": line.rule,
    }
    return entry if line.reason is None else {**entry, "reason": line.reason}


def _earned_entry(earned: Earned) -> Document:
    return {
        "contacts_with_sale": earned.contacts_with_sale,
        "units": earned.units,
        "sale_value": money_text(earned.sale_value),
        "commission": money_text(earned.commission),
    }
