"""A token does what its scopes name and nothing else; people are judged by their roles in the selectors."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ImproperlyConfigured
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from contracts.domain.errors import N_, DomainError


class ScopeMissing(DomainError):
    """The token is good, but not for this."""

    code = "scope_missing"
    text = N_("This token lacks the scope “%(scope)s”.")
    status: ClassVar[int] = 403


class TokenScope(BasePermission):
    """Every view names the scope of each method in `scopes`; a view that forgot to is closed to tokens."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True for people, and for tokens that carry the scope."""
        if (token := getattr(request.user, "token", None)) is None:
            return True
        scopes: dict[str, str] | None = getattr(view, "scopes", None)
        if scopes is None:
            raise ImproperlyConfigured(f"{type(view).__name__} names no scopes")
        method = "GET" if request.method == "HEAD" else str(request.method)
        scope = scopes.get(method)
        if scope is not None and scope not in token.scopes:
            raise ScopeMissing(scope=scope)
        return True
