"""Counting rules: what a contract version says about which contacts count, and how (DESIGN.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

HANDLE_COMPONENTS: tuple[str, ...] = ("talk_s", "hold_s", "wrap_s", "other_s", "handle_s_reported")
SERVICE_LEVEL_FORMULAS: tuple[str, ...] = (
    "answered_within_over_answered_and_abandoned_after",
    "answered_within_over_offered",
    "answered_within_over_answered",
)
# The order in which a reason is given when several apply to one contact.
NOT_BILLABLE_REASONS: tuple[str, ...] = (
    "test", "internal", "bot", "outbound", "transfer", "repeat", "reopened", "short_misroute",
)  # fmt: skip
CSAT_KINDS: tuple[str, ...] = ("top_box", "mean")
HIT_RATE_DENOMINATORS: tuple[str, ...] = ("handled", "eligible")
JUDGED_ON: tuple[str, ...] = ("raw", "relieved", "relieved_standardised")


@dataclass(frozen=True, slots=True)
class CountingRules:
    """What is counted and billed. Durations in seconds, shares as fractions, waits in days."""

    short_abandon_s: int = 5
    misroute_s: int = 10
    service_level_s: int = 30
    service_level_formula: str = "answered_within_over_answered_and_abandoned_after"
    handle_time: tuple[str, ...] = ("talk_s", "hold_s", "wrap_s")
    csat_kind: str = "top_box"
    csat_satisfied_from: Decimal = Decimal("0.75")
    hit_rate_denominator: str = "handled"
    survey_cut_off_days: int = 7
    sale_maturity_days: int = 21
    month_cut_off_days: int = 10
    repeat_days: int = 7
    not_billable: tuple[str, ...] = ("outbound", "internal", "test", "short_misroute")
    judged_on: str = "raw"
