"""Pages speak the reader's language; the API is neutral and always speaks English."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class PortalLocaleMiddleware(LocaleMiddleware):
    """Django's choice of language (cookie, then browser), except under /api/."""

    def process_request(self, request: HttpRequest) -> None:
        """Programs compare texts, so they must not depend on a header."""
        if not request.path_info.startswith("/api/"):
            return super().process_request(request)
        translation.activate("en")
        request.LANGUAGE_CODE = "en"
        return None
