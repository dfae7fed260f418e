"""Health, request ids and language: what every answer carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from contracts.domain.request_id import request_id
from kpi_portal.health import healthz, readyz
from kpi_portal.language import PortalLocaleMiddleware
from kpi_portal.request_id import RequestIdMiddleware


def answered(request: HttpRequest) -> tuple[HttpResponse, list[str]]:
    """The answer and the id that code saw meanwhile."""
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    return RequestIdMiddleware(view)(request), seen


def test_every_request_gets_an_id_of_its_own(rf: RequestFactory) -> None:
    first, seen = answered(rf.get("/"))
    second, _ = answered(rf.get("/"))
    assert first["X-Request-ID"] == seen[0]
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert request_id.get() == ""


def test_a_harmless_id_of_a_proxy_is_kept(rf: RequestFactory) -> None:
    response, _ = answered(rf.get("/", headers={"x-request-id": "trace-0123456789"}))
    assert response["X-Request-ID"] == "trace-0123456789"


@pytest.mark.parametrize("given", ["a\nb-------", "<script>alert()", "x" * 65, "short"])
def test_any_other_id_is_replaced(rf: RequestFactory, given: str) -> None:
    response, _ = answered(rf.get("/", headers={"x-request-id": given}))
    assert response["X-Request-ID"] != given


def test_the_process_lives(rf: RequestFactory) -> None:
    assert healthz(rf.get("/healthz")).status_code == 200


@pytest.mark.django_db
def test_ready_means_database_and_store(rf: RequestFactory) -> None:
    assert readyz(rf.get("/readyz")).status_code == 200


@pytest.mark.django_db
def test_a_store_that_cannot_be_written_is_not_ready(rf: RequestFactory, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.CONTACT_STORE = tmp_path / "file" / "store"
    assert readyz(rf.get("/readyz")).status_code == 503


@pytest.mark.parametrize(("path", "language"), [("/review/", "nb"), ("/api/v1/contracts/", "en")])
def test_pages_speak_the_readers_language_and_the_api_english(rf: RequestFactory, path: str, language: str) -> None:
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language() or "")
        return HttpResponse()

    with translation.override(None):
        PortalLocaleMiddleware(view)(rf.get(path, headers={"accept-language": "nb"}))
    assert seen == [language]


@pytest.mark.django_db
def test_the_docs_need_no_network(client: Client) -> None:
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"http://" not in page.content.replace(b"http://testserver", b"")
    assert b"https://" not in page.content
    policy = page["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
