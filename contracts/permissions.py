"""Scopes of a program that came in by a token: asked before any contract is known, as for the list of contracts."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from contracts.domain import roles
from contracts.domain.errors import NotAllowed
from contracts.models.parties import ApiClient
from contracts.selectors import Actor


def scope_allows(actor: Actor | AnonymousUser, right: str) -> bool:
    """Does the actor's token carry a scope that gives this right? People have no scopes; their roles decide."""
    if not isinstance(actor, ApiClient):
        return True
    return actor.token is not None and roles.scope_allows(actor.token.scopes, right)


def require_scope(actor: Actor | AnonymousUser, right: str) -> None:
    """Raise NotAllowed when a token lacks the scope for this right."""
    if not scope_allows(actor, right):
        raise NotAllowed()
