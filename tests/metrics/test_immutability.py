"""A minted scorecard never changes, whoever asks the database; only its state moves on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from contracts.models import Contract
from metrics.models import FigureSet, ScorecardVersion
from tests.rows import refused, replace_row, sql

pytestmark = pytest.mark.django_db


def forget_figures() -> None:
    """A minted scorecard pins its figure set; the database looks at the end of the transaction."""
    sql("DELETE FROM metrics_figureset")
    connection.check_constraints()


@pytest.fixture
def minted(contract: Contract) -> ScorecardVersion:
    figures = FigureSet.all_rows.create(
        contract=contract, month="2026-10", parts_hash="p", terms_hash="t", definition_version="1"
    )
    return ScorecardVersion.all_rows.create(
        contract=contract,
        month="2026-10",
        version=1,
        state="preliminary",
        document={"kpis": {"aht": {"value": "432"}}},
        hash="sha256:1",
        figure_set=figures,
        minted_at=datetime(2026, 11, 11, tzinfo=UTC),
        minted_by="cut_off",
    )


def test_a_minted_scorecard_is_neither_changed_nor_deleted(minted: ScorecardVersion) -> None:
    mine = ScorecardVersion.all_rows.filter(pk=minted.pk)
    table = "metrics_scorecardversion"
    attempts: dict[str, Callable[[], object]] = {
        "document": lambda: mine.update(document={}),
        "difference": lambda: mine.update(difference={}),
        "hash": lambda: mine.update(hash="sha256:2"),
        "version": lambda: mine.update(version=2),
        "month": lambda: mine.update(month="2026-09"),
        "minted_at": lambda: mine.update(minted_at=datetime(2026, 12, 1, tzinfo=UTC)),
        "number": lambda: mine.update(id=minted.pk + 100),
        "raw": lambda: sql(f"UPDATE {table} SET minted_by = 'me'"),
        "delete": mine.delete,
        "raw delete": lambda: sql(f"DELETE FROM {table}"),
        "its figures": forget_figures,
    }
    assert [name for name, act in attempts.items() if not refused(act)] == []
    assert mine.get().document == {"kpis": {"aht": {"value": "432"}}}


def test_a_minted_scorecard_is_not_replaced_by_another(minted: ScorecardVersion) -> None:
    assert refused(lambda: replace_row(minted, document="'{}'"))
    assert refused(lambda: replace_row(minted, id="id + 1", document="'{}'"))
    assert ScorecardVersion.all_rows.get().document == {"kpis": {"aht": {"value": "432"}}}


def test_saving_it_as_it_is_changes_nothing(minted: ScorecardVersion) -> None:
    fresh = ScorecardVersion.all_rows.get(pk=minted.pk)
    assert not refused(fresh.save)


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        ("preliminary", "final", False),
        ("final", "signed", False),
        ("preliminary", "signed", False),
        ("final", "preliminary", True),
        ("signed", "final", True),
        ("signed", "preliminary", True),
    ],
)
def test_the_state_moves_on_and_never_back(minted: ScorecardVersion, before: str, after: str, is_refused: bool) -> None:
    mine = ScorecardVersion.all_rows.filter(pk=minted.pk)
    if before != "preliminary":
        mine.update(state=before)
    assert refused(lambda: mine.update(state=after)) is is_refused
