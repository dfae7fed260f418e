"""The shared files of other people, by command, API and page: the figures that pandas and DuckDB gave for them.

The figures lie beside the files (reference_figures.json); nothing of either is kept in the project.
Tolerances: counts exact, AHT 0.01 s, CSAT and rates 0.0001.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from contracts.selectors import contract_by_key
from tests.factories import make_token, make_user

EXAMPLES = Path(__file__).resolve().parent.parent / "data" / "examples"
AHT = Decimal("0.01")
RATE = Decimal("0.0001")
FILES = {
    "pwc": ("profile_pwc_xlsx.yaml", "pwc-xlsx", "pwc_call_center.xlsx"),
    "pwc-nordic": ("profile_nordic.yaml", "pwc-nordic", "pwc_call_center_nordic.csv"),
    "bank": ("profile_bank.yaml", "bank", "bank_marketing_dated.csv.gz"),
    "rwfd": ("profile_rwfd.yaml", "rwfd", "rwfd_call_center_mdy.csv"),
    "amazon": ("profile_amazon_connect.yaml", "amazon-connect", "amazon_connect_ctr.jsonl"),
}

pytestmark = [pytest.mark.real_data, pytest.mark.django_db(transaction=True)]


def run(*arguments: str) -> Any:
    """A command with --json, its answer read."""
    out = io.StringIO()
    try:
        call_command(*arguments, "--json", stdout=out)
    except SystemExit as end:
        if end.code != 0:
            raise AssertionError(out.getvalue()) from end
    return json.loads(out.getvalue())


@pytest.fixture
def take_in(real_data: Path) -> Callable[[str], dict[str, Any]]:
    """Load the reference contracts and take in one contract's file with its profile."""
    run("load_contract", str(EXAMPLES / "contract_reference.yaml"))

    def take(contract: str) -> dict[str, Any]:
        document, profile, name = FILES[contract]
        run("load_profile", str(EXAMPLES / document), "--contract", contract)
        answer = run("ingest_file", str(real_data / name), "--contract", contract, "--profile", profile, "--wait")
        assert isinstance(answer, dict)
        return answer

    return take


@pytest.fixture
def reference(real_data: Path) -> dict[str, Any]:
    figures = json.loads((real_data / "reference_figures.json").read_text(encoding="utf-8"))
    assert isinstance(figures, dict)
    return figures


def near(value: str | None, expected: float | str, tolerance: Decimal) -> bool:
    return value is not None and abs(Decimal(value) - Decimal(str(expected))) <= tolerance


def check(kpis: dict[str, Any], expected: dict[str, Any], top_box: str = "csat_share_ge_4") -> None:
    """Hold one slice's KPIs against its reference figures."""
    assert kpis["contacts"]["value"] == str(expected["contacts"])
    assert kpis["aht"]["n"] == expected["handled_with_time"]
    assert near(kpis["aht"]["value"], expected["aht_s"], AHT)
    if "answered" in expected:
        assert kpis["handled"]["value"] == str(expected["answered"])
        assert near(kpis["average_wait"]["value"], expected["asa_s"], AHT)
    if "csat_n" in expected:
        assert kpis["csat"]["n"] == expected["csat_n"]
        assert near(kpis["csat"]["value"], expected[top_box], RATE)
        assert near(kpis["csat_mean"]["value"], expected["csat_mean"], RATE)
    if "sold" in expected:
        assert near(kpis["hit_rate"]["value"], expected["hit_rate"], RATE)


def slices(contract: str, first: str, last: str, by: str) -> dict[str, Any]:
    answer = run("kpis", contract, "--from", first, "--to", last, "--by", by)
    return {part["by"][by]: part["kpis"] for part in answer["slices"]}


@pytest.mark.parametrize("contract", ["pwc", "pwc-nordic"])
def test_the_workbook_and_its_nordic_twin_give_the_reference_figures(
    contract: str, take_in: Callable[[str], dict[str, Any]], reference: dict[str, Any]
) -> None:
    answer = take_in(contract)
    figures = reference["pwc_call_center"]

    assert (answer["state"], answer["rows"]["accepted"], answer["rows"]["rejected"]) == ("applied", 5000, 0)
    assert answer["months"] == ["2021-01", "2021-02", "2021-03"]
    check(run("kpis", contract, "--from", "2021-01", "--to", "2021-03")["kpis"], figures["total"])
    for month, expected in figures["by_month"].items():
        check(run("scorecard", contract, month)["kpis"], expected)
    by_topic = slices(contract, "2021-01", "2021-03", "topic")
    assert set(by_topic) == set(figures["by_topic"])
    for topic, expected in figures["by_topic"].items():
        check(by_topic[topic], expected)
    total = run("kpis", contract, "--from", "2021-01", "--to", "2021-03")["kpis"]
    assert near(total["abandonment"]["value"], str(Decimal(946) / 5000), RATE)
    assert total["hit_rate"]["value"] is None


def test_both_twins_on_one_contract_count_once(take_in: Callable[[str], dict[str, Any]], real_data: Path) -> None:
    take_in("pwc")
    run("load_profile", str(EXAMPLES / "profile_nordic.yaml"), "--contract", "pwc")
    before = run("kpis", "pwc", "--from", "2021-01", "--to", "2021-03")

    nordic = str(real_data / "pwc_call_center_nordic.csv")
    answer = run("ingest_file", nordic, "--contract", "pwc", "--profile", "pwc-nordic", "--wait")

    assert answer["rows"]["accepted"] == 0
    assert answer["rows"]["duplicate"] + answer["rows"]["updated"] == 5000
    assert run("kpis", "pwc", "--from", "2021-01", "--to", "2021-03") == before


