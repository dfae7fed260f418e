"""Sales: registered at the end of the contact, accepted in writing, active days later; some are taken back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Floats, Ints
from kpi_portal.demo.model_buyer.contacts import Contacts
from kpi_portal.demo.model_buyer.world import Trade

_SECOND_SALE = 0.03
_TWO_UNITS = 0.09
_ACCEPTED_AT_ONCE, _NEVER_ACCEPTED = 0.86, 0.02
_ACTIVE_AT_ONCE = 0.55
_WITHDRAWN, _CANCELLED, _CANCELLED_LATER = 0.040, 0.025, 0.015
_HOUR_S, _DAY_S = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Sales:
    """Sales of a month's contacts. Instants in seconds since 1970; NONE: it did not happen. Money in øre."""

    place: Ints
    product: Ints
    units: Ints
    value_cents: Ints
    registered: Ints
    accepted: Ints
    active: Ints
    withdrawn: Ints
    cancelled: Ints

    def __len__(self) -> int:
        return len(self.place)

    def take(self, places: Ints | Flags) -> Sales:
        """Some of them."""
        return Sales(**{part.name: getattr(self, part.name)[places] for part in fields(self)})


EVENTS = ("registered", "accepted", "active", "withdrawn", "cancelled")


@cache
def _edges(trade: Trade) -> tuple[float, ...]:
    weights = np.array([product.weight for product in trade.products])
    return tuple(float(edge) for edge in np.cumsum(weights) / weights.sum())


def sales(random: np.random.Generator, rows: Contacts, closed: Ints, trade: Trade) -> Sales:
    """What was sold in one month's contacts; `closed` is when each row ended."""
    place = np.flatnonzero(rows.sold)
    twice = place[random.random(len(place)) < _SECOND_SALE]
    place = np.sort(np.concatenate([place, twice]))
    count = len(place)
    product = np.searchsorted(_edges(trade), random.random(count), side="right").astype(np.int64)
    units = 1 + (random.random(count) < _TWO_UNITS).astype(np.int64)
    registered = closed[place]
    accepted = _accepted(random, registered)
    waits = np.where(random.random(count) < _ACTIVE_AT_ONCE, 0.02, random.uniform(0.2, 4.0, count))
    active = np.where(accepted == NONE, NONE, accepted + (waits * _DAY_S).astype(np.int64))
    withdrawn, cancelled = _taken_back(random, accepted)
    ended = np.where(withdrawn == NONE, cancelled, withdrawn)
    return Sales(
        place=place,
        product=product,
        units=units,
        value_cents=np.array([one.price * 100 for one in trade.products])[product] * units,
        registered=registered,
        accepted=accepted,
        active=np.where((ended != NONE) & (ended < active), NONE, active),
        withdrawn=withdrawn,
        cancelled=cancelled,
    )


def _accepted(random: np.random.Generator, registered: Ints) -> Ints:
    """Most customers accept in writing while they are still there, some days later, a few never."""
    luck = random.random(len(registered))
    later = random.uniform(3 * _HOUR_S, 3 * _DAY_S, len(registered))
    delay = np.where(luck < _ACCEPTED_AT_ONCE, random.uniform(20, 600, len(registered)), later)
    return np.where(luck >= 1 - _NEVER_ACCEPTED, NONE, registered + delay.astype(np.int64)).astype(np.int64)


def _taken_back(random: np.random.Generator, accepted: Ints) -> tuple[Ints, Ints]:
    """Withdrawn or cancelled within the 14 days of the withdrawal period; a few cancelled weeks later."""
    luck = np.where(accepted == NONE, 1.0, random.random(len(accepted)))
    soon: Floats = accepted + random.uniform(0.2, 13.5, len(accepted)) * _DAY_S
    late: Floats = accepted + random.uniform(15, 75, len(accepted)) * _DAY_S
    withdrawn = np.where(luck < _WITHDRAWN, soon, NONE).astype(np.int64)
    is_cancelled = (luck >= _WITHDRAWN) & (luck < _WITHDRAWN + _CANCELLED)
    is_late = (luck >= _WITHDRAWN + _CANCELLED) & (luck < _WITHDRAWN + _CANCELLED + _CANCELLED_LATER)
    return withdrawn, np.select([is_cancelled, is_late], [soon, late], NONE).astype(np.int64)
