"""One error, two tongues."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from rest_framework.exceptions import NotAuthenticated, Throttled, ValidationError

from contracts.domain.errors import DomainError
from kpi_portal import errors


class LineTooLong(DomainError):
    code = "line_too_long"
    text = "Line %(line)s is too long."
    status: ClassVar[int] = 422


def test_a_broken_rule_is_a_problem_document() -> None:
    body = errors.problem_of(LineTooLong(line=7, limit=Decimal("1.50"), names=("a", None)))
    assert body["status"] == 422
    assert body["code"] == "line_too_long"
    assert body["type"] == "urn:kpi-portal:problem:line_too_long"
    assert body["detail"] == "Line 7 is too long."
    assert body["params"] == {"line": 7, "limit": "1.50", "names": ["a", None]}
    json.dumps(body)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (LineTooLong(line=1), 422, "line_too_long"),
        (Http404("secret detail"), 404, "not_found"),
        (PermissionDenied(), 403, "permission_denied"),
        (NotAuthenticated(), 401, "not_authenticated"),
        (Throttled(wait=3), 429, "throttled"),
        (ValidationError({"month": ["wrong"]}), 400, "invalid"),
        (OperationalError("database is locked"), 503, "busy"),
    ],
)
def test_known_errors_have_a_status_and_a_stable_code(error: Exception, status: int, code: str) -> None:
    response = errors.api_exception_handler(error, {})
    assert response is not None
    assert (response.status_code, response.data["code"]) == (status, code)
    assert "secret" not in json.dumps(response.data)


def test_an_unknown_error_is_left_to_the_log() -> None:
    assert errors.api_exception_handler(KeyError("bug"), {}) is None


def test_a_page_that_missed_a_broken_rule_answers_with_its_sentence(rf: RequestFactory) -> None:
    middleware = errors.DomainErrorMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(rf.get("/anywhere/"), LineTooLong(line=7))
    assert response is not None
    assert response.status_code == 422
    assert b"Line 7 is too long." in response.content


def test_a_fault_of_ours_is_not_dressed_up(rf: RequestFactory) -> None:
    middleware = errors.DomainErrorMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(rf.get("/anywhere/"), KeyError("bug")) is None


def test_under_api_every_answer_is_a_problem_document(rf: RequestFactory) -> None:
    for response in (
        errors.not_found(rf.get("/api/v1/nothing/"), Http404()),
        errors.server_error(rf.get("/api/v1/contracts/")),
        errors.csrf_failure(rf.post("/api/v1/contracts/")),
    ):
        assert response["Content-Type"] == "application/problem+json"
        assert json.loads(response.content)["status"] == response.status_code


def test_a_message_is_translated_and_filled(rf: RequestFactory) -> None:
    with translation.override("nb"):
        assert errors.message_of(LineTooLong(line=7)).startswith("Li")


def test_the_500_page_needs_no_session_and_no_database() -> None:
    response = errors.server_error(HttpRequest())
    assert response.status_code == 500