def test_the_bank_gives_the_reference_figures(
    take_in: Callable[[str], dict[str, Any]], reference: dict[str, Any]
) -> None:
    answer = take_in("bank")
    figures = reference["bank_marketing_dated"]

    assert (answer["state"], answer["rows"]["accepted"], answer["rows"]["rejected"]) == ("applied", 45211, 0)
    check(run("kpis", "bank", "--from", "2008-05", "--to", "2010-11")["kpis"], figures["total"])
    by_month = slices("bank", "2008-05", "2010-11", "month")
    assert set(by_month) == set(figures["by_month"])
    for month, expected in figures["by_month"].items():
        check(by_month[month], expected)
    by_queue = slices("bank", "2008-05", "2010-11", "queue")
    for contact, expected in figures["by_contact"].items():
        check(by_queue[contact], expected)


def test_the_call_centers_give_the_reference_figures(
    take_in: Callable[[str], dict[str, Any]], reference: dict[str, Any]
) -> None:
    answer = take_in("rwfd")
    figures = reference["rwfd_call_center_mdy"]

    assert (answer["rows"]["accepted"], answer["rows"]["blank"]) == (figures["rows_kept"], figures["blank_rows"])
    assert answer["rows"]["lines"] == figures["physical_data_rows"] + 1
    scorecard = run("scorecard", "rwfd", "2020-10")["kpis"]
    check(scorecard, figures["total"], "csat_share_ge_8")
    assert near(scorecard["response_rate"]["value"], figures["csat_response_rate"], RATE)
    assert (scorecard["service_level"]["value"], scorecard["service_level"]["reason"]) == (None, "wait_missing")
    for by, name in (("site", "by_call_center"), ("topic", "by_reason")):
        found = slices("rwfd", "2020-10", "2020-10", by)
        assert set(found) == set(figures[name])
        for key, expected in figures[name].items():
            check(found[key], expected, "csat_share_ge_8")
    channels = {"Call-Center": "phone", "Chatbot": "chat", "Email": "email", "Web": "other"}
    found = slices("rwfd", "2020-10", "2020-10", "channel")
    for key, expected in figures["by_channel"].items():
        check(found[channels[key]], expected, "csat_share_ge_8")


def _orders(lines: list[str]) -> Iterator[list[str]]:
    yield lines
    yield lines[::-1]
    yield lines[2:] + lines[:2]


def test_amazon_records_in_any_order_are_four_contacts(real_data: Path, tmp_path: Path) -> None:
    run("load_contract", str(EXAMPLES / "contract_reference.yaml"))
    run("load_profile", str(EXAMPLES / "profile_amazon_connect.yaml"), "--contract", "amazon")
    lines = (real_data / "amazon_connect_ctr.jsonl").read_text(encoding="utf-8").splitlines()
    documents = []
    for number, order in enumerate(_orders(lines)):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("\n".join(order) + "\n", encoding="utf-8")
        answer = run("ingest_file", str(path), "--contract", "amazon", "--profile", "amazon-connect", "--wait")
        assert answer["state"] == "applied"
        assert answer["rows"]["lines"] == 6
        documents.append(run("kpis", "amazon", "--from", "2019-08", "--to", "2022-04"))

    assert documents[0]["kpis"]["contacts"]["value"] == "4"
    assert near(documents[0]["kpis"]["aht"]["value"], 987.0, AHT)
    assert near(documents[0]["kpis"]["average_wait"]["value"], 277.75, AHT)
    assert documents[1] == documents[0]
    assert documents[2] == documents[0]


def test_a_day_first_profile_on_the_month_first_file_is_refused_whole(real_data: Path, tmp_path: Path) -> None:
    run("load_contract", str(EXAMPLES / "contract_reference.yaml"))
    wrong = (EXAMPLES / "profile_rwfd.yaml").read_text(encoding="utf-8").replace("%m/%d/%Y", "%d/%m/%Y")
    profile = tmp_path / "day_first.yaml"
    profile.write_text(wrong, encoding="utf-8")
    run("load_profile", str(profile), "--contract", "rwfd")
    out = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command(
            "ingest_file", str(real_data / "rwfd_call_center_mdy.csv"), "--contract", "rwfd", "--profile", "rwfd",
            "--wait", "--json", stdout=out,
        )  # fmt: skip

    answer = json.loads(out.getvalue())
    assert (end.value.code, answer["state"], answer["refusal"]["code"]) == (1, "refused", "date_order")
    assert len(answer["refusal"]["lines"]) == 20
    assert answer["months"] == []


def test_command_api_and_page_show_the_same_month(
    take_in: Callable[[str], dict[str, Any]], reference: dict[str, Any], client: Client
) -> None:
    take_in("pwc")
    contract = contract_by_key("pwc")
    head = {"Authorization": f"Token {make_token(contract, 'read:scorecards').secret}"}
    client.force_login(make_user("mari", (contract.buyer, "buyer_manager")))
    for month, expected in reference["pwc_call_center"]["by_month"].items():
        api = Client().get(f"/api/v1/contracts/pwc/scorecards/{month}/", headers=head)
        assert api.json() == run("scorecard", "pwc", month)
        page = client.get(f"/contracts/pwc/review/{month}/").content.decode()
        assert f"{expected['aht_s']:.0f}" in page
        assert f"{expected['csat_share_ge_4'] * 100:.1f}" in page
        assert f"{expected['contacts']:,}" in page
