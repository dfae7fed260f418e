"""A token does what its scopes name and nothing else; people are judged by their roles in contracts.selectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ImproperlyConfigured
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from contracts.domain.errors import N_, DomainError, NotAllowed
from contracts.domain.roles import SCOPE_RIGHTS, scope_allows

if TYPE_CHECKING:
    # DRF reads its default permissions while it loads its views.
    from rest_framework.views import APIView


class ScopeMissing(DomainError):
    """The token is good, but not for this."""

    code = "scope_missing"
    text = N_("This token lacks the scope “%(scope)s”.")
    status: ClassVar[int] = 403


class TokenScope(BasePermission):
    """Every view names the right that each method needs in `rights`; a view that forgot to is closed to tokens.

    Asked before any contract is looked up, so that a missing scope says the same about foreign and missing ones.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True for people, and for tokens with a scope that gives the right. Raises ScopeMissing, NotAllowed."""
        if (token := getattr(request.user, "token", None)) is None:
            return True
        right = rights_of(view).get("GET" if request.method == "HEAD" else str(request.method))
        if right is None:
            return _is_for_nobody(request, view)
        if not scope_allows(token.scopes, right):
            raise ScopeMissing(scope=scope_for(right))
        return True


def _is_for_nobody(request: Request, view: APIView) -> bool:
    """True for a method that the view does not take from anyone, so that it is answered 405; else NotAllowed."""
    if request.method in set(view.allowed_methods) - {"OPTIONS"}:  # OPTIONS: no view takes it (settings/rest.py)
        raise NotAllowed()
    return True


def rights_of(view: APIView) -> dict[str, str]:
    """Method and right, as the view declares them."""
    rights: dict[str, str] | None = getattr(view, "rights", None)
    if rights is None:
        raise ImproperlyConfigured(f"{type(view).__name__} names no rights")
    return rights


def scope_for(right: str) -> str:
    """The scope that gives a right to tokens."""
    return next(scope for scope, given in SCOPE_RIGHTS.items() if given == right)
