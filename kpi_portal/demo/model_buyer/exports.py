"""Files of one unit: every feed, period by period, with a note of what is in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from kpi_portal.demo.model_buyer.arrays import Ints
from kpi_portal.demo.model_buyer.faults import (
    CONTACT_FAULTS,
    DUPLICATE,
    SALE_FAULTS,
    SURVEY_FAULTS,
    UNMATCHED,
    Faults,
    apply,
    tally,
    with_faults,
)
from kpi_portal.demo.model_buyer.feeds import answer_rows, contact_columns, sale_rows
from kpi_portal.demo.model_buyer.lines import Block
from kpi_portal.demo.model_buyer.months import CORRECTED_AFTER_DAYS, UnitMonth
from kpi_portal.demo.model_buyer.periods import Period
from kpi_portal.demo.model_buyer.tides import epoch
from kpi_portal.demo.model_buyer.world import Unit

PROFILES = {"contacts": "telephony", "surveys": "surveys", "sales": "sales"}
_COMMA = "-comma"  # the telephony profile of a unit whose files have commas
_CORRECTED_HOUR = 6
_CORRECTED = "-corrected"


@dataclass(frozen=True, slots=True)
class Sent:
    """One file: for whom, what days, how many lines, and what is wrong with some of them."""

    contract: str
    feed: str
    profile: str
    file: str  # below the folder
    first_day: date
    last_day: date
    lines: int  # the header included
    duplicate: int = 0
    unmatched: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    corrects: bool = False  # rows of an earlier file come again, some of them changed
    sent_on: date = date.min

    def to_document(self) -> dict[str, Any]:
        """As deliveries.json holds it."""
        days = {name: str(getattr(self, name)) for name in ("first_day", "last_day", "sent_on")}
        return {**asdict(self), **days}


def profile_of(unit: Unit, feed: str) -> str:
    """The profile that reads a unit's files of a feed."""
    comma = feed == "contacts" and unit.delimiter == ","
    return PROFILES[feed] + (_COMMA if comma else "")


