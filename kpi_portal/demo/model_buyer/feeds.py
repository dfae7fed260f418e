"""The three exports as columns of text: contacts of a month, survey answers and sales of a unit."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Ints, Texts
from kpi_portal.demo.model_buyer.contacts import DIRECTIONS, HOURS_CLASSES, LANGUAGES, OUTCOMES, Contacts
from kpi_portal.demo.model_buyer.lines import Column, amounts, encoded, instants, same, serials, whole, words
from kpi_portal.demo.model_buyer.months import UnitMonth
from kpi_portal.demo.model_buyer.sales import EVENTS, Sales
from kpi_portal.demo.model_buyer.tides import CHANNELS
from kpi_portal.demo.model_buyer.world import Unit

_YES_NO = ("no", "yes")


def contact_ids(unit: Unit, month: Month, places: Ints) -> Column:
    """FJ26100000123: letters of the unit, year and month, running number in the month. NONE is blank."""
    head = encoded([f"{unit.letters}{month.year % 100:02d}{month.number:02d}", ""])
    known = places != NONE
    return [head[np.where(known, 0, 1)], *(np.where(known, piece, b"") for piece in serials(np.maximum(places, 0) + 1))]


def contact_columns(
    unit: Unit, made: UnitMonth, rows: Contacts, places: Ints, updated: Ints | None
) -> dict[str, Column]:
    """The telephony export of some rows. `updated` says when the rows were changed; None: when they were done."""
    part = rows.take(places)
    topics = unit.trade.topics
    answered = np.where(part.seat != NONE, part.answered, NONE)
    done = part.closed + np.maximum(made.rows.wrap[places], 0)
    return {
        "contact_id": contact_ids(unit, made.month, places),
        "root_id": contact_ids(unit, made.month, part.root),
        "started": instants(part.started),
        "answered": instants(answered),
        "ended": instants(part.closed),
        "updated": instants(done if updated is None else updated),
        "channel": words(CHANNELS, part.channel),
        "direction": words(DIRECTIONS, part.direction),
        "queue": words([topic.queue for topic in topics], part.topic),
        "topic": words([topic.name for topic in topics], part.topic),
        "brand": words(unit.trade.brands, part.brand),
        "language": words(LANGUAGES, part.language),
        "hours": words(HOURS_CLASSES, part.hours),
        "customer": [same("K", len(part)), *serials(part.customer)],
        "agent": _of_seat(made.agents.names, part.seat),
        "team": _of_seat(made.agents.teams, part.seat),
        "site": _of_seat(made.agents.sites, part.seat),
        "outcome": words(OUTCOMES, part.outcome),
        "wait_s": whole(part.wait),
        "talk_s": whole(part.talk),
        "hold_s": whole(part.hold),
        "wrap_s": whole(part.wrap),
        "transferred": words(_YES_NO, part.transferred),
        "resolved": words(_YES_NO, part.resolved),
        "offered": words(_YES_NO, part.offered),
    }


def _of_seat(names: Texts, seats: Ints) -> Column:
    """Something about the agent; blank where nobody answered."""
    return [np.append(names, b"")[seats]]


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """All answers to a unit's surveys, over all months."""

    contact: tuple[Texts, ...]
    answered: Ints
    score: Ints

    def columns(self, places: Ints) -> dict[str, Column]:
        """The survey export of some answers."""
        return {
            "contact_id": [piece[places] for piece in self.contact],
            "answered": instants(self.answered[places]),
            "score": whole(self.score[places]),
        }


@dataclass(frozen=True, slots=True)
class SaleRows:
    """All sales of a unit, over all months."""

    sale: tuple[Texts, ...]
    contact: tuple[Texts, ...]
    facts: Sales

    def columns(self, unit: Unit, places: Ints, until: int) -> dict[str, Column]:
        """The sales export of some sales, as they stood at an instant."""
        part = self.facts.take(places)
        events = {name: getattr(part, name) for name in EVENTS}
        known = {name: np.where(when < until, when, NONE) for name, when in events.items()}
        products = unit.trade.products
        return {
            "sale_id": [piece[places] for piece in self.sale],
            "contact_id": [piece[places] for piece in self.contact],
            "product": words([product.name for product in products], part.product),
            "kind": words([product.kind for product in products], part.product),
            "units": whole(part.units),
            "value": amounts(part.value_cents),
            **{name: instants(known[name]) for name in EVENTS[1:]},
            "updated": instants(np.maximum.reduce(list(known.values()))),
        }

    def touched(self, first: int, until: int) -> Flags:
        """Sales to which something happened between two instants."""
        found = np.zeros(len(self.facts), dtype=np.bool_)
        for name in EVENTS:
            when = getattr(self.facts, name)
            found |= (when >= first) & (when < until)
        return found


def answer_rows(unit: Unit, months: list[UnitMonth]) -> AnswerRows:
    """The answers of all months, in the order in which they were made up."""
    ids = [contact_ids(unit, made.month, made.answers.place) for made in months]
    return AnswerRows(
        contact=_stacked(ids),
        answered=np.concatenate([made.answers.answered for made in months]),
        score=np.concatenate([made.answers.score for made in months]),
    )


def sale_rows(unit: Unit, months: list[UnitMonth]) -> SaleRows:
    """The sales of all months. A sale's id begins with S and its month."""
    heads = [f"S{unit.letters}{made.month.year % 100:02d}{made.month.number:02d}" for made in months]
    ids = [[same(head, len(made.sales)), *serials(np.arange(len(made.sales)) + 1)]
           for head, made in zip(heads, months, strict=True)]  # fmt: skip
    contacts = [contact_ids(unit, made.month, made.sales.place) for made in months]
    columns = {part.name: np.concatenate([getattr(made.sales, part.name) for made in months]) for part in fields(Sales)}
    return SaleRows(_stacked(ids), _stacked(contacts), Sales(**columns))


def _stacked(columns: list[Column]) -> tuple[Texts, ...]:
    """The same column of several months, one below the other."""
    return tuple(np.concatenate(pieces) for pieces in zip(*columns, strict=True))
