"""The monthly review of a contract."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.domain.months import Month
from contracts.selectors import contract_visible_to
from metrics.presentation.local_day import today_at
from metrics.presentation.pages import month_page, month_to_open
from metrics.presentation.period import read_query


@require_safe
@login_required
def newest(request: HttpRequest, key: str) -> HttpResponse:
    """Go to the month that matters now; a contract without data shows its running month, empty."""
    contract = contract_visible_to(request.user, key)
    today = today_at(contract, timezone.now())
    month = month_to_open(contract, today) or Month.of(today)
    return redirect("metrics:review", contract.key, str(month))


@require_safe
@login_required
def review(request: HttpRequest, key: str, month: str) -> HttpResponse:
    """One month: score, KPIs, where it came from, what it cost and earned."""
    contract = contract_visible_to(request.user, key)
    query = read_query(request.GET.dict())
    page = month_page(request.user, contract, Month.parse(month), query, timezone.now())
    facts = {"contract": contract, "page": page, "review": page.review, "query": query.text()}
    return render(request, "metrics/review.html", {"current": "review", **facts})
