"""The overview: the reader's contracts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from metrics.presentation.pages import overview_page


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """All contracts that the reader may see, each with its newest month."""
    return render(
        request, "metrics/overview.html", {"current": "overview", "page": overview_page(request.user, timezone.now())}
    )
