"""The OpenAPI document is whole, kept in the repository, and shown without asking another host."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from tests.openapi import document

SNAPSHOT = Path(__file__).resolve().parents[2] / "data" / "openapi.yaml"
pytestmark = pytest.mark.django_db


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_made_without_a_warning_and_is_valid(tmp_path: Path) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "openapi.yaml"))


def test_a_change_of_the_document_is_seen_in_review() -> None:
    """After a wanted change: manage.py spectacular --file tests/data/openapi.yaml"""
    made = StringIO()
    call_command("spectacular", stdout=made)
    assert made.getvalue().strip() == SNAPSHOT.read_text(encoding="utf-8").strip()


def test_every_operation_has_a_name_a_description_and_its_problems() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names)) == 15
    for path, method, operation in operations():
        assert operation["description"], operation["operationId"]
        assert {"400", "401", "403", "406", "429", "503"} <= set(operation["responses"])
        assert ("404" in operation["responses"]) is ("{" in path)
        assert {"411", "413", "415"} <= set(operation["responses"]) or method == "get"


def test_every_operation_names_the_scope_that_a_token_needs() -> None:
    scopes = {operation["operationId"]: operation["security"][0]["token"] for _, _, operation in operations()}
    assert scopes["get_contract"] == ["read:contracts"]
    assert scopes["get_kpis"] == ["read:scorecards"]
    assert scopes["send_delivery"] == ["write:deliveries"]
    assert all(len(names) == 1 for names in scopes.values())


def test_every_reference_leads_somewhere() -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    for reference in set(references(document())):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in document()["components"][kind], reference


def test_the_document_and_its_page_need_nobody_else(client: Client) -> None:
    page = client.get("/api/docs/")
    script = client.get(re.findall(r'src="(/api/docs/[^"]+)"', page.content.decode())[0].replace("&amp;", "&"))
    for response in (page, script):
        assert response.status_code == 200
        assert re.findall(r"https?://(?!testserver)[^\s\"']+", response.content.decode()) == []
    assert "'unsafe-eval'" not in page["Content-Security-Policy"]
    assert "script-src 'self';" in page["Content-Security-Policy"] + ";"


def test_what_the_page_loads_is_there(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    loaded = [address for address in re.findall(r'(?:src|href)="([^"]+)"', page) if address.startswith("/static/")]
    assert len(loaded) >= 3
    for address in loaded:
        assert finders.find(address.removeprefix("/static/")), address


def test_the_document_is_given_to_everyone(client: Client) -> None:
    response = client.get("/api/schema/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/vnd.oai.openapi")
