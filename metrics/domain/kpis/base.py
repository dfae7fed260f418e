"""What a KPI is: a ratio of two counts, taken last, with the reason when it cannot be taken (MATH.md 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from metrics.domain.totals import Totals

Reading = Callable[[Totals, CountingRules], int]
Guard = Callable[[Totals, CountingRules], "str | None"]

UNITS: tuple[str, ...] = ("s", "share", "count", "score")
DIMENSIONS: tuple[str, ...] = ("satisfaction", "sales", "cost", "loyalty")
ROLES: tuple[str, ...] = ("balance", "guard", "information")

# Why a KPI has no value. The words are part of the scorecard document.
REASONS: dict[str, str] = {
    "no_contacts": N_("No contact was handled."),
    "no_inbound": N_("No inbound contact was answered or abandoned."),
    "no_handle_time": N_("No handled contact has a known handle time."),
    "no_surveys": N_("No survey was answered."),
    "mixed_scales": N_("The surveys use several scales, which cannot be averaged."),
    "sales_unknown": N_("The source does not say which contacts ended in a sale."),
    "sale_states_unknown": N_("The source does not say which sales were withdrawn or cancelled."),
    "no_eligible": N_("No handled contact was eligible for a sale."),
    "wait_missing": N_("The waiting time of an answered contact is unknown."),
}

# 34 digits: a ratio of two counts that equals a target's edge is met exactly, and no two ratios fall together.
_EXACT = Context(prec=34)
_THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI: numerator over denominator, both additive, read from the Totals of a slice.

    `why_null` names the reason (REASONS) when the ratio cannot be taken. A KPI of unit "count" has the denominator 1;
    one of unit "score" sums thousandths of a point.
    """

    key: str
    label: str
    unit: str
    dimension: str
    role: str
    definition: str
    source: str
    numerator: Reading
    denominator: Reading
    why_null: Guard
    unit_by: Callable[[CountingRules], str] | None = None  # when the contract's rules decide the unit

    def reason(self, totals: Totals, counting: CountingRules) -> str | None:
        """Why there is no value; None when there is one."""
        return self.why_null(totals, counting)

    def value(self, totals: Totals, counting: CountingRules) -> Decimal | None:
        """None means nothing was measured; zero means we measured zero. Unrounded."""
        if self.reason(totals, counting) is not None:
            return None
        below = self.denominator(totals, counting) * self.parts(counting)
        return _EXACT.divide(Decimal(self.numerator(totals, counting)), Decimal(below))

    def parts(self, counting: CountingRules) -> int:
        """How many parts of the numerator make one unit of the value: a score is summed in thousandths of a point."""
        return _THOUSANDTHS if self.unit_for(counting) == "score" else 1

    def n(self, totals: Totals, counting: CountingRules) -> int:
        """How many observations stand behind the value; 0 when there is none. A count stands for itself."""
        if self.reason(totals, counting) is not None:
            return 0
        return (self.numerator if self.unit == "count" else self.denominator)(totals, counting)

    def unit_for(self, counting: CountingRules) -> str:
        """The unit under a contract's rules: CSAT is a share, or a score on its scale."""
        return self.unit if self.unit_by is None else self.unit_by(counting)

    def share(self, totals: Totals, counting: CountingRules) -> tuple[int, int] | None:
        """Hits and tries of a share, for its interval; None for every other unit and without data."""
        if self.unit_for(counting) != "share" or self.reason(totals, counting) is not None:
            return None
        return self.numerator(totals, counting), self.denominator(totals, counting)


class DuplicateKpi(RuntimeError):
    """Two KPIs have one key: a programming error that stops the program at import."""


def register(kpis: tuple[Kpi, ...]) -> tuple[Kpi, ...]:
    """The list as given. Raises DuplicateKpi when a key is listed twice."""
    keys = [kpi.key for kpi in kpis]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise DuplicateKpi(f"listed twice: {', '.join(twice)}")
    return kpis
