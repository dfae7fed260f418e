"""What must be known before the figures are read; a quiet month says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from metrics.models import ContractMonth, Part
from metrics.presentation.remarks import Work, remarks_of
from tests.metrics.presentation.grounds import OCTOBER, ground, summary

QUIET = Work(months=24, files=0)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plain(texts: tuple[str, ...]) -> str:
    return " ".join(texts).replace("\u00a0", " ")


def october(**facts: Any) -> Any:
    return ground({OCTOBER: summary(version=2)}, **facts)


def test_a_quiet_month_has_no_remark() -> None:
    assert remarks_of(october(), QUIET) == ()


@pytest.mark.parametrize(("files", "words"), [(1, "1 file is still to be read"), (31, "31 files are still to be read")])
def test_history_that_is_being_loaded_is_told_with_its_progress(files: int, words: str) -> None:
    (remark,) = remarks_of(october(), Work(months=14, files=files))
    assert "14 months have figures" in remark
    assert words in remark


def test_answers_after_the_deadline_are_shown_and_not_counted() -> None:
    (remark,) = remarks_of(october(late_surveys=214), QUIET)
    assert remark == "214 answers came after the deadline and are not counted."


def test_figures_that_are_due_are_announced() -> None:
    row = ContractMonth(month="2026-10", figures_due_since=datetime(2026, 11, 22, tzinfo=UTC))
    assert "are being counted" in plain(remarks_of(october(row=row), QUIET))


def test_a_running_month_says_how_far_it_is() -> None:
    row = ContractMonth(month="2026-10", contacts_part=Part(rows=1, last_day=date(2026, 10, 19)))
    found = plain(remarks_of(october(row=row, today=date(2026, 10, 20)), QUIET))
    assert found == "October 2026 is not over: contacts until 19 October 2026, amounts and volumes so far."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            [{"path": "kpis.aht.value", "before": "363", "after": "364.4"},
             {"path": "kpis.aht.n", "before": 10, "after": 11},
             {"path": "cost.total", "before": "1000.00", "after": "1010.00"}],
            "with them: handling time 363 s → 364 s and price NOK 1,000 → NOK 1,010.",
        ),
        ([{"path": "slices[by].n", "before": 1, "after": 2}], "Newer data came after version 1; they are not counted"),
        ([{"path": "incidents[r].owner", "before": "buyer", "after": "vendor"}], "What is known of incidents changed"),
        ([{"path": "definition_version", "before": "1", "after": "2"}], "What version 1 was drawn by has changed"),
        (
            [{"path": "definition_version", "before": "1", "after": "2"},
             {"path": "kpis.net_hit_rate.value", "before": None, "after": "0.05"}],
            "What version 1 was drawn by has changed",
        ),
    ],
)  # fmt: skip
def test_what_came_after_the_final_version_is_named(changes: list[dict[str, Any]], words: str) -> None:
    document = {**summary(), "slices": [], "version": 1}
    assert words in plain(remarks_of(october(document=document), QUIET, changes))
