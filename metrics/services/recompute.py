"""Roll months up again from their parts and draw their scorecards anew."""

from __future__ import annotations

from collections.abc import Collection

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.models import ContractMonth
from metrics.services.figures_due import are_to_be_counted
from metrics.services.month_recount import months_recount
from metrics.services.scorecards import scorecard_refresh


def recompute(*, contract: Contract, months: Collection[Month] | None = None) -> tuple[Month, ...]:
    """Count these months anew (all by default) and draw their scorecards; gives the months that have contacts."""
    done = months_recount(contract=contract, months=months)
    for month in sorted({*done, *(month.next for month in done)}):
        scorecard_refresh(contract=contract, month=month)
    return done


def recompute_due(*, contract: Contract) -> tuple[Month, ...]:
    """Count the months whose figures were put off, unless more deliveries wait that will."""
    if not are_to_be_counted(contract):
        return ()
    due = ContractMonth.objects.within(contract).exclude(figures_due_since=None).values_list("month", flat=True)
    return recompute(contract=contract, months=[Month.parse(month) for month in due])
