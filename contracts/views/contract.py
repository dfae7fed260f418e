"""The contract page: what was agreed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.presentation.terms import contract_page
from contracts.selectors import contract_visible_to


@require_safe
@login_required
def contract(request: HttpRequest, key: str) -> HttpResponse:
    """Parties, what is fixed, and the terms of every version, the newest first."""
    found = contract_visible_to(request.user, key)
    today = timezone.now().astimezone(ZoneInfo(found.time_zone)).date()
    return render(
        request,
        "contracts/contract.html",
        {"current": "contract", "contract": found, "page": contract_page(found, today)},
    )
