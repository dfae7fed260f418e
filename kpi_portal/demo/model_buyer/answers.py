"""Satisfaction surveys: who answers, how satisfied, and when.

Calls that are too short hurt, and so do long ones; so do agents who push offers, and agents who never make one
(DOMAIN.md 2; the curve is MATH.md 6.3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Floats, Ints
from kpi_portal.demo.model_buyer.contacts import Contacts
from kpi_portal.demo.model_buyer.handling import SHORTEST_S, Setting

LOWEST, HIGHEST, SATISFIED_FROM = 1, 5, 4
_RESPONSE = (0.118, 0.150, 0.095)  # by channel, of answered contacts
_USUAL_S = 360.0
_CURVE_S = (60.0, 120, 180, 240, 300, 360, 420, 480, 540, 600, 900)
_CURVE = (0.50, 0.62, 0.71, 0.78, 0.83, 0.85, 0.84, 0.80, 0.76, 0.70, 0.56)
_BASE = 0.085
_NICE, _TRANSFERRED = -0.02, -0.07
_RESOLVED, _UNRESOLVED = 0.02, -0.15
_BOUGHT, _DECLINED = 0.06, -0.01
_PUSHY_FROM, _PUSHY, _SHY_FROM, _SHY = 1.35, 0.17, 0.75, 0.40
_LEAST, _MOST = 0.03, 0.985
_TWICE = 0.012  # of those who answered: they answer once more
_HOUR_S, _DAY_S = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Answers:
    """Survey answers of a month's contacts: place of the contact's row, instant, score 1 to 5."""

    place: Ints
    answered: Ints
    score: Ints

    def __len__(self) -> int:
        return len(self.place)

    def take(self, places: Ints | Flags) -> Answers:
        """Some of them."""
        return Answers(self.place[places], self.answered[places], self.score[places])


def answers(random: np.random.Generator, rows: Contacts, closed: Ints, setting: Setting) -> Answers:
    """The answers to one month's contacts; `closed` is when each row ended."""
    asked = rows.is_answered & (rows.transferred != 1) & (rows.handle >= SHORTEST_S)
    answering = asked & (random.random(len(rows)) < np.array(_RESPONSE)[rows.channel])
    place = np.flatnonzero(answering)
    satisfied = random.random(len(place)) < chance_satisfied(rows.take(place), setting)
    score = _scores(random, satisfied)
    answered = closed[place] + _delays(random, len(place))
    again = np.flatnonzero(random.random(len(place)) < _TWICE)
    changed = _scores(random, random.random(len(again)) < 0.5)
    later = answered[again] + random.integers(_HOUR_S, _DAY_S, len(again))
    return Answers(
        np.concatenate([place, place[again]]),
        np.concatenate([answered, later]),
        np.concatenate([score, changed]),
    )


def chance_satisfied(rows: Contacts, setting: Setting) -> Floats:
    """How likely each row's customer is to give a 4 or a 5."""
    agents = setting.agents
    drive = agents.drive[rows.seat] * setting.mood.push
    chance = np.interp(rows.relative * _USUAL_S, _CURVE_S, _CURVE) + _BASE
    chance += setting.mood.satisfied + agents.skill[rows.seat]
    chance += np.array([*[one.satisfied for one in setting.incidents], 0.0])[rows.incident]
    chance += np.where(rows.resolved == 1, _RESOLVED, _UNRESOLVED)
    chance += np.where(rows.sold, _BOUGHT, np.where(rows.offered == 1, _DECLINED, 0.0))
    chance -= _PUSHY * np.clip(drive - _PUSHY_FROM, 0, 1.5) + _SHY * np.clip(_SHY_FROM - drive, 0, 1)
    chance += np.where(rows.brand == 1, _NICE, 0.0) + np.where(rows.root != NONE, _TRANSFERRED, 0.0)
    clipped: Floats = np.clip(chance, _LEAST, _MOST)
    return clipped


def _scores(random: np.random.Generator, satisfied: Flags) -> Ints:
    """5 or 4 of the satisfied, 3 to 1 of the others."""
    luck = random.random(len(satisfied))
    high = np.where(luck < 0.62, 5, 4)
    low = np.where(luck < 0.45, 3, np.where(luck < 0.70, 2, 1))
    return np.where(satisfied, high, low).astype(np.int64)


def _delays(random: np.random.Generator, count: int) -> Ints:
    """Seconds until the answer: most within the day, some after days, a few when it no longer counts.

    None falls near the seventh day, so that no rule of rounding decides whether an answer counts.
    """
    luck = random.random(count)
    soon = np.minimum(120 + random.standard_exponential(count) * 2 * _HOUR_S, 20 * _HOUR_S)
    days = random.uniform(0.8, 2.5, count) * _DAY_S
    week = random.uniform(2.5, 6.5, count) * _DAY_S
    late = random.uniform(8.0, 20.0, count) * _DAY_S
    delay = np.select([luck < 0.58, luck < 0.90, luck < 0.982], [soon, days, week], late)
    return delay.astype(np.int64)
