"""Transfers: a caller who is handed on gets a second row with another agent, bound to the first by its root id."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE
from kpi_portal.demo.model_buyer.contacts import Contacts, join
from kpi_portal.demo.model_buyer.handling import PHONE, SHORTEST_S

_HANDED_ON = 0.035
_FIRST_PART = 0.45  # of the usual handle time: the first agent finds out what it is about


def hand_on(random: np.random.Generator, rows: Contacts, seats: int) -> Contacts:
    """Some answered calls of the day become two rows."""
    luck = random.random(len(rows)) < _HANDED_ON
    wrong_desk = rows.handle < SHORTEST_S
    first = luck & (rows.channel == PHONE) & rows.is_answered & (rows.direction == 0) & (rows.hours == 0) & ~wrong_desk
    places = np.flatnonzero(first)
    second = rows.take(places)
    count = len(places)
    shorter = np.where(first, _FIRST_PART, 1.0)
    begun = replace(
        rows,
        talk=np.where(first, np.maximum(rows.talk * shorter, SHORTEST_S).astype(np.int64), rows.talk),
        hold=np.where(first, (rows.hold * shorter).astype(np.int64), rows.hold),
        wrap=np.where(first, (rows.wrap * shorter).astype(np.int64), rows.wrap),
        transferred=np.where(first, 1, rows.transferred),
        resolved=np.where(first, 0, rows.resolved),
        offered=np.where(first, 0, rows.offered),
        sold=rows.sold & ~first,
    )
    spoken = begun.talk[places] + begun.hold[places] + rows.wait[places]
    return join(
        begun,
        replace(
            second,
            started=second.started + spoken,
            seat=random.integers(0, seats, count) if seats else np.full(count, NONE, dtype=np.int64),
            wait=random.integers(0, 40, count),
            root=places.astype(np.int64),
        ),
    )
