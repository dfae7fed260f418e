"""A token does what its scopes name; what a view names no right for is closed to it."""

from __future__ import annotations

import pytest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from contracts.api.urls import urlpatterns as contract_urls
from contracts.domain.roles import READ
from metrics.api.urls import urlpatterns as metric_urls
from tests.factories import make_token
from tests.world import World


class HalfDeclared(APIView):
    """A view whose author forgot the rights of all methods but one."""

    rights = {"POST": READ}

    def get(self, request: Request) -> Response:
        return Response({"open": True})

    def post(self, request: Request) -> Response:
        return Response({"open": True})

    def delete(self, request: Request) -> Response:
        return Response({"open": True})


def answer(world: World, method: str) -> tuple[int, str]:
    """What a token with all reading scopes gets from the view: status and code."""
    header = f"Token {make_token(world.contract).secret}"
    request = APIRequestFactory().generic(method, "/", headers={"authorization": header})
    answered = HalfDeclared.as_view()(request)
    assert isinstance(answered, Response)
    return answered.status_code, answered.data.get("code", "")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
def test_a_method_without_a_right_is_closed_to_tokens(world: World, method: str) -> None:
    assert answer(world, method) == (403, "not_allowed")


@pytest.mark.django_db
def test_a_method_with_its_right_is_open_to_tokens(world: World) -> None:
    assert answer(world, "POST") == (200, "")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_nobody_may_use_is_no_question_of_rights(world: World, method: str) -> None:
    assert answer(world, method) == (405, "method_not_allowed")


def views() -> list[type[APIView]]:
    """The views of the API."""
    return [pattern.callback.cls for pattern in (*contract_urls, *metric_urls)]  # type: ignore[attr-defined]  # by as_view


@pytest.mark.parametrize("view", views(), ids=lambda view: view.__name__)
def test_every_method_of_the_api_names_its_right(view: type[APIView]) -> None:
    own = {name.upper() for name in view.http_method_names if hasattr(view, name)}
    assert set(view.rights) == own - {"OPTIONS", "HEAD"}  # type: ignore[attr-defined]  # ours, see TokenScope
    assert view.options is APIView.options
    assert view.metadata_class is None
