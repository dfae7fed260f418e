"""What the API says is its caller's alone: no proxy and no browser keeps it (ASVS 14.3.2).

A scorecard says otherwise: its caller may keep it and asks with its ETag whether it still holds (metrics/api).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoStoreMiddleware:
    """Every answer under /api/v1/ that says nothing else about being kept must not be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/api/v1/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
