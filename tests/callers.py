"""Callers of the REST API: people by their session, programs by their token."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from contracts.models import Contract, User
from tests.factories import make_token

PROBLEM_TYPE = "application/problem+json"


def person(user: User | None) -> Client:
    """Somebody with a browser; None is not logged in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def program(contract: Contract, *scopes: str) -> Client:
    """A program of the contract's buyer with a token (all reading scopes unless named)."""
    return with_token(make_token(contract, *scopes).secret)


def with_token(secret: str) -> Client:
    """A program that sends this as its token."""
    return Client(headers={"authorization": f"Token {secret}"})


def json_of(response: Any) -> Any:
    """The JSON of an answer."""
    return response.json()


def problem_of(response: HttpResponseBase, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer that must be one."""
    assert response.status_code == status, getattr(response, "content", b"")[:300]
    assert response["Content-Type"] == PROBLEM_TYPE
    body: dict[str, Any] = json_of(response)
    assert (body["code"], body["status"], body["type"]) == (code, status, f"urn:kpi-portal:problem:{code}")
    assert {"title", "detail", "params"} <= set(body)
    return body
