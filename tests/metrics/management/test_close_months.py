"""manage.py close_months: what became final, for people and for programs."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contracts.models import Contract
from metrics.models import JobLease
from tests.factories import make_version
from tests.figures import calls, put_golden_months, put_month
from tests.sent_files import make_delivery
from tests.world import World

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def golden(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """The two golden months, looked at on 22 November 2026."""
    put_golden_months(contract)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return contract


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("close_months", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_what_became_final_and_the_second_time_that_nothing_did() -> None:
    assert run() == "nordlys-fjord 2026-09: final\nnordlys-fjord 2026-10: final\n"
    assert run() == "Nothing to close.\n"


def test_json_has_every_list() -> None:
    assert json.loads(run("--json")) == {
        "ran": True,
        "closed": ["nordlys-fjord 2026-09", "nordlys-fjord 2026-10"],
        "settling": [],
        "broken": [],
    }


def test_what_still_settles_is_named(golden: Contract) -> None:
    make_delivery(golden, state="reading")
    assert "nordlys-fjord 2026-10: past its cut-off, still settling" in run("--settle-hours", "0")


def test_one_contract_by_its_key(world: World) -> None:
    put_month(world.rival_contract, "2026-10", [calls(1)])
    assert run("--contract", "nordlys-skog") == "nordlys-skog 2026-10: final\n"
    with pytest.raises(CommandError) as error:
        run("--contract", "no-such")
    assert error.value.returncode == 2


def test_another_run_is_let_be() -> None:
    JobLease.objects.create(job="months_close", token="other", until=NOW + timedelta(seconds=60))
    assert run() == "Another run is closing months.\n"


def test_a_month_that_cannot_be_closed_makes_the_exit_code_one(golden: Contract) -> None:
    """Its figures were counted under other terms, and the parts are not there to count them anew."""
    make_version(golden, number=2, valid_from=date(2026, 10, 1), handle_time=["wrap_s"])
    with pytest.raises(CommandError, match="nordlys-fjord 2026-10") as error:
        run()
    assert error.value.returncode == 1
