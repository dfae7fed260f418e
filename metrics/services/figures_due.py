"""Figures that are due: while more deliveries of a contract wait, only parts are swapped, and months are counted once.

A month so treated keeps its older figures, which name their own parts, so pages show a state that once was. It is
brought up to date by the last delivery, at the end of any attempt, or by the sweep; at the latest after a bound.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from contracts.domain.months import Month
from contracts.selectors import Contract, terms_for
from metrics.models import ContractMonth, Delivery, DeliveryState
from metrics.selectors.months import Manifest


def due_months(manifest: Manifest) -> set[str]:
    """Months whose parts are newer than their figures."""
    return {month for month, state in manifest.months.items() if state.figures_due_since is not None}


def are_put_off(delivery: Delivery, before: Manifest) -> bool:
    """May the figures wait? Others of the contract wait to be read, and none of its months has been due for long."""
    since = [state.figures_due_since for state in before.months.values() if state.figures_due_since is not None]
    if since and _is_long_ago(min(since)):
        return False
    return _waiting(delivery.contract).exclude(pk=delivery.pk).exists()


def are_to_be_counted(contract: Contract) -> bool:
    """Is any month due, and does nobody wait who would count it anyway, or has it been due for too long?"""
    rows = ContractMonth.objects.within(contract).exclude(figures_due_since=None).order_by("figures_due_since")
    since = rows.values_list("figures_due_since", flat=True).first()
    return since is not None and (_is_long_ago(since) or not _waiting(contract).exists())


def check_terms(contract: Contract, months: Collection[str], before: Manifest) -> None:
    """Months that are new must have terms, whenever they are counted. Raises NoTerms."""
    for month in sorted(months):
        if month not in before.months:
            terms_for(contract, Month.parse(month))


def _waiting(contract: Contract) -> QuerySet[Delivery]:
    return Delivery.objects.within(contract).filter(state=DeliveryState.RECEIVED)


def _is_long_ago(since: datetime) -> bool:
    return since < timezone.now() - timedelta(seconds=settings.FIGURES_PUT_OFF_S)
