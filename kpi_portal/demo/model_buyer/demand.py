"""When customers make contact in a month, through which channel and about what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Floats, Ints
from kpi_portal.demo.model_buyer.story import Incident
from kpi_portal.demo.model_buyer.tides import CHANNELS, cell_shares, hour_starts
from kpi_portal.demo.model_buyer.world import Topic, Trade

HOUR_S = 3600
_REPEATS = 0.09  # of contacts are about something the same customer called about some days before
_EARLIER_DAYS = (0.2, 6.0)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Contacts of a month by arrival: instant, day of the month (from 0), local hour, channel, topic and customer.

    `repeats`: the place of the earlier contact that this one repeats, or NONE.
    """

    started: Ints
    day: Ints
    hour: Ints
    channel: Ints
    topic: Ints
    customer: Ints
    repeats: Ints

    def __len__(self) -> int:
        return len(self.started)


@cache
def topic_weights(trade: Trade) -> tuple[float, ...]:
    """Share of contacts by topic."""
    total = sum(topic.weight for topic in trade.topics)
    return tuple(topic.weight / total for topic in trade.topics)


def touches(topic: Topic, incident: Incident) -> bool:
    """Is a contact about this topic within the incident's scope?"""
    values = {"queue": topic.queue, "topic": topic.name}
    return all(values[name] == value for name, value in incident.scope)


def arrivals(
    random: np.random.Generator, month: Month, trade: Trade, *, per_year: float, customers: int,
    disturbances: tuple[Incident, ...],
) -> Arrivals:  # fmt: skip
    """The contacts of a month, in order of arrival."""
    starts = hour_starts(month)
    usual = cell_shares(month) * per_year
    weights = np.array(topic_weights(trade))
    cells, topics = [_cells(random, usual)], []
    topics.append(_pick(random, weights, len(cells[0])))
    for incident in disturbances:
        scope = np.array([touches(topic, incident) for topic in trade.topics])
        inside = (starts >= incident.first) & (starts < incident.until)
        more = usual * inside[:, :, None] * float(weights[scope].sum()) * (incident.volume - 1)
        cells.append(_cells(random, more))
        topics.append(_pick(random, weights * scope, len(cells[-1])))
    return _in_order(random, starts, np.concatenate(cells), np.concatenate(topics), customers)


def _cells(random: np.random.Generator, expected: Floats) -> Ints:
    """One entry per contact: the place of its cell (day, hour, channel)."""
    return np.repeat(np.arange(expected.size), random.poisson(expected).ravel()).astype(np.int64)


def _pick(random: np.random.Generator, weights: Floats, count: int) -> Ints:
    """Topics by their weights."""
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    edges = np.cumsum(weights) / weights.sum()
    return np.searchsorted(edges, random.random(count), side="right").astype(np.int64)


def _in_order(random: np.random.Generator, starts: Ints, cells: Ints, topics: Ints, customers: int) -> Arrivals:
    hours, channel = np.divmod(cells, len(CHANNELS))
    started = starts.ravel()[hours] + random.integers(0, HOUR_S, len(cells))
    order = np.argsort(started, kind="stable")
    started, hours, topics = started[order], hours[order], topics[order]
    customer = random.integers(1, customers + 1, len(cells))
    repeats = _earlier(random, started)
    again = repeats != NONE
    customer[again], topics[again] = customer[repeats[again]], topics[repeats[again]]
    return Arrivals(started, hours // 24, hours % 24, channel[order], topics, customer, repeats)


def _earlier(random: np.random.Generator, started: Ints) -> Ints:
    """For a share of the contacts the place of one some days before, in the same month."""
    count = len(started)
    repeats = np.full(count, NONE, dtype=np.int64)
    again: Flags = random.random(count) < _REPEATS
    lag = random.uniform(*_EARLIER_DAYS, count) * 24 * HOUR_S
    place = np.searchsorted(started, started - lag, side="right") - 1
    repeats[again] = place[again]
    return repeats
