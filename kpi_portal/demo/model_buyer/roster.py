"""Agents: seats that people take, learn at and leave. Everyone has a speed, a skill and a way of selling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi_portal.demo.model_buyer.arrays import Floats, Ints, Texts
from kpi_portal.demo.model_buyer.seeds import generator
from kpi_portal.demo.model_buyer.story import Story, now
from kpi_portal.demo.model_buyer.world import Unit

_HORIZON = 240  # months that are drawn ahead, whatever the length of the history: so it never changes
_LEAVES = 0.02  # chance per month that a seat gets a new agent
_NEWCOMER = 0.16  # how much slower the first weeks are
_LEARNT_IN = 2.5  # months
_LONG_AGO = -1_000


@dataclass(frozen=True, slots=True)
class Agents:
    """Who is at work in a month, one entry per seat."""

    names: Texts
    teams: Texts
    sites: Texts
    speed: Floats  # multiple of the usual handle time
    skill: Floats  # added to the chance of a satisfied answer
    drive: Floats  # multiple of the usual offers: too little and too much both hurt


class Roster:
    """All agents that a unit will ever have."""

    def __init__(self, seed: int, unit: Unit) -> None:
        self._unit = unit
        seats = max(unit.seats)
        random = generator(seed, unit.key, "roster")
        leaves = random.random((seats, _HORIZON)) < _LEAVES
        leaves[:, 0] = False
        self._turn = np.cumsum(leaves, axis=1)  # which agent of the seat sits there, by month
        months = np.arange(_HORIZON)
        last = np.maximum.accumulate(np.where(leaves, months, _LONG_AGO), axis=1)
        self._since: Ints = last.astype(np.int64)
        turns = int(self._turn.max()) + 1
        self._speed = np.exp(random.normal(0, 0.13, (seats, turns)))
        self._skill = random.normal(0, 0.025, (seats, turns))
        self._drive = np.exp(random.normal(0, 0.42, (seats, turns)))

    def at(self, number: int, story: Story) -> Agents:
        """Everyone at work in a month. Those who came when the unit grew are new then."""
        unit = self._unit
        seats = np.arange(int(now(unit.seats, number, story)))
        turn = self._turn[seats, number]
        since = self._since[seats, number]
        since = np.where((seats >= unit.seats[0]) & (since < story.one_partner), story.one_partner, since)
        tenure = np.maximum(number - since, 0)
        learning = 1 + _NEWCOMER * np.exp(-tenure / _LEARNT_IN)
        team = seats // unit.team_size
        head = unit.letters.lower()
        return Agents(
            names=np.array([f"{head}{100 + s}{chr(97 + t)}" for s, t in zip(seats, turn, strict=True)], "S"),
            teams=np.array([f"{unit.letters} team {n + 1}" for n in team], "S"),
            sites=np.array([unit.sites[n % len(unit.sites)].encode() for n in team], "S"),
            speed=self._speed[seats, turn] * learning,
            skill=self._skill[seats, turn] - 0.04 * (learning - 1) / _NEWCOMER,
            drive=self._drive[seats, turn],
        )
