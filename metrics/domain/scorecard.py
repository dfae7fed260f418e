"""The scorecard of a month as a document: KPIs, balance score, slices, cost and earnings. Pure: Totals × Terms in.

Its shape is a promise to other programs. `hash` names the content: the same figures under the same terms have the
same hash, whoever issued the document and whatever deliveries they came in by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.months import Month
from contracts.domain.pricing import CostLine, sum_lines
from contracts.domain.targets import Target
from contracts.domain.terms import Terms
from metrics.domain import kpis
from metrics.domain.counts import DEFINITION_VERSION
from metrics.domain.design_effect import HandleSums, aht_precision, handle_sums
from metrics.domain.kpi_entries import Entry, Reading, full_entry, read_all, short_entry, with_precision
from metrics.domain.plain_numbers import kpi_text, money_text, price_text
from metrics.domain.score_entry import Judged, points_of, score_entry
from metrics.domain.settlement import NOT_SAID, Cost, Earned, UnitsByProduct, settle, volume_lines
from metrics.domain.slices import Slice
from metrics.domain.uncertainty import seed_for

Document = dict[str, Any]

# Not part of what the hash names: who issued the document and by which files it came.
ISSUE_KEYS: tuple[str, ...] = ("version", "state", "minted_at", "hash", "inputs")

DRAFT = "draft"

# Why the official figures are raw although the contract is judged on others.
BASIS_REASONS: dict[str, str] = {
    "relief_not_available": N_("Raw until incidents can be relieved; the contract is judged on relieved figures."),
}


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a scorecard is drawn from: the whole month, its slices, and the KPIs of the month before as published.

    `agents` are handle times by agent (none: not known), `incidents` the entries of those that touch the month, `sold`
    units by product, needed where a product has a commission of its own.
    """

    month: Month
    whole: Slice
    slices: tuple[Slice, ...] = ()
    previous: Mapping[str, Entry] = field(default_factory=dict)
    agents: Sequence[tuple[str, HandleSums]] = ()
    incidents: Sequence[Document] = ()
    sold: UnitsByProduct = field(default_factory=lambda: NOT_SAID)


def draw(figures: MonthFigures, terms: Terms, inputs: Mapping[str, Any]) -> Document:
    """The draft of a month's scorecard. `inputs` names parts, deliveries and the cut-off day; it is passed through."""
    readings = _read_month(figures, terms.counting)
    targets = {target.kpi: target for target in terms.targets if target.kpi in kpis.BY_KEY}
    judged = Judged(targets, readings, terms.score)
    balance = judged.balance()
    cost, earned = settle(figures.whole.by_channel, terms, figures.sold)
    seed = seed_for(terms.contract_key, figures.month, terms.version, DEFINITION_VERSION)
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
        "score": score_entry(judged, balance, seed),
        "kpis": _kpi_entries(readings, figures.previous, targets, points_of(balance)),
        "slices": [_slice_entry(part, terms) for part in figures.slices],
        "cost": _cost_entry(cost, terms.currency),
        "earned": _earned_entry(earned),
        "incidents": list(figures.incidents),
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


def tag_of(document: Mapping[str, Any]) -> str:
    """Names a document to the last byte: its content by the hash, and who issued it from what. For ETag."""
    issue_of = {key: document[key] for key in ISSUE_KEYS}
    return hashlib.sha256(json.dumps(issue_of, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _basis(judged_on: str) -> dict[str, str | None]:
    return {"basis": "raw", "basis_reason": None if judged_on == "raw" else "relief_not_available"}


def _read_month(figures: MonthFigures, counting: CountingRules) -> dict[str, Reading]:
    """The readings of the whole month; what the agents say of its AHT is in them."""
    totals = figures.whole.totals
    readings = read_all(totals, counting)
    precision = aht_precision(handle_sums(totals), figures.agents)
    return {**readings, "aht": with_precision(readings["aht"], precision)}


def _kpi_entries(
    readings: Mapping[str, Reading],
    previous: Mapping[str, Entry],
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
