"""The narrower figure tables of a month: what their rows are told apart by and which counts they carry (DESIGN.md 4).

Counts of hours, bins and agents are counts of metrics.domain.counts under the same names, so a sum over any table is
the month's own count.
"""

from __future__ import annotations

HOUR_KEYS: tuple[str, ...] = ("hour_start", "local_hour", "channel", "queue")
HOUR_COUNTS: tuple[str, ...] = (
    "contacts", "handled", "handled_timed", "handle_seconds", "offered_in", "answered_in", "in_service_level",
    "abandoned", "wait_seconds",
)  # fmt: skip

BIN_KEYS: tuple[str, ...] = ("channel", "topic", "bin")
BIN_COUNTS: tuple[str, ...] = (
    "handled_timed", "handle_seconds", "surveys", "satisfied", "score_milli", "sale_known", "sale_eligible",
    "contacts_with_sale",
)  # fmt: skip
BINS_PER_DOUBLING = 8

AGENT_KEYS: tuple[str, ...] = ("channel", "queue", "brand", "site", "team", "agent")
AGENT_COUNTS: tuple[str, ...] = (
    "handled", "handled_timed", "handle_seconds", "handle_seconds_squared", "surveys", "satisfied",
    "contacts_with_sale",
)  # fmt: skip

SALE_KEYS: tuple[str, ...] = ("product", "kind", "state")
SALE_COUNTS: tuple[str, ...] = ("sales", "units", "valued", "value_cents")
SALE_STATES: tuple[str, ...] = ("accepted", "active", "withdrawn", "cancelled")
