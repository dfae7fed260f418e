"""Drafts are replaced in place; versions are minted only when the result differs, and never change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from contracts.domain.months import Month
from contracts.models import AuditEvent, Contract, User
from metrics.domain.errors import NoSuchMonth
from metrics.models import ScorecardDraft, ScorecardVersion
from metrics.selectors.scorecards import scorecard_of
from metrics.services.scorecards import scorecard_mint, scorecard_refresh
from tests.figures import calls, put_golden_months, put_month

OCTOBER = Month(2026, 10)
# The cut-off is the end of 10 November in Oslo, that is 23:00 UTC.
ON_CUT_OFF_DAY = datetime(2026, 11, 10, 22, 59, tzinfo=UTC)
AFTER_CUT_OFF = datetime(2026, 11, 10, 23, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def golden(contract: Contract) -> Contract:
    """The contract with the two golden months."""
    put_golden_months(contract)
    return contract


def mint(contract: Contract, now: datetime = AFTER_CUT_OFF, actor: User | None = None) -> ScorecardVersion:
    return scorecard_mint(contract=contract, month=OCTOBER, by="command", actor=actor, now=now)


def test_a_month_has_one_draft_replaced_in_place(golden: Contract) -> None:
    first = scorecard_refresh(contract=golden, month=OCTOBER)
    put_month(golden, "2026-10", [calls(10)])
    second = scorecard_refresh(contract=golden, month=OCTOBER)
    assert first is not None
    assert second is not None
    assert first.pk == second.pk
    assert first.hash != second.hash
    assert ScorecardDraft.objects.within(golden).count() == 1


def test_a_draft_whose_inputs_did_not_change_is_left_alone(golden: Contract) -> None:
    first = scorecard_refresh(contract=golden, month=OCTOBER)
    second = scorecard_refresh(contract=golden, month=OCTOBER)
    assert first is not None
    assert second is not None
    assert first.drawn_at == second.drawn_at


def test_without_data_there_is_no_draft(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    put_month(golden, "2026-10", [])
    assert scorecard_refresh(contract=golden, month=OCTOBER) is None
    assert scorecard_refresh(contract=golden, month=Month(2026, 12)) is None
    assert not ScorecardDraft.objects.within(golden).exists()


def test_the_draft_stays_a_draft_beside_the_minted_version(golden: Contract) -> None:
    scorecard_refresh(contract=golden, month=OCTOBER)
    mint(golden)
    assert scorecard_of(golden, OCTOBER)["state"] == "final"
    assert scorecard_of(golden, OCTOBER, "draft")["state"] == "draft"


@pytest.mark.parametrize(("now", "state"), [(ON_CUT_OFF_DAY, "preliminary"), (AFTER_CUT_OFF, "final")])
def test_a_version_is_final_once_the_cut_off_day_has_passed_in_the_contracts_zone(
    golden: Contract, now: datetime, state: str
) -> None:
    version = mint(golden, now)
    assert (version.version, version.state, version.minted_at) == (1, state, now)
    assert version.document["state"] == state
    assert version.difference is None


def test_the_minted_document_keeps_the_content_of_the_draft(golden: Contract) -> None:
    draft = scorecard_of(golden, OCTOBER)
    document = mint(golden).document
    issue = {"version", "state", "minted_at"}
    assert {key: document[key] for key in draft if key not in issue} == {k: draft[k] for k in draft if k not in issue}
    assert document["minted_at"] == "2026-11-11T00:00:00+01:00"


def test_the_same_result_mints_nothing(golden: Contract) -> None:
    first = mint(golden)
    put_golden_months(golden)  # other parts and figure sets, the same figures
    second = mint(golden)
    assert first.pk == second.pk
    assert AuditEvent.objects.filter(action="scorecard_mint").count() == 1


def test_another_result_mints_the_next_version_with_its_difference(golden: Contract) -> None:
    first = mint(golden)
    row = put_month(golden, "2026-10", [calls(10)])
    second = mint(golden)
    assert second.difference is not None
    assert (second.version, second.figure_set_id) == (2, row.figure_set_id)
    assert {"path": "kpis.contacts.value", "before": "1200", "after": "10"} in second.difference
    assert not [change for change in second.difference if change["path"].startswith(("version", "hash", "inputs"))]
    assert ScorecardVersion.objects.within(golden).get(pk=first.pk).document == first.document


def test_a_result_that_returns_is_minted_again(golden: Contract) -> None:
    first = mint(golden)
    put_month(golden, "2026-10", [calls(10)])
    mint(golden)
    put_golden_months(golden)
    third = mint(golden)
    assert (third.version, third.hash) == (3, first.hash)


def test_an_unchanged_preliminary_version_becomes_final_after_the_cut_off(golden: Contract) -> None:
    early = mint(golden, ON_CUT_OFF_DAY)
    late = mint(golden, AFTER_CUT_OFF)
    assert (late.pk, late.state) == (early.pk, "final")
    assert scorecard_of(golden, OCTOBER)["state"] == "final"
    assert mint(golden, ON_CUT_OFF_DAY).state == "final"


def test_a_minted_version_never_changes(golden: Contract) -> None:
    version = mint(golden)
    with pytest.raises(DatabaseError), transaction.atomic():
        ScorecardVersion.objects.within(golden).update(hash="sha256:other")
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_minting_is_audited_with_who_and_what(golden: Contract, buyer_manager: User) -> None:
    version = mint(golden, actor=buyer_manager)
    event = AuditEvent.objects.get(action="scorecard_mint")
    assert (event.actor_id, event.contract, event.object_id) == (buyer_manager.public_id, golden, "2026-10 v1")
    assert event.before is None
    assert event.after == {"version": 1, "state": "final", "hash": version.hash, "minted_by": "command"}


def test_a_month_without_data_cannot_be_minted(golden: Contract) -> None:
    with pytest.raises(NoSuchMonth):
        scorecard_mint(contract=golden, month=Month(2026, 12), by="command", actor=None, now=AFTER_CUT_OFF)
    assert not AuditEvent.objects.exists()