class Outbox:
    """Writes the files of one unit, those of the periods given."""

    def __init__(self, folder: Path, unit: Unit, last_day: date, periods: tuple[Period, ...]) -> None:
        self._folder, self._unit, self._last_day, self._periods = folder, unit, last_day, periods
        (folder / "files" / unit.key).mkdir(parents=True, exist_ok=True)

    def contacts(self, months: Iterable[UnitMonth]) -> Iterator[Sent]:
        """The telephony export, and the corrected days whose correction has come. A file may hold several months."""
        rows: Counter[Period] = Counter()
        noted: dict[Period, Counter[str]] = {}
        for made in months:
            block, days, kinds = self._month_block(made)
            for period in self._periods:
                first, until = np.searchsorted(days, period.days_of(made.month) or (0, 0))
                if first < until:
                    is_new = period not in rows
                    with (self._folder / self._name("contacts", period)).open("wb" if is_new else "ab") as file:
                        file.write((block.header if is_new else b"") + block.rows(first, until))
                    rows[period] += int(until - first)
                    noted.setdefault(period, Counter()).update(tally(kinds[first:until], CONTACT_FAULTS))
            if self.is_corrected(made) and (held := self._held(made)) is not None:
                yield self._corrected(made, held)
        for period, counted in noted.items():
            yield self._sent("contacts", period, rows[period], counted)

    def _month_block(self, made: UnitMonth) -> tuple[Block, Ints, Ints]:
        """A month's rows as first exported, faults among them; the day and the fault of each."""
        rows = made.rows if made.correction is None else made.correction.sent_first(made.rows)
        places, kinds = with_faults(np.arange(len(rows)), made.contact_faults)
        columns = contact_columns(self._unit, made, rows, places, None)
        apply(columns, kinds, CONTACT_FAULTS)
        return Block(columns, self._unit.delimiter), rows.day[places], kinds

    def is_corrected(self, made: UnitMonth) -> bool:
        """Has the second file of the month's corrected day come by now?"""
        if made.correction is None:
            return False
        return _day(made, made.correction.day + CORRECTED_AFTER_DAYS) <= self._last_day

    def _held(self, made: UnitMonth) -> Period | None:
        """The file that held the month's corrected day, if it is among those that are written."""
        assert made.correction is not None  # noqa: S101 asked before
        day = _day(made, made.correction.day)
        return next((one for one in self._periods if one.first <= day <= one.last), None)

    def _corrected(self, made: UnitMonth, held: Period) -> Sent:
        assert made.correction is not None  # noqa: S101 asked before
        day = _day(made, made.correction.day)
        places = np.flatnonzero(made.rows.day == made.correction.day)
        wrong = made.correction.wrap_sent_first[places] != made.rows.wrap[places]
        done = (made.rows.closed + np.maximum(made.rows.wrap, 0))[places]
        at = epoch(day + timedelta(days=CORRECTED_AFTER_DAYS), _CORRECTED_HOUR)
        columns = contact_columns(self._unit, made, made.rows, places, np.where(wrong, at, done))
        period, noted = Period(day, day), Counter({DUPLICATE: int((~wrong).sum())})
        block = Block(columns, self._unit.delimiter)
        (self._folder / self._name("contacts", period, _CORRECTED)).write_bytes(block.header + block.rows())
        sent_on = max(held.last, day + timedelta(days=CORRECTED_AFTER_DAYS)) + timedelta(days=1)
        sent = self._sent("contacts", period, len(places), noted, _CORRECTED)
        return replace(sent, corrects=True, sent_on=sent_on)

    def surveys(self, months: list[UnitMonth]) -> Iterator[Sent]:
        """Answers by the day on which they were given."""
        rows = answer_rows(self._unit, months)
        order = np.lexsort((*reversed(rows.contact), rows.answered))
        sizes = [len(made.answers) for made in months]
        places, kinds = with_faults(order, _shifted([made.survey_faults for made in months], sizes))
        columns = rows.columns(places)
        apply(columns, kinds, SURVEY_FAULTS)
        block = Block(columns, ",")
        for period in self._periods:
            first, until = np.searchsorted(rows.answered[places], [epoch(period.first), _end(period)])
            if first < until:
                self._write("surveys", period, block.header + block.rows(first, until))
                yield self._sent("surveys", period, int(until - first), tally(kinds[first:until], SURVEY_FAULTS))

    def sales(self, months: list[UnitMonth]) -> Iterator[Sent]:
        """Sales to which something happened in the period, as they stood at its end."""
        rows = sale_rows(self._unit, months)
        sizes = [len(made.sales) for made in months]
        faults = _shifted([made.sale_faults for made in months], sizes)
        registered = rows.facts.registered[faults.place]
        for period in self._periods:
            first, until = epoch(period.first), _end(period)
            new = (registered >= first) & (registered < until)
            order = np.flatnonzero(rows.touched(first, until))
            places, kinds = with_faults(order, Faults(faults.place[new], faults.kind[new]), len(rows.facts))
            columns = rows.columns(self._unit, places, until)
            apply(columns, kinds, SALE_FAULTS)
            if len(places):
                block = Block(columns, ",")
                self._write("sales", period, block.header + block.rows())
                yield self._sent("sales", period, len(places), tally(kinds, SALE_FAULTS))

    def _name(self, feed: str, period: Period, ending: str = "") -> str:
        return f"files/{self._unit.key}/{feed}-{period.name}{ending}.csv"

    def _write(self, feed: str, period: Period, text: bytes) -> None:
        (self._folder / self._name(feed, period)).write_bytes(text)

    def _sent(self, feed: str, period: Period, rows: int, noted: Counter[str], ending: str = "") -> Sent:
        return Sent(
            contract=self._unit.key,
            feed=feed,
            profile=profile_of(self._unit, feed),
            file=self._name(feed, period, ending),
            first_day=period.first,
            last_day=period.last,
            lines=rows + 1,
            duplicate=noted.pop(DUPLICATE, 0),
            unmatched=noted.pop(UNMATCHED, 0),
            rejected=dict(sorted(noted.items())),
            sent_on=period.last + timedelta(days=1),
        )


def _day(made: UnitMonth, number: int) -> date:
    """The day of the month with this number; the first is 0."""
    return made.month.first_day + timedelta(days=number)


def _end(period: Period) -> int:
    """The instant at which a period is over."""
    return epoch(period.last + timedelta(days=1))


def _shifted(parts: list[Faults], sizes: list[int]) -> Faults:
    """The faults of several months whose rows lie one below the other."""
    starts = np.cumsum([0, *sizes[:-1]])
    places: list[Ints] = [part.place + start for part, start in zip(parts, starts, strict=True)]
    return Faults(np.concatenate(places), np.concatenate([part.kind for part in parts]))
