"""The frame: links lead only to where the reader may go, and the page says who is looking."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, Template

from contracts.models import Contract, User
from tests.factories import make_user
from tests.world import World

pytestmark = pytest.mark.django_db
FRAME = Template("{% load shell %}{% navigation contract current %}{% signed_in %}")


def frame(user: User | AnonymousUser, contract: Contract | None = None, current: str = "") -> str:
    request = HttpRequest()
    request.user = user
    return FRAME.render(Context({"request": request, "contract": contract, "current": current, "csrf_token": "x"}))


def test_without_a_contract_only_the_overview_is_offered(world: World) -> None:
    seen = frame(world.buyer_manager)
    assert 'href="/"' in seen
    assert "/contracts/" not in seen


def test_the_page_that_is_shown_is_marked_and_no_other(world: World) -> None:
    seen = frame(world.buyer_manager, world.contract, "review")
    assert seen.count('aria-current="page"') == 1
    assert f'href="/contracts/{world.contract.key}/review/" aria-current="page"' in seen


def test_who_may_not_see_deliveries_is_not_led_there(world: World) -> None:
    signatory = make_user("signe", (world.nordlys, "buyer_signatory"))
    assert "/deliveries/" in frame(world.vendor_lead, world.contract)
    assert "/deliveries/" not in frame(signatory, world.contract)


def test_the_frame_names_organisation_and_role(world: World) -> None:
    seen = frame(world.vendor_lead)
    assert "Fjord Partner AS" in seen
    assert "vendor lead" in seen
    assert 'action="/logout/"' in seen


def test_the_operator_is_named_as_such(world: World) -> None:
    assert "operator of this installation" in frame(world.operator)


def test_a_stranger_is_shown_no_log_out() -> None:
    assert "/logout/" not in frame(AnonymousUser())
