"""The target status of a contract: where the running month stands."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.domain.months import Month
from contracts.domain.roles import READ_SCORECARDS
from contracts.selectors import contract_visible_to, require
from metrics.presentation.status import status_page
from metrics.selectors.status import month_to_watch, today_of


@require_safe
@login_required
def running(request: HttpRequest, key: str) -> HttpResponse:
    """Go to the running month, or to the newest open one with data while it has none."""
    contract = contract_visible_to(request.user, key)
    return redirect("metrics:status", contract.key, str(month_to_watch(contract, today_of(contract, timezone.now()))))


@require_safe
@login_required
def status(request: HttpRequest, key: str, month: str) -> HttpResponse:
    """One month: how it stands, what the rest must average, what is missing."""
    contract = contract_visible_to(request.user, key)
    require(request.user, READ_SCORECARDS, contract)
    page = status_page(actor=request.user, contract=contract, month=Month.parse(month), now=timezone.now())
    return render(request, "metrics/status.html", {"current": "status", "contract": contract, "page": page})
