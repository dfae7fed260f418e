"""Everybody who may knock: each role of a party, people outside it, and programs by their scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.test import Client

from contracts.domain import roles
from contracts.models import User
from tests.callers import with_token
from tests.factories import make_token, make_user, yesterday
from tests.world import World

OUTSIDE = ("anonymous", "nobody", "outsider", "rival", "operator")
PARTY_ROLES = (*roles.BUYER_ROLES, *roles.VENDOR_ROLES, *roles.BOTH_SIDES_ROLES)
# A program of the contract's buyer with one scope each; `token:other` has all scopes on the buyer's other contract.
TOKENS = (*(f"token:{scope}" for scope in roles.SCOPES), "token:other", "token:expired")
ALL = (*OUTSIDE, *PARTY_ROLES, *TOKENS)


@dataclass(frozen=True, slots=True)
class Actors:
    """A client for each actor by name; kept, because logging in takes longer than most answers."""

    clients: Mapping[str, Callable[[], Client]]
    kept: dict[str, Client] = field(default_factory=dict)

    def client(self, name: str, *, fresh: bool = False) -> Client:
        """Who knocks; fresh where an answer ends the session."""
        if fresh:
            return self.clients[name]()
        return self.kept.setdefault(name, self.kept.get(name) or self.clients[name]())


def make_actors(world: World) -> Actors:
    """All of ALL, in the world's contract between nordlys and fjord."""
    people: dict[str, User | None] = {
        "anonymous": None,
        "nobody": world.nobody,
        "outsider": world.outsider,
        "rival": world.rival,
        "operator": world.operator,
    }
    for role in PARTY_ROLES:
        organisation = world.fjord if role in roles.VENDOR_ROLES else world.nordlys
        people[role] = make_user(f"role-{role}", (organisation, role))
    clients: dict[str, Callable[[], Client]] = {name: _person(user) for name, user in people.items()}
    return Actors(MappingProxyType(clients | {name: _program(secret) for name, secret in _secrets(world).items()}))


def _secrets(world: World) -> dict[str, str]:
    single = {f"token:{scope}": make_token(world.contract, scope).secret for scope in roles.SCOPES}
    other = make_token(world.rival_contract, *roles.SCOPES).secret
    expired = make_token(world.contract, *roles.SCOPES, expires=yesterday()).secret
    return {**single, "token:other": other, "token:expired": expired}


def _person(user: User | None) -> Callable[[], Client]:
    def knock() -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return knock


def _program(secret: str) -> Callable[[], Client]:
    return lambda: with_token(secret)
