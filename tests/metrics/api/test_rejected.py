"""What was not taken, and why: as pages, as lines, as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from contracts.models import Contract
from metrics.models import Delivery
from tests.callers import json_of, person, problem_of, program
from tests.openapi import assert_documented
from tests.sent_files import make_delivery
from tests.world import World

pytestmark = pytest.mark.django_db
HOSTILE = ['=HYPERLINK("http://evil")', "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "  =1", "plain", "ø;å,\"'"]


def rejected(line: int, value: str = "abc", column: str = "Ventetid (s)") -> dict[str, Any]:
    return {"line": line, "column": column, "code": "number_invalid", "params": {}, "values": {column: value}}


@pytest.fixture
def delivery(contract: Contract) -> Delivery:
    """A delivery of which nine rows were rejected."""
    rows = [rejected(number + 2, value) for number, value in enumerate(HOSTILE)]
    return make_delivery(contract, rejected=rows, state="applied")


def address(delivery: Delivery) -> str:
    return f"/api/v1/contracts/nordlys-fjord/deliveries/{delivery.public_id}/rejected/"


def test_rows_come_in_pages_with_line_column_reason_and_values(contract: Contract, delivery: Delivery) -> None:
    client, following, rows = program(contract), f"{address(delivery)}?page_size=4", []
    while following:
        body = assert_documented(client.get(following), "list_rejected_rows")
        assert len(body["results"]) <= 4
        rows += body["results"]
        following = body["next"]
    assert [row["line"] for row in rows] == list(range(2, 11))
    assert set(rows[0]) == {"line", "column", "code", "message", "values"}
    assert rows[0]["message"]


def test_all_rows_come_as_lines(contract: Contract, delivery: Delivery) -> None:
    client = program(contract)
    by_parameter = client.get(f"{address(delivery)}?format=jsonl")
    by_head = client.get(address(delivery), headers={"accept": "application/x-ndjson"})
    lines = [json.loads(line) for line in by_parameter.getvalue().decode().splitlines()]
    assert lines == json_of(client.get(address(delivery)))["results"]
    assert by_head.getvalue() == "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    assert by_parameter["Content-Disposition"] == f'attachment; filename="rejected-{delivery.public_id}.jsonl"'


def test_a_spreadsheet_runs_no_formula_of_a_file(contract: Contract) -> None:
    delivery = make_delivery(contract, rejected=[rejected(2, "x", column=value) for value in HOSTILE], state="applied")
    client = program(contract)
    response = client.get(f"{address(delivery)}?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = response.getvalue()
    text = content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert table[0] == ["line", "column", "code", "message", "values"]
    assert [row[0] for row in table[1:]] == ["2"] * len(HOSTILE)
    for row, value in zip(table[1:], HOSTILE, strict=True):
        assert row[1] == (value if value in {"plain", "ø;å,\"'"} else f"'{value}")
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert client.get(address(delivery), headers={"accept": "text/csv"}).getvalue() == content


def test_a_refused_file_gives_its_reason_the_same_way(contract: Contract) -> None:
    params = {"lines": [7, 9]}
    delivery = make_delivery(contract, state="refused", refusal_code="date_order", refusal_params=params)
    body = assert_documented(program(contract).get(address(delivery)), "list_rejected_rows")
    assert [(row["line"], row["column"], row["code"]) for row in body["results"]] == [
        (7, None, "date_order"),
        (9, None, "date_order"),
    ]


def test_a_delivery_without_rejected_rows_has_an_empty_page(contract: Contract) -> None:
    for state in ("received", "reading", "applied"):
        body = json_of(program(contract).get(address(make_delivery(contract, state=state))))
        assert body == {"next": None, "results": []}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("format=xlsx", "invalid"),
        ("format=", "invalid"),
        ("limit=5", "unknown_parameter"),
    ],
)
def test_what_it_does_not_know_it_refuses(contract: Contract, delivery: Delivery, query: str, code: str) -> None:
    for head in ({}, {"accept": "text/csv"}):
        problem_of(program(contract).get(f"{address(delivery)}?{query}", headers=head), 400, code)


def test_a_made_up_cursor_is_refused(contract: Contract, delivery: Delivery) -> None:
    for cursor in ("bm90LWEtbnVtYmVy", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"):
        problem_of(program(contract).get(f"{address(delivery)}?cursor={cursor}"), 400, "cursor_invalid")


def test_only_who_may_see_deliveries_sees_rows(contract: Contract, delivery: Delivery, world: World) -> None:
    for form in ("", "?format=csv", "?format=jsonl"):
        problem_of(person(world.auditor).get(address(delivery) + form), 403, "not_allowed")
        problem_of(person(world.outsider).get(address(delivery) + form), 404, "not_found")
        problem_of(program(contract, "write:deliveries").get(address(delivery) + form), 403, "scope_missing")
