"""A program's whole way: send a file through the real ingest, see what became of it, read the scorecard."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from contracts.models import Contract
from contracts.selectors import contract_by_key
from contracts.services.contract_load import contract_load
from metrics.models import Delivery
from metrics.services.delivery_process import delivery_process
from tests.callers import json_of, program
from tests.openapi import assert_documented
from tests.sent_files import EXAMPLES, load_example_profile

ROOT = "/api/v1/contracts/pwc-nordic/"
SCOPES = ("read:contracts", "read:scorecards", "read:deliveries", "write:deliveries")
HEADER = (
    "Henvendelses-ID;Kundebehandler;Dato og klokkeslett;Kø;Besvart;Løst;Ventetid (s);Samtaletid (min);"
    "Kundetilfredshet (1-5)"
)
ROWS = (
    "ID0001;Diane;04.01.2021 09:12:58;Betaling;Ja;Ja;109;2,0000;5,0",
    "ID0002;Becky;04.01.2021 09:13:58;Teknisk støtte;Ja;Nei;70;4,0000;3,0",
    "ID0003;Stewart;31.01.2021 23:30:00;Strømming;Ja;Ja;10;3,0000;4,0",
    "ID0004;Greg;01.02.2021 00:10:00;Betaling;Nei;Nei;;;",
)
BROKEN = (
    "ID0005;Greg;31.02.2021 09:00:00;Betaling;Ja;Ja;10;3,0000;4,0",
    "ID0006;Greg;05.01.2021 09:00:00;Betaling;Kanskje;Ja;10;3,0000;4,0",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(db: None) -> Contract:
    """The reference contract with the Nordic profile."""
    contract_load(text=(EXAMPLES / "contract_reference.yaml").read_text(encoding="utf-8"))
    contract = contract_by_key("pwc-nordic")
    load_example_profile(contract)
    return contract


def file_of(*rows: str) -> SimpleUploadedFile:
    text = "".join(f"{line}\r\n" for line in (HEADER, *rows))
    return SimpleUploadedFile("calls.csv", text.encode("iso-8859-1"))


def send(contract: Contract, upload: Any) -> dict[str, Any]:
    """Send a file, let the worker have its turn, and ask what became of it."""
    client = program(contract, *SCOPES)
    response = client.post(f"{ROOT}deliveries/", {"file": upload, "profile": "pwc-nordic"})
    assert response.status_code == 202, response.content
    delivery = Delivery.objects.within(contract).get(public_id=json_of(response)["delivery"])
    delivery_process(delivery_id=delivery.pk)
    body: dict[str, Any] = assert_documented(client.get(response["Location"]), "get_delivery")
    return body


def printed(*words: str) -> Any:
    """What a command prints as JSON."""
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_file_becomes_a_scorecard(contract: Contract) -> None:
    delivery = send(contract, file_of(*ROWS))
    assert (delivery["state"], delivery["months"]) == ("applied", ["2021-01", "2021-02"])
    assert (delivery["rows"]["lines"], delivery["rows"]["header"], delivery["rows"]["accepted"]) == (5, 1, 4)
    client = program(contract, *SCOPES)
    january = assert_documented(client.get(f"{ROOT}scorecards/2021-01/"), "get_scorecard")
    assert (january["kpis"]["contacts"]["value"], january["kpis"]["aht"]["value"]) == ("3", "180")
    assert january["inputs"]["deliveries"] == [delivery["delivery"]]
    assert january == printed("scorecard", "pwc-nordic", "2021-01")
    assert json_of(client.get(f"{ROOT}scorecards/latest/"))["month"] == "2021-02"
    months = assert_documented(client.get(f"{ROOT}kpis/?from=2021-01&to=2021-02&by=month"), "get_kpis")
    assert months == printed("kpis", "pwc-nordic", "--from=2021-01", "--to=2021-02", "--by=month")
    assert [entry["by"]["month"] for entry in months["slices"]] == ["2021-01", "2021-02"]


def test_a_row_that_was_not_taken_is_named_as_by_the_command(contract: Contract) -> None:
    """Most rows are good, so the file is taken."""
    good = [ROWS[0].replace("ID0001", f"ID1{number:03}") for number in range(20)]
    delivery = send(contract, file_of(*good, *BROKEN))
    assert delivery["state"] == "applied", delivery
    assert delivery["rows"]["rejected"] == 2 == sum(delivery["reasons"].values())
    address = f"{ROOT}deliveries/{delivery['delivery']}/rejected/"
    rows = assert_documented(program(contract, *SCOPES).get(address), "list_rejected_rows")["results"]
    assert [row["line"] for row in rows] == [22, 23]
    assert [row["column"] for row in rows] == ["Dato og klokkeslett", "Besvart"]
    out = StringIO()
    call_command("rejected", delivery["delivery"], "--json", stdout=out)
    assert rows == [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_wrong_file_is_refused_with_a_reason_and_changes_nothing(contract: Contract) -> None:
    delivery = send(contract, SimpleUploadedFile("calls.csv", b"%PDF-1.7 not a table at all"))
    assert delivery["state"] == "refused"
    assert delivery["refusal"]["code"]
    assert delivery["refusal"]["message"]
    client = program(contract, *SCOPES)
    [row] = json_of(client.get(f"{ROOT}deliveries/{delivery['delivery']}/rejected/"))["results"][:1]
    assert (row["code"], row["message"]) == (delivery["refusal"]["code"], delivery["refusal"]["message"])
    assert json_of(client.get(f"{ROOT}scorecards/2021-01/"))["code"] == "no_such_month"


@pytest.mark.real_data
def test_the_real_file_gives_the_reference_figures(contract: Contract, real_data: Path) -> None:
    content = (real_data / "pwc_call_center_nordic.csv").read_bytes()
    delivery = send(contract, SimpleUploadedFile("pwc_call_center_nordic.csv", content))
    assert (delivery["state"], delivery["rows"]["accepted"], delivery["rows"]["rejected"]) == ("applied", 5000, 0)
    client = program(contract, *SCOPES)
    quarter = json_of(client.get(f"{ROOT}kpis/?from=2021-01&to=2021-03"))["kpis"]
    assert (quarter["contacts"]["value"], quarter["handled"]["value"]) == ("5000", "4054")
    assert float(quarter["aht"]["value"]) == pytest.approx(224.923, abs=0.01)
    assert float(quarter["csat"]["value"]) == pytest.approx(0.4990, abs=0.0001)
    january = json_of(client.get(f"{ROOT}scorecards/2021-01/"))["kpis"]
    assert (january["contacts"]["value"], january["handled"]["value"]) == ("1772", "1455")
    assert float(january["aht"]["value"]) == pytest.approx(226.124, abs=0.01)
