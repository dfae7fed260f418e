"""Somebody who looks at pages, and a program that asks the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.clock import Clock
from benchmarks.installation import start_django
from benchmarks.measure import Task
from benchmarks.notes import LONG, PAGES_LAST

if TYPE_CHECKING:
    from contracts.models import User

_BUYER = "999000111"


def manager() -> User:
    """A manager of the buyer."""
    from contracts.models import Membership, Organisation, User

    user, _ = User.objects.get_or_create(username="manager", defaults={"name": "Manager"})
    Membership.objects.get_or_create(
        user=user, organisation=Organisation.objects.get(organisation_number=_BUYER), role="buyer_manager"
    )
    return user


def people(task: Task, _: Clock) -> dict[str, Any]:
    """A session that is logged in, and a token for each contract."""
    start_django()
    from django.conf import settings
    from django.test import Client

    from contracts.models import Contract
    from contracts.services.token_create import token_create

    client = Client()
    client.force_login(manager())
    contracts = Contract.objects.select_related("buyer")
    made = {
        one.key: token_create(
            contract=one, name="benchmark", scopes=("read:scorecards",), organisation=one.buyer
        ).secret
        for one in contracts
    }
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "tokens": made, "more": _more_pages()}


def _more_pages() -> dict[str, str]:
    """Pages that are measured for information, where the product has them."""
    from django.urls import NoReverseMatch, reverse

    found: dict[str, str] = {}
    for name in ("status",):
        try:
            found[name] = reverse(f"metrics:{name}", args=[LONG, PAGES_LAST])
        except NoReverseMatch:
            continue
    return found
