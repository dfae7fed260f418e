"""What the model buyer's systems counted while they wrote is what the portal counts, to the last unit, in any order.

The files are those of the demo, smaller: corrected days, late surveys, sales that are cancelled later, dirty rows, and
surveys whose contact never comes. Two months, and two years with the running month; both by the CI tier alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contracts.domain.months import Month
from contracts.models import Contract
from contracts.selectors import contract_by_key
from contracts.services.contract_load import contract_load
from kpi_portal.demo.model_buyer.exports import Sent
from kpi_portal.demo.model_buyer.generate import Made, Order, generate
from metrics.domain.counts import NAMES
from metrics.models import ContractMonth, Delivery, MonthlyFigure, ScorecardDraft
from metrics.selectors.deliveries import profile_of
from metrics.selectors.waiting import waiting_of
from metrics.services.deliveries import delivery_receive
from metrics.services.delivery_process import delivery_process
from metrics.services.profiles import profile_load

pytestmark = pytest.mark.django_db(transaction=True)


def make(folder: Path, *, first: Month, last_day: date, contacts_a_year: int, daily_days: int) -> Made:
    """All contracts and their files, with a dirty row in fifty."""
    order = Order(folder, first, last_day, contacts_a_year=contacts_a_year, dirty_share=0.02, daily_days=daily_days)
    made = generate(order)
    for paper in sorted((folder / "contracts").glob("*.yaml")):
        contract_load(text=paper.read_text(encoding="utf-8"))
    for contract, profile in sorted({(sent.contract, sent.profile) for sent in made.files}):
        text = (folder / "profiles" / f"{profile}.yaml").read_text(encoding="utf-8")
        profile_load(contract=contract_by_key(contract), text=text, by=None)
    return made


def receive(folder: Path, sent: Sent) -> int:
    path = folder / sent.file
    contract = contract_by_key(sent.contract)
    with path.open("rb") as file:
        receipt = delivery_receive(
            contract=contract,
            feed=sent.feed,
            profile=profile_of(contract, sent.profile),
            file=file,
            file_name=path.name,
            by=None,
            door="command",
        )
    return receipt.delivery.pk


def counted(contract: Contract) -> dict[str, dict[str, int]]:
    """All counts of each month, all slices together."""
    found: dict[str, Counter[str]] = {}
    for row in ContractMonth.objects.within(contract).exclude(figure_set=None):
        figures = MonthlyFigure.objects.within(contract).filter(figure_set=row.figure_set_id)
        found[row.month] = Counter({name: sum(getattr(each, name) for each in figures) for name in NAMES})
    return {month: dict(counts) for month, counts in found.items()}


def costs(contract: Contract) -> dict[str, str]:
    drafts = ScorecardDraft.objects.within(contract)
    return {draft.month: draft.document["cost"]["total"] for draft in drafts}


def rejected(deliveries: list[Delivery]) -> Counter[tuple[str, str]]:
    """Rejected rows by feed and reason."""
    return _sum(((each.feed, code), n) for each in deliveries for code, n in each.reasons.items())


def _sum(pairs: Any) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for key, n in pairs:
        found[key] += n
    return found


def faults(totals: Mapping[str, Any]) -> Counter[tuple[str, str]]:
    """Dirty rows that were written, by feed and reason."""
    feeds = ((feed, told) for month in totals["faults"].values() for feed, told in month.items())
    return _sum(((feed, code), n) for feed, told in feeds for code, n in told["rejected"].items())


def orphans(totals: Mapping[str, Any]) -> int:
    """Surveys and sales of contacts that nobody ever sends."""
    return sum(told["unmatched"] for month in totals["faults"].values() for told in month.values())


def take_in(folder: Path, made: Made) -> None:
    """Received in the order of sending, worked on in another: what wins is told by the rows, not by who comes first."""
    received = [receive(folder, sent) for sent in made.files]
    order = random.Random(7).sample(received, len(received))
    states = Counter(delivery_process(delivery_id=pk).state for pk in order)
    assert states == {"applied": len(received)}


def check(made: Made) -> int:
    """Every count and amount of every contract's every month; how many months those are."""
    for key, totals in made.totals["contracts"].items():
        contract = contract_by_key(key)
        wanted = {(month, name): n for month, told in totals["months"].items() for name, n in told["counts"].items()}
        found = counted(contract)
        different = {at: (found[at[0]][at[1]], n) for at, n in wanted.items() if found[at[0]][at[1]] != n}
        assert different == {}, key
        assert costs(contract) == {month: told["cost"]["total"] for month, told in totals["months"].items()}
        assert rejected(list(Delivery.objects.within(contract))) == faults(totals)
        assert sum(rows.rows for rows in waiting_of(contract)) == orphans(totals)
    return sum(len(totals["months"]) for totals in made.totals["contracts"].values())


@pytest.mark.long
def test_totals_of_two_months_are_those_that_were_counted_while_writing(tmp_path: Path) -> None:
    made = make(tmp_path, first=Month(2026, 9), last_day=date(2026, 10, 31), contacts_a_year=12_000, daily_days=1)
    assert any(sent.corrects for sent in made.files)
    take_in(tmp_path, made)
    assert check(made) == 4 * 2


@pytest.mark.long
def test_totals_of_two_years_and_the_running_month_are_those_that_were_counted_while_writing(tmp_path: Path) -> None:
    """All 24 months and what there is of the 25th; one contract ended after the first year.

    With fewer contacts a contract has months without any sale, of which its sales files do not speak.
    """
    made = make(tmp_path, first=Month(2024, 11), last_day=date(2026, 11, 21), contacts_a_year=20_000, daily_days=0)
    take_in(tmp_path, made)
    assert check(made) == 25 + 12 + 25 + 25
