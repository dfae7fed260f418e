"""Versions, pending differences, the list as CSV, and answers that need not be fetched again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.callers import json_of, person, problem_of, program
from tests.figures import calls, put_golden_months, put_month
from tests.openapi import assert_documented
from tests.world import World

ROOT = "/api/v1/contracts/nordlys-fjord/scorecards/"
OCTOBER = f"{ROOT}2026-10/"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 22 November 2026: October is past its cut-off, November runs."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with September and October 2026."""
    put_golden_months(contract)
    return contract


def mint(contract: Contract) -> None:
    scorecard_mint(contract=contract, month=Month(2026, 10), by="cut_off", actor=None, now=NOW)


def test_versions_are_as_documented_newest_first(golden: Contract) -> None:
    assert assert_documented(program(golden).get(f"{OCTOBER}versions/"), "list_scorecard_versions")["results"] == []
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    body = assert_documented(program(golden).get(f"{OCTOBER}versions/"), "list_scorecard_versions")
    assert [(line["version"], line["minted_by"]) for line in body["results"]] == [(2, "cut_off"), (1, "cut_off")]
    assert {"path": "kpis.contacts.value", "before": "1200", "after": "10"} in body["results"][0]["changes"]
    first = json_of(program(golden).get(f"{OCTOBER}versions/?page_size=1"))
    assert json_of(program(golden).get(first["next"]))["results"] == body["results"][1:]


def test_what_is_pending_is_as_documented(golden: Contract) -> None:
    nothing = assert_documented(program(golden).get(f"{OCTOBER}pending/"), "get_pending_difference")
    assert (nothing["version"], nothing["changes"]) == (None, [])
    mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    body = assert_documented(program(golden).get(f"{OCTOBER}pending/"), "get_pending_difference")
    assert (body["version"], body["state"]) == (1, "final")
    assert {"path": "kpis.contacts.value", "before": "1200", "after": "10"} in body["changes"]


@pytest.mark.parametrize("tail", ["versions/", "pending/"])
def test_outsiders_and_missing_months_get_404(golden: Contract, world: World, tail: str) -> None:
    mint(golden)
    problem_of(program(golden).get(f"{ROOT}2026-12/{tail}"), 404, "no_such_month")
    problem_of(program(golden).get(f"{ROOT}2026-13/{tail}"), 400, "month_invalid")
    for user in (world.outsider, world.rival, world.operator, world.nobody):
        problem_of(person(user).get(OCTOBER + tail), 404, "not_found")
    problem_of(program(golden, "read:deliveries").get(OCTOBER + tail), 403, "scope_missing")


def test_the_list_as_csv_has_every_line(golden: Contract) -> None:
    mint(golden)
    response = program(golden).get(f"{ROOT}?format=csv")
    text = b"".join(response).decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines[0] == "contract,month,version,state,score,zone,partial,minted_at,hash"
    assert lines[1].startswith("nordlys-fjord,2026-10,1,final,75.54,imbalance,False,2026-11-22T13:00:00+01:00,sha256:")
    assert lines[2].startswith("nordlys-fjord,2026-09,,draft,")
    assert response["Content-Disposition"] == 'attachment; filename="scorecards-nordlys-fjord.csv"'
    problem_of(program(golden).get(f"{ROOT}?format=xml"), 400, "invalid")


@pytest.mark.parametrize("tail", ["2026-10/", "latest/", "2026-10/?version=1", "2026-10/?version=draft"])
def test_what_the_caller_has_is_not_sent_again(golden: Contract, tail: str) -> None:
    scorecard_refresh(contract=golden, month=Month(2026, 10))
    mint(golden)
    client = program(golden)
    first = client.get(ROOT + tail)
    tag = first["ETag"]
    assert (tag[0], tag[-1], len(tag)) == ('"', '"', 66)
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= {word.strip() for word in first["Vary"].split(",")}
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(ROOT + tail, headers={"if-none-match": sent})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert again["Cache-Control"] == "private, no-cache"
        assert "Authorization" in again["Vary"]
    for sent in ('"other"', tag.strip('"'), ""):
        assert client.get(ROOT + tail, headers={"if-none-match": sent}).status_code == 200


def test_whatever_changes_the_document_changes_its_tag(golden: Contract) -> None:
    client = program(golden)
    tags = [client.get(OCTOBER)["ETag"]]
    put_month(golden, "2026-10", [calls(10)])
    tags.append(client.get(OCTOBER, headers={"if-none-match": tags[0]})["ETag"])
    mint(golden)
    tags.append(client.get(OCTOBER, headers={"if-none-match": tags[1]})["ETag"])
    put_month(golden, "2026-10", [calls(20)])
    assert client.get(OCTOBER, headers={"if-none-match": tags[2]}).status_code == 304
    mint(golden)
    tags.append(client.get(OCTOBER, headers={"if-none-match": tags[2]})["ETag"])
    assert len(set(tags)) == 4


def test_a_draft_that_has_to_be_drawn_is_not_sent_again_either(golden: Contract) -> None:
    client = program(golden)
    tag = client.get(OCTOBER)["ETag"]
    assert client.get(OCTOBER, headers={"if-none-match": tag}).status_code == 304


def test_the_document_is_not_read_when_the_caller_has_it(golden: Contract) -> None:
    mint(golden)
    client = program(golden)
    tag = client.get(OCTOBER)["ETag"]
    read = '"metrics_scorecardversion"."document", "metrics_scorecardversion"'
    for sent, is_read in (('"other"', True), (tag, False)):
        with CaptureQueriesContext(connection) as asked:
            client.get(OCTOBER, headers={"if-none-match": sent})
        assert any(read in query["sql"] for query in asked) is is_read


@pytest.mark.parametrize("sent", ["*", '"guessed"'])
def test_a_tag_tells_an_outsider_nothing(golden: Contract, world: World, sent: str) -> None:
    mint(golden)
    tag = person(world.vendor_lead).get(OCTOBER)["ETag"]
    for user in (world.outsider, world.rival, world.operator, world.nobody):
        for value in (sent, tag):
            foreign = person(user).get(OCTOBER, headers={"if-none-match": value})
            problem_of(foreign, 404, "not_found")
            assert "ETag" not in foreign
    missing = program(golden).get(f"{ROOT}2026-12/", headers={"if-none-match": "*"})
    problem_of(missing, 404, "no_such_month")


def test_what_is_not_a_scorecard_is_kept_by_nobody(golden: Contract) -> None:
    client = program(golden)
    for tail in ("", "2026-10/versions/", "2026-10/pending/"):
        assert client.get(ROOT + tail)["Cache-Control"] == "no-store"
