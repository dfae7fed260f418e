"""manage.py scorecard: the document of a month, by name of the month, latest or current."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contracts.models import Contract
from metrics.management.commands.scorecard import Command
from metrics.models import Incident, ScorecardVersion
from tests.figures import calls, put_golden_months, put_month
from tests.golden.month import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def golden(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """The two golden months, looked at on 22 November 2026."""
    put_golden_months(contract)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
    return contract


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("scorecard", "nordlys-fjord", *arguments, stdout=out)
    return out.getvalue()


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json"))
    return found


def test_json_is_the_whole_document() -> None:
    check(document("2026-10"))


def test_latest_is_the_newest_month_past_its_cut_off() -> None:
    assert document("latest")["month"] == "2026-10"


def test_current_is_the_running_month(golden: Contract) -> None:
    with pytest.raises(CommandError, match="no_such_month"):
        run("current")
    put_month(golden, "2026-11", [calls(5)])
    assert (document("current")["month"], document("current")["state"]) == ("2026-11", "draft")


def test_mint_makes_a_version_and_a_second_time_changes_nothing(golden: Contract) -> None:
    first, second = document("2026-10", "--mint"), document("2026-10", "--mint")
    assert (first["version"], first["state"]) == (1, "final")
    assert first == second == document("2026-10", "--version", "1") == document("2026-10")
    assert ScorecardVersion.objects.within(golden).get().minted_by == "command"


def test_the_draft_can_be_asked_for_beside_a_version() -> None:
    document("2026-10", "--mint")
    assert document("2026-10", "--version", "draft")["version"] is None


def test_people_get_a_table() -> None:
    text = run("2026-10")
    assert "Balance score 75.54 (imbalance)" in text
    assert "388.888889" in text
    assert "Cost 49830.00 NOK" in text


def test_people_see_how_far_the_score_could_have_moved_and_what_disturbed_the_month(golden: Contract) -> None:
    put_month(golden, "2026-10", [calls(100)])
    Incident.objects.create(
        contract=golden, number=1, key="invoice-run", owner="buyer", sentence_en="Invoices were late.",
        begins_at=datetime(2026, 10, 5, tzinfo=UTC), ends_at=datetime(2026, 10, 6, tzinfo=UTC),
    )  # fmt: skip
    text = run("2026-10")
    assert "(unacceptable, partial: without csat, 12.28 to 40.71)" in text
    assert "R-1 invoice-run (buyer): Invoices were late." in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["2026-12"], "no_such_month"),
        (["2026-13"], "month_invalid"),
        (["2026-10", "--version", "7"], "no_such_version"),
    ],
)
def test_what_is_not_there_is_named(arguments: list[str], code: str) -> None:
    with pytest.raises(CommandError, match=code):
        run(*arguments)


def test_an_unknown_contract_is_named() -> None:
    with pytest.raises(CommandError, match="no_such_contract"):
        call_command("scorecard", "nobody", "latest")


def test_version_means_the_scorecards_version_on_the_command_line() -> None:
    parser = Command().create_parser("manage.py", "scorecard")
    assert parser.parse_args(["k", "latest", "--version", "2"]).version == 2
