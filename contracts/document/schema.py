"""Format 1 of the contract document: what it may hold, and the frozen shapes that it is read into.

The keys are listed here and nowhere else; docs/contracts_yaml.md explains them. Keys of the contract book that the
portal does not act on yet are named too, so that they are refused by name and never passed over in silence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal

from contracts.domain.counting import CountingRules
from contracts.domain.targets import Target
from contracts.domain.terms import CommissionRow, PriceRow, ScoreRules

Place = tuple[int, int]  # line and column
FORMAT = 1
KEY = re.compile(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?")
ORGANISATION_NUMBER = re.compile(r"[0-9A-Z]([0-9A-Z .-]{0,18}[0-9A-Z])?")
VENDOR_KINDS: tuple[str, ...] = ("partner", "in_house")
BILLING_UNITS: tuple[str, ...] = ("contact", "leg")
MONTH_BY: tuple[str, ...] = ("started", "ended")
DEFAULT_CURRENCY = "NOK"
DEFAULT_TIME_ZONE = "Europe/Oslo"
# Price and commission models of the contract book that are still to come.
LATER_PRICE_MODELS: tuple[str, ...] = ("graduated", "volume", "package", "hourly", "monthly", "item")
LATER_COMMISSION_MODELS: tuple[str, ...] = ("percentage",)

HIGHEST_PRICE = Decimal(1_000_000_000)
HIGHEST_BOUND = Decimal(1_000_000_000)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one mapping: those that are read, and those that are planned."""

    known: tuple[str, ...]
    later: tuple[str, ...] = ()


DOCUMENT = Keys(("format", "contract", "versions"), ("readiness", "attachments"))
CONTRACT = Keys(
    ("key", "title", "buyer", "vendor", "brands", "currency", "time_zone", "billing_unit", "month_by", "start", "end"),
    ("notice", "purpose", "restatement"),
)
BUYER = Keys(("name", "organisation_number"))
VENDOR = Keys(("name", "organisation_number", "kind"))
BRAND = Keys(("key", "name", "from", "merged_into"))
VERSION = Keys(
    ("valid_from", "counting", "prices", "commission", "targets", "score"),
    (
        "minimum", "volume_dead_band", "consequences", "relief", "reference_values", "responsibilities", "escalation",
        "systems", "clauses", "attachments", "exit", "readiness",
    ),
)  # fmt: skip
COUNTING = Keys(
    (
        "short_abandon_s", "misroute_s", "service_level_s", "service_level_formula", "handle_time", "csat",
        "hit_rate_denominator", "survey_cut_off_days", "sale_maturity_days", "month_cut_off_days", "repeat_days",
        "not_billable", "judged_on",
    ),
    ("repeat_billable", "reopened_days", "reopened_billable", "settle_hours"),
)  # fmt: skip
CSAT = Keys(("kind", "satisfied_from"))
PRICE = Keys(
    ("channel", "model", "unit_price"),
    (
        "tiers", "period", "index", "brand", "queue", "language", "hours_class", "handled_by", "item", "amount",
        "package",
    ),
)  # fmt: skip
COMMISSION = Keys(("product", "model", "amount"), ("kind", "clawback", "rate", "minimum", "maximum"))
TARGET = Keys(
    ("kpi", "weight", "lower", "band_low", "band_high", "upper"),
    ("scope", "owner", "objective", "glide", "role", "phase", "direction"),
)
SCORE = Keys(("floor", "zones"))
ZONES = Keys(("in_balance", "watch", "imbalance"))

# Whole numbers of the counting rules and the highest that makes sense: a day of seconds, a year of days.
COUNTING_LIMITS: dict[str, int] = {
    "short_abandon_s": 86_400,
    "misroute_s": 86_400,
    "service_level_s": 86_400,
    "survey_cut_off_days": 366,
    "sale_maturity_days": 366,
    "month_cut_off_days": 60,
    "repeat_days": 60,
}


@dataclass(frozen=True, slots=True)
class PartyDocument:
    """A buyer or a vendor as a document names it."""

    name: str
    organisation_number: str
    kind: str


@dataclass(frozen=True, slots=True)
class BrandDocument:
    """A brand from a day on; `merged_into` is the brand that took it over."""

    key: str
    name: str
    valid_from: date
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class VersionDocument:
    """Everything agreed from a day on."""

    valid_from: date
    counting: CountingRules = field(default_factory=CountingRules)
    prices: tuple[PriceRow, ...] = ()
    commission: tuple[CommissionRow, ...] = ()
    targets: tuple[Target, ...] = ()
    score: ScoreRules = field(default_factory=ScoreRules)
    place: Place = field(default=(1, 1), compare=False)

    def hash(self) -> str:
        """The content's fingerprint: the same for "0.3" and "0.30", and for a default left out or written."""
        return hashlib.sha256(repr(_even(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ContractDocument:
    """One contract with its versions, in the order in which they begin."""

    key: str
    title: str
    buyer: PartyDocument
    vendor: PartyDocument
    start: date
    end: date | None = None
    currency: str = DEFAULT_CURRENCY
    time_zone: str = DEFAULT_TIME_ZONE
    billing_unit: str = BILLING_UNITS[0]
    month_by: str = MONTH_BY[0]
    brands: tuple[BrandDocument, ...] = ()
    versions: tuple[VersionDocument, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


def _even(value: object) -> object:
    """Frozen shapes as nested tuples in which equal numbers look alike; where something stands is no content."""
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, tuple):
        return tuple(_even(item) for item in value)
    if is_dataclass(value):
        return tuple((part.name, _even(getattr(value, part.name))) for part in fields(value) if part.compare)
    return str(value)
