"""The command that takes in a file: what it prints and how it exits."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contracts.models import Contract
from metrics.ingest.job import BoxDied
from metrics.models import Delivery
from metrics.services.claims import delivery_claim
from tests.metrics.services.reading import make_profile, read_stand_in

pytestmark = pytest.mark.django_db(transaction=True)
READER = "metrics.services.delivery_process.read_in_box"
ROWS = {
    "lines", "header", "blank", "continuation", "accepted", "updated", "duplicate", "stale", "unmatched", "elsewhere",
    "rejected",
}  # fmt: skip


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch, contract: Contract) -> None:
    monkeypatch.setattr(READER, read_stand_in)
    make_profile(contract)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "october.json"
    path.write_text(json.dumps({"rows": [{"id": "1"}], "counts": {"rejected": 1}}), encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str]:
    """Exit code and standard output."""
    out = io.StringIO()
    try:
        call_command("ingest_file", *(str(each) for each in arguments), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def ingest(file: Path, *more: str) -> tuple[int, dict[str, Any]]:
    code, text = run(file, "--contract", "nordlys-fjord", "--profile", "acd", "--json", *more)
    return code, json.loads(text)


def test_a_file_that_is_waited_for_is_applied(file: Path) -> None:
    code, document = ingest(file, "--wait")
    assert (code, document["state"], document["repeat"]) == (0, "applied", False)
    assert set(document["rows"]) == ROWS
    assert (document["rows"]["accepted"], document["rows"]["rejected"]) == (1, 1)
    assert (document["months"], document["reasons"]) == (["2026-10"], {"date_format": 1})
    assert document["delivery"].startswith("d_")


def test_without_waiting_it_is_received_and_its_rows_are_unknown(file: Path) -> None:
    code, document = ingest(file)
    assert (code, document["state"]) == (0, "received")
    assert set(document["rows"].values()) == {None}


def test_a_file_applied_before_prints_that_delivery(file: Path) -> None:
    _, first = ingest(file, "--wait")
    code, again = ingest(file, "--wait")
    assert (code, again["repeat"], again["delivery"], again["rows"]) == (0, True, first["delivery"], first["rows"])


def test_a_refused_file_exits_with_1_and_gives_its_reason(file: Path) -> None:
    file.write_text(json.dumps({"rows": [], "refusal": ["date_order", {}, [2, 3]]}), encoding="utf-8")
    code, document = ingest(file, "--wait")
    assert (code, document["state"], document["refusal"]["code"]) == (1, "refused", "date_order")
    out = io.StringIO()
    call_command("rejected", document["delivery"], "--json", stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(row["line"], row["code"]) for row in rows] == [(2, "date_order"), (3, "date_order")]
    assert all(set(row) == {"line", "column", "code", "message", "values"} for row in rows)


def test_a_file_that_cannot_be_read_fails_and_exits_with_1(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise BoxDied("killed")

    monkeypatch.setattr(READER, die)
    monkeypatch.setattr("metrics.management.commands.ingest_file.LOOK_EVERY_S", 0)
    code, document = ingest(file, "--wait")
    assert (code, document["state"], document["refusal"]["code"]) == (1, "failed", "gave_up")


def test_waiting_takes_over_from_a_worker_that_fell_silent(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.management.commands.ingest_file.LOOK_EVERY_S", 0)
    ingest(file)
    long_ago = timezone.now().replace(year=2020)
    assert delivery_claim(delivery_id=Delivery.all_rows.get().pk, now=long_ago) is not None
    code, document = ingest(file, "--wait")
    assert (code, document["state"], document["repeat"]) == (0, "applied", True)


def test_rejected_rows_are_printed_one_a_line(file: Path) -> None:
    _, document = ingest(file, "--wait")
    out = io.StringIO()
    call_command("rejected", document["delivery"], "--json", stdout=out)
    row = json.loads(out.getvalue())
    assert (row["line"], row["column"], row["code"], row["values"]) == (9, "started", "date_format", {"started": "x"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"--contract": "nobody"},
        {"--profile": "nothing"},
        {"--feed": "surveys"},
        {"--feed": "sales"},
    ],
)
def test_wrong_use_exits_with_2(file: Path, wrong: dict[str, str]) -> None:
    words = {"--contract": "nordlys-fjord", "--profile": "acd"} | wrong
    code, _ = run(file, *(part for pair in words.items() for part in pair))
    assert code == 2
    assert not Delivery.all_rows.exists()


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, name: str) -> None:
    code, _ = run(tmp_path / name, "--contract", "nordlys-fjord", "--profile", "acd")
    assert code == 2


def test_people_read_words(file: Path) -> None:
    code, text = run(file, "--contract", "nordlys-fjord", "--profile", "acd", "--wait")
    assert code == 0
    assert ": applied" in text
    assert "3 lines, 1 header, 1 accepted, 1 rejected" in text


def test_an_unknown_delivery_is_wrong_use() -> None:
    with pytest.raises(CommandError) as error:
        call_command("rejected", "d_unknown")
    assert error.value.returncode == 2


def test_sweep_and_recompute_print_what_they_did(file: Path) -> None:
    ingest(file, "--wait")
    out = io.StringIO()
    call_command("sweep", "--json", stdout=out)
    assert json.loads(out.getvalue())["ran"] is True
    out = io.StringIO()
    call_command("recompute", "--contract", "nordlys-fjord", "--month", "2026-10", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"contract": "nordlys-fjord", "months": ["2026-10"]}
    out = io.StringIO()
    call_command("recompute", stdout=out)
    assert out.getvalue() == "nordlys-fjord: 2026-10\n"
    with pytest.raises(CommandError):
        call_command("recompute", "--month", "October")
