"""ALL counts: one entry feeds Totals, the roll-up SQL and the columns of the figure tables.

A count is additive: two slices can always be added. Its SQL speaks of one row of the roll-up's `unit` (a contact or a
leg, as the contract bills), in the subset that DuckDB, PostgreSQL, SQLite and Spark share.
The row has, beside the contact's own columns:
  is_counted    1 unless the outcome is test or internal
  is_handled    1 when counted and answered
  is_inbound    1 unless the direction is out
  handle_s      seconds by the contract's rule, null when no component is known
  billable      1 when handled and no reason speaks against it; not_billable names the first reason
  survey_n, survey_satisfied, survey_score_milli, survey_scale_max_milli   the one survey that counts (0 or null)
  survey_late   1 when a survey came after the cut-off, or was delivered after the month was final
  sale_known    1 when handled and the source says whether there was a sale
  sale_n, sale_units, sale_value_cents   accepted sales of the contact (cents null when no value is known)
  sale_active_n, sale_withdrawn_n, sale_cancelled_n   those of them that have become so (a cancelled one was active)
  sale_net_n    those that were neither withdrawn nor cancelled
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """One additive count: its name (also the column's), the units that it is of, and what of each of them is summed."""

    name: str
    condition: str
    value: str = "1"

    @property
    def sql(self) -> str:
        """The count over many units."""
        return f"CAST(SUM(CASE WHEN {self.condition} THEN {self.value} ELSE 0 END) AS BIGINT)"


_HANDLED = "is_handled = 1"
_TIMED = "is_handled = 1 AND handle_s IS NOT NULL"
_ANSWERED_IN = "is_handled = 1 AND is_inbound = 1"
_ABANDONED_IN = "is_counted = 1 AND is_inbound = 1 AND outcome = 'abandoned_queue'"
_SHORT = "wait_s IS NOT NULL AND wait_s < {short_abandon_s}"
_SOLD = "is_handled = 1 AND sale_known = 1 AND sale_n > 0"
_REASONS = ("outbound", "transfer", "bot", "repeat", "reopened", "short_misroute")

ALL: tuple[Count, ...] = (
    Count("contacts", "is_counted = 1"),
    Count("excluded", "is_counted = 0"),
    Count("legs", "is_counted = 1", "legs"),
    Count("handled", _HANDLED),
    Count("handled_timed", _TIMED),
    Count("handle_seconds", _TIMED, "handle_s"),
    Count("handle_seconds_squared", _TIMED, "handle_s * handle_s"),
    Count("talk_seconds", _HANDLED + " AND talk_s IS NOT NULL", "talk_s"),
    Count("hold_seconds", _HANDLED + " AND hold_s IS NOT NULL", "hold_s"),
    Count("wrap_seconds", _HANDLED + " AND wrap_s IS NOT NULL", "wrap_s"),
    Count("billable", "billable = 1"),
    *(Count(f"not_billable_{reason}", f"{_HANDLED} AND not_billable = '{reason}'") for reason in _REASONS),
    Count("offered_in", "is_counted = 1 AND is_inbound = 1 AND outcome <> 'unknown'"),
    Count("answered_in", _ANSWERED_IN),
    Count("answered_wait_known", _ANSWERED_IN + " AND wait_s IS NOT NULL"),
    Count("wait_seconds", _ANSWERED_IN + " AND wait_s IS NOT NULL", "wait_s"),
    Count("in_service_level", _ANSWERED_IN + " AND wait_s IS NOT NULL AND wait_s <= {service_level_s}"),
    Count("abandoned", f"{_ABANDONED_IN} AND NOT ({_SHORT})"),
    Count("short_abandoned", f"{_ABANDONED_IN} AND {_SHORT}"),
    Count(
        "abandoned_after",
        f"{_ABANDONED_IN} AND NOT ({_SHORT}) AND (wait_s IS NULL OR wait_s > {{service_level_s}})",
    ),
    Count("surveys", _HANDLED, "survey_n"),
    Count("surveys_late", _HANDLED, "survey_late"),
    Count("satisfied", _HANDLED + " AND survey_n = 1", "survey_satisfied"),
    Count("score_milli", _HANDLED + " AND survey_n = 1", "survey_score_milli"),
    Count("score_milli_squared", _HANDLED + " AND survey_n = 1", "survey_score_milli * survey_score_milli"),
    Count("scale_max_milli", _HANDLED + " AND survey_n = 1", "survey_scale_max_milli"),
    Count(
        "scale_max_milli_squared",
        _HANDLED + " AND survey_n = 1",
        "survey_scale_max_milli * survey_scale_max_milli",
    ),
    Count("surveyed_timed", _TIMED + " AND survey_n = 1"),
    Count("surveyed_handle_seconds", _TIMED + " AND survey_n = 1", "handle_s"),
    Count("surveyed_handle_seconds_squared", _TIMED + " AND survey_n = 1", "handle_s * handle_s"),
    Count("sale_known", _HANDLED + " AND sale_known = 1"),
    Count("sale_eligible", _HANDLED + " AND sale_known = 1 AND offered"),
    Count("contacts_with_sale", _SOLD),
    Count("eligible_with_sale", _SOLD + " AND offered"),
    Count("contacts_with_net_sale", _SOLD + " AND sale_net_n > 0"),
    Count("eligible_with_net_sale", _SOLD + " AND offered AND sale_net_n > 0"),
    Count("sales", _SOLD, "sale_n"),
    Count("sales_active", _SOLD, "sale_active_n"),
    Count("sales_withdrawn", _SOLD, "sale_withdrawn_n"),
    Count("sales_cancelled", _SOLD, "sale_cancelled_n"),
    Count("sale_units", _SOLD, "sale_units"),
    Count("sale_valued", _SOLD + " AND sale_value_cents IS NOT NULL"),
    Count("sale_value_cents", _SOLD + " AND sale_value_cents IS NOT NULL", "sale_value_cents"),
    Count("resolved_known", _HANDLED + " AND resolved IS NOT NULL"),
    Count("resolved", _HANDLED + " AND resolved"),
    Count("transferred", _HANDLED + " AND transferred"),
    Count("automated", "is_counted = 1 AND handled_by = 'bot'"),
)

NAMES: tuple[str, ...] = tuple(count.name for count in ALL)
BY_NAME: dict[str, Count] = {count.name: count for count in ALL}

# What a figure row is told apart by, in this order. Null (unknown) is kept as the empty text.
DIMENSIONS: tuple[str, ...] = (
    "channel", "direction", "queue", "topic", "brand", "language", "hours_class", "site", "handled_by",
)  # fmt: skip

# Days are told apart by less, by what pages and series slice by: the other dimensions would multiply their rows.
DAY_DIMENSIONS: tuple[str, ...] = ("channel", "queue", "topic", "brand")

# Raised when the meaning of a count changes: figure sets of another definition are rolled up again.
DEFINITION_VERSION = "2"
