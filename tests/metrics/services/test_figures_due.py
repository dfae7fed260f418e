"""While more files of a contract wait its months are counted once, by the last; and never later than the bound."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from contracts.domain.months import Month
from contracts.models import Contract
from metrics.models import ContractMonth, FigureSet, ScorecardDraft
from metrics.selectors.scorecards import scorecard_of
from metrics.services.delivery_process import delivery_process
from metrics.services.garbage import garbage_remove
from metrics.services.scorecards import figures_bring_up_to_date
from metrics.services.sweep import sweep
from tests.metrics.services.reading import deliver, figures, take
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_in")]


def work(delivery_id: int) -> str:
    return delivery_process(delivery_id=delivery_id).state


def due(contract: Contract) -> list[str]:
    rows = ContractMonth.objects.within(contract).exclude(figures_due_since=None)
    return list(rows.values_list("month", flat=True))


def three(contract: Contract) -> list[int]:
    files = [{"id": "1"}, {"id": "2", "at": "2026-11-02 09:00:00"}, {"id": "3"}]
    return [deliver(contract, row).delivery.pk for row in files]


def test_the_last_of_three_files_counts_for_all(contract: Contract) -> None:
    first, second, third = three(contract)
    assert work(first) == "applied"
    assert (due(contract), FigureSet.objects.within(contract).count()) == (["2026-10"], 0)
    assert work(second) == "applied"
    assert due(contract) == ["2026-10", "2026-11"]
    assert work(third) == "applied"
    assert (due(contract), FigureSet.objects.within(contract).count()) == ([], 2)
    assert (figures(contract)["contacts"], figures(contract, "2026-11")["contacts"]) == (2, 1)
    assert ScorecardDraft.objects.within(contract).filter(month="2026-10").exists()


def test_a_month_keeps_its_older_figures_and_draft_meanwhile(contract: Contract, contact_store: Path) -> None:
    take(contract, {"id": "9"})
    before = ScorecardDraft.objects.within(contract).get(month="2026-10").document
    first, *_ = three(contract)
    work(first)
    garbage_remove(now=timezone.now() + timedelta(days=2))
    assert figures(contract)["contacts"] == 1
    assert ScorecardDraft.objects.within(contract).get(month="2026-10").document == before
    paths = FigureSet.objects.within(contract).get().part_paths
    assert all((contact_store / path).exists() for path in paths)


def test_a_draft_drawn_meanwhile_names_the_parts_that_were_counted(contract: Contract) -> None:
    take(contract, {"id": "9"})
    ScorecardDraft.objects.within(contract).all().delete()
    first, *_ = three(contract)
    work(first)
    document = scorecard_of(contract, Month.parse("2026-10"), "draft")
    assert (document["kpis"]["contacts"]["value"], document["inputs"]["parts"]["contacts"]) == ("1", 1)


def test_when_the_last_file_is_refused_the_months_are_counted_all_the_same(contract: Contract) -> None:
    first = deliver(contract, {"id": "1"}).delivery.pk
    last = deliver(contract, {"id": "2"}, refusal=["encoding", {}]).delivery.pk
    work(first)
    assert due(contract) == ["2026-10"]
    assert work(last) == "refused"
    assert (due(contract), figures(contract)["contacts"]) == ([], 1)


def test_after_the_bound_the_figures_wait_no_longer(contract: Contract, settings: Settings) -> None:
    first, second, _ = three(contract)
    work(first)
    settings.FIGURES_PUT_OFF_S = 0
    work(second)
    assert (due(contract), figures(contract)["contacts"]) == ([], 1)


def test_another_contracts_files_put_nothing_off(world: World) -> None:
    deliver(world.rival_contract, {"id": "1"})
    take(world.contract, {"id": "1"})
    assert due(world.contract) == []


def test_the_sweep_counts_what_nobody_came_for(contract: Contract, settings: Settings) -> None:
    first, *_ = three(contract)
    work(first)
    sweep(now=timezone.now())
    assert due(contract) == ["2026-10"]
    settings.FIGURES_PUT_OFF_S = 0
    report = sweep(now=timezone.now())
    assert report.recomputed == ["nordlys-fjord 2026-10"]
    assert (due(contract), figures(contract)["contacts"], report.broken) == ([], 1, [])


def test_before_a_version_is_minted_due_months_are_counted(contract: Contract) -> None:
    first, *_ = three(contract)
    work(first)
    figures_bring_up_to_date(contract=contract, months=(Month(2026, 10),))
    assert (due(contract), figures(contract)["contacts"]) == ([], 1)
