"""The real files beside the project, at staged level: the figures that pandas and DuckDB gave for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from metrics.ingest.profile import Profile
from metrics.ingest.profile_document import profile_from_text
from tests.metrics.ingest.boxes import EXAMPLES, Taken, example, take_in

pytestmark = pytest.mark.real_data
TERM = {"start": date(2008, 1, 1), "end": date(2022, 12, 31)}
FILES = {
    "pwc_xlsx": ("pwc_call_center.xlsx", "Europe/Oslo"),
    "nordic": ("pwc_call_center_nordic.csv", "Europe/Oslo"),
    "bank": ("bank_marketing_dated.csv.gz", "Europe/Lisbon"),
    "rwfd": ("rwfd_call_center_mdy.csv", "America/New_York"),
    "amazon_connect": ("amazon_connect_ctr.jsonl", "Europe/Oslo"),
}


@pytest.fixture
def figures(real_data: Path) -> dict[str, Any]:
    found = json.loads((real_data / "reference_figures.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture
def take(real_data: Path, tmp_path: Path) -> Callable[..., Taken]:
    def take_example(name: str, of: Profile | None = None) -> Taken:
        folder = tmp_path / name
        folder.mkdir()
        file, zone = FILES[name]
        return take_in(folder, real_data / file, of or example(name), time_zone=zone, **TERM)

    return take_example


def grouped(rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], Any]) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def check_slices(slices: dict[Any, list[dict[str, Any]]], expected: dict[str, Any]) -> None:
    assert {str(name) for name in slices} == set(expected)
    for name, rows in slices.items():
        timed = [row["talk_s"] for row in rows if row["outcome"] == "answered" and row["talk_s"] is not None]
        figures = expected[str(name)]
        assert (len(rows), len(timed), sum(timed)) == (
            figures["contacts"], figures["handled_with_time"], figures["sum_s"],
        )  # fmt: skip


def month(row: dict[str, Any]) -> str:
    return f"{row['local_day']:%Y-%m}"


@pytest.mark.parametrize("name", ["pwc_xlsx", "nordic"])
def test_the_workbook_and_its_nordic_twin_hold_the_reference_figures(
    name: str, take: Callable[..., Taken], figures: dict[str, Any]
) -> None:
    taken = take(name)
    rows, expected = taken.rows(), figures["pwc_call_center"]

    assert taken.counts("lines", "header", "staged", "rejected") == (5001, 1, 5000, 0)
    check_slices({"total": rows}, {"total": expected["total"]})
    check_slices(grouped(rows, month), expected["by_month"])
    check_slices(grouped(rows, lambda row: row["topic"]), expected["by_topic"])
    waits = [row["wait_s"] for row in rows if row["outcome"] == "answered"]
    assert sum(waits) / len(waits) == pytest.approx(expected["total"]["asa_s"], abs=0.01)
    assert sum(row["resolved"] for row in rows) == expected["total"]["resolved"]
    scores = [row["score"] for row in taken.rows("surveys")]
    assert len(scores) == expected["total"]["csat_n"]
    assert float(sum(scores)) / len(scores) == pytest.approx(expected["total"]["csat_mean"], abs=0.0001)


def test_the_workbook_and_its_nordic_twin_are_the_same_contacts(take: Callable[..., Taken]) -> None:
    lineage = {"line", "delivery"}
    twins = [
        [{name: value for name, value in row.items() if name not in lineage} for row in take(name).rows()]
        for name in ("pwc_xlsx", "nordic")
    ]
    assert twins[0] == twins[1]


def test_the_bank_file_holds_the_reference_figures(take: Callable[..., Taken], figures: dict[str, Any]) -> None:
    taken = take("bank")
    rows, expected = taken.rows(), figures["bank_marketing_dated"]

    assert taken.counts("lines", "header", "staged", "duplicate") == (45212, 1, 45211, 0)
    check_slices(grouped(rows, month), expected["by_month"])
    check_slices(grouped(rows, lambda row: row["queue"]), expected["by_contact"])
    sold = grouped([row for row in rows if row["sold"]], month)
    assert {name: len(found) for name, found in sold.items()} == {
        name: slice_["sold"] for name, slice_ in expected["by_month"].items() if slice_["sold"]
    }
    assert [sale["sale_id"] for sale in taken.rows("sales")] == [row["contact_id"] for row in rows if row["sold"]]
    assert "row_key" in [warning["code"] for warning in taken.report.warnings]
    assert all(row["local_hour"] is None and row["offered"] for row in rows)


def test_the_four_sites_hold_the_reference_figures(take: Callable[..., Taken], figures: dict[str, Any]) -> None:
    taken = take("rwfd")
    rows, expected = taken.rows(), figures["rwfd_call_center_mdy"]

    assert taken.counts("blank", "staged", "rejected") == (expected["blank_rows"], expected["rows_kept"], 0)
    check_slices(grouped(rows, lambda row: row["site"]), expected["by_call_center"])
    check_slices(grouped(rows, lambda row: row["topic"]), expected["by_reason"])
    channels = {"phone": "Call-Center", "chat": "Chatbot", "email": "Email", "other": "Web"}
    check_slices(grouped(rows, lambda row: channels[row["channel"]]), expected["by_channel"])
    assert taken.report.months == ("2020-10",)
    assert not any("Gairdner" in str(value) for row in rows for value in row.values())


def test_a_day_first_profile_on_the_month_first_file_is_refused_and_names_lines(take: Callable[..., Taken]) -> None:
    text = (EXAMPLES / "profile_rwfd.yaml").read_text(encoding="utf-8").replace("%m/%d/%Y", "%d/%m/%Y")
    taken = take("rwfd", profile_from_text(text))

    assert taken.refused == "date_order"
    assert taken.report.refusal is not None
    assert len(taken.report.refusal.lines) == 20
    assert taken.report.refusal.lines[0] == 2
    assert taken.rows() == []


def test_the_preset_of_amazon_connect_reads_them_too(take: Callable[..., Taken]) -> None:
    preset = Path(__file__).resolve().parents[3] / "metrics" / "ingest" / "presets" / "amazon_connect.yaml"
    rows = take("amazon_connect", profile_from_text(preset.read_text(encoding="utf-8"))).rows()

    assert sorted(row["talk_s"] + row["hold_s"] + row["wrap_s"] for row in rows) == [24, 65, 465, 3394]
    assert all(row["answered_at"] >= row["started_at"] for row in rows)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (2, 0, 4, 1, 5, 3), (1, 2, 0, 3, 4, 5)])
def test_amazon_records_in_any_order_are_the_same_four_contacts(
    order: tuple[int, ...], real_data: Path, tmp_path: Path
) -> None:
    records = (real_data / "amazon_connect_ctr.jsonl").read_text(encoding="utf-8").splitlines()
    taken = take_in(tmp_path, "\n".join(records[number] for number in order), example("amazon_connect"), **TERM)
    rows = sorted(taken.rows(), key=lambda row: str(row["contact_id"]))

    assert taken.counts("lines", "header", "duplicate", "staged") == (6, 0, 2, 4)
    assert sorted(row["talk_s"] + row["hold_s"] + row["wrap_s"] for row in rows) == [24, 65, 465, 3394]
    assert sum(row["wait_s"] for row in rows) / 4 == 277.75
    assert [f"{row['updated_at']:%Y-%m-%d %H:%M}" for row in rows if row["talk_s"] == 239] == ["2022-01-11 04:09"]
    assert sum(bool(row["transferred"]) for row in rows) == 2
