"""A minted scorecard and what it stands on never change, whoever asks the database; only its state moves on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import connection, models

from contracts.models import Contract
from metrics.models import DailyFigure, FigureSet, MonthlyFigure, ScorecardVersion, SourceProfile
from metrics.services.figures_write import figures_forget
from tests.rows import refused, replace_row, sql
from tests.sent_files import load_example_profile

pytestmark = pytest.mark.django_db


def forget_figures() -> None:
    """A minted scorecard pins its figure set; the database looks at the end of the transaction."""
    sql("DELETE FROM metrics_figureset")
    connection.check_constraints()


@pytest.fixture
def figures(contract: Contract) -> FigureSet:
    """A figure set with a row of each kind."""
    own = {"contract": contract, "month": "2026-10"}
    made = FigureSet.all_rows.create(parts_hash="p", terms_hash="t", definition_version="1", **own)
    MonthlyFigure.all_rows.create(figure_set=made, contacts=100, **own)
    DailyFigure.all_rows.create(figure_set=made, contacts=100, local_day=date(2026, 10, 1), **own)
    return made


@pytest.fixture
def minted(contract: Contract, figures: FigureSet) -> ScorecardVersion:
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


def rows_of(figures: FigureSet) -> list[models.Model]:
    """The figure set and its rows."""
    months = MonthlyFigure.all_rows.filter(figure_set=figures)
    return [figures, *months, *DailyFigure.all_rows.filter(figure_set=figures)]


def test_figures_are_written_once(figures: FigureSet) -> None:
    for row in rows_of(figures):
        mine = type(row)._base_manager.filter(pk=row.pk)
        assert refused(row.save)
        assert refused(partial(mine.update, month="2026-09"))
        assert refused(partial(mine.update, id=row.pk + 100))
    assert refused(lambda: sql("UPDATE metrics_monthlyfigure SET contacts = 1"))


def test_figures_of_a_minted_scorecard_neither_go_nor_get_more(minted: ScorecardVersion, figures: FigureSet) -> None:
    for row in rows_of(figures):
        table = row._meta.db_table
        assert refused(partial(sql, f"DELETE FROM {table}")), table
        assert refused(partial(replace_row, row, month="'2026-09'")), table
    for row in rows_of(figures)[1:]:
        row.pk = None
        row._state.adding = True
        assert refused(row.save), row._meta.db_table
    assert [row.month for row in rows_of(figures)] == ["2026-10"] * 3  # type: ignore[attr-defined]  # each has one


def test_figures_that_nothing_pins_are_removed_as_garbage(figures: FigureSet) -> None:
    figures_forget([figures.pk])
    assert rows_of(figures)[1:] == []
    assert not FigureSet.all_rows.exists()


def test_a_version_of_a_source_profile_never_changes(contract: Contract) -> None:
    profile = load_example_profile(contract)
    mine = SourceProfile.all_rows.filter(pk=profile.pk)
    attempts: dict[str, Callable[[], object]] = {
        "save": profile.save,
        "update": lambda: mine.update(document={}),
        "number": lambda: mine.update(id=profile.pk + 100),
        "delete": mine.delete,
        "raw update": lambda: sql("UPDATE metrics_sourceprofile SET document = '{}'"),
        "raw delete": lambda: sql("DELETE FROM metrics_sourceprofile"),
        "replace": lambda: replace_row(profile, document="'{}'"),
    }
    assert [name for name, act in attempts.items() if not refused(act)] == []
    assert mine.get().document == profile.document
