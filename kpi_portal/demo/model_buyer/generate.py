"""Write everything that the model buyer's systems would have sent up to a day, and count it on the way.

Same order, same bytes. A later last day adds files and takes nothing back: every month is made up from its own seed,
whole, and then cut.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from contracts.domain.months import Month, months_between
from kpi_portal.demo.model_buyer import documents
from kpi_portal.demo.model_buyer.exports import Outbox, Sent
from kpi_portal.demo.model_buyer.months import Plan, UnitMonth, unit_month
from kpi_portal.demo.model_buyer.periods import DAILY_DAYS, periods
from kpi_portal.demo.model_buyer.roster import Roster
from kpi_portal.demo.model_buyer.story import Story
from kpi_portal.demo.model_buyer.totals import fault_totals, month_totals
from kpi_portal.demo.model_buyer.world import UNITS, Unit

_FEED_ORDER = ("contacts", "surveys", "sales")
_REACH = 4  # months: a sale may still be cancelled eleven weeks after the contact


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. `last_day` is the newest day in the files: yesterday."""

    folder: Path
    first: Month
    last_day: date
    seed: int = 1
    contacts_a_year: int = 1_000_000
    dirty_share: float = 0.0005
    daily_days: int = DAILY_DAYS
    story: Story = field(default_factory=Story)

    @property
    def plan(self) -> Plan:
        """The part on which history hangs."""
        return Plan(self.seed, self.first, self.story, self.contacts_a_year, self.dirty_share)


@dataclass(frozen=True, slots=True)
class Made:
    """The files in the order in which they were sent, and the totals as in totals.json."""

    files: tuple[Sent, ...]
    totals: dict[str, Any]


def generate(order: Order, *, tick: Callable[[str], None] = lambda _: None) -> Made:
    """Write files, contracts, profiles, incidents.yaml, deliveries.json and totals.json into the folder.

    `tick` is called with the contract's key when its files are written.
    """
    files: list[Sent] = []
    contracts: dict[str, Any] = {}
    for unit in UNITS:
        sent, totals = _unit_files(order, unit, order.first.first_day)
        files += sent
        contracts[unit.key] = totals
        tick(unit.key)
    _write_list(order, files)
    made = Made(tuple(files), {**_head(order), "contracts": contracts})
    _write_json(order.folder / "totals.json", made.totals)
    return made


def generate_since(order: Order, since: date) -> tuple[Sent, ...]:
    """The files that hold a day or later ones, and the documents: the same bytes as in the whole, sooner.

    There are no totals, and deliveries.json lists these files only.
    """
    files = [sent for unit in UNITS for sent in _unit_files(order, unit, since)[0]]
    _write_list(order, files)
    return tuple(files)


def _write_list(order: Order, files: list[Sent]) -> None:
    """The documents and the list of files; these are put into the order of sending."""
    files.sort(key=_when_sent)
    documents.write(order.folder, order.first, order.story, order.last_day)
    _write_json(order.folder / "deliveries.json", [sent.to_document() for sent in files])


def _unit_files(order: Order, unit: Unit, since: date) -> tuple[list[Sent], dict[str, Any]]:
    """The files of one unit and its totals by month. Only the contract of the story sends a file a day."""
    daily_days = order.daily_days if unit.leads else 0
    every = periods(order.first, order.last_day, daily_days=daily_days, months_a_file=unit.months_a_file)
    wanted = tuple(period for period in every if period.last >= since)
    begins = max(order.first, Month.of(wanted[0].first).plus(-_REACH))
    outbox = Outbox(order.folder, unit, order.last_day, wanted)
    months: list[UnitMonth] = []
    totals: dict[str, Any] = {}

    def counted() -> Iterator[UnitMonth]:
        """Each month is counted before its rows are written and let go."""
        for made in _unit_months(order, unit, begins):
            is_corrected = outbox.is_corrected(made)
            totals[str(made.month)] = month_totals(made, unit, order.last_day, is_corrected=is_corrected)
            yield made
            months.append(made.without_rows())

    sent = list(outbox.contacts(counted()))
    if months:
        sent += outbox.surveys(months)
        sent += outbox.sales(months)
    return sent, {"months": totals, "faults": fault_totals(sent)}


def _unit_months(order: Order, unit: Unit, begins: Month) -> Iterator[UnitMonth]:
    """The months from one on in which the unit is at work."""
    roster = Roster(order.seed, unit)
    for month in months_between(begins, Month.of(order.last_day)):
        made = unit_month(order.plan, unit, roster, month)
        if made is not None:
            yield made


def _when_sent(sent: Sent) -> tuple[date, bool, str, int]:
    """Files go out when their last day is over; a corrected day after the file that it corrects."""
    return sent.sent_on, sent.corrects, sent.contract, _FEED_ORDER.index(sent.feed)


def _head(order: Order) -> dict[str, Any]:
    return {
        "seed": order.seed,
        "first_month": str(order.first),
        "last_day": str(order.last_day),
        "contacts_a_year": order.contacts_a_year,
        "dirty_share": order.dirty_share,
    }


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
