"""What becomes of arrivals: who waits, who gives up, who answers, how long it takes, what is offered and sold."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Floats, Ints
from kpi_portal.demo.model_buyer.contacts import ABANDONED, ANSWERED, INTERNAL, OVERFLOW, TEST, Contacts
from kpi_portal.demo.model_buyer.demand import HOUR_S, Arrivals, topic_weights, touches
from kpi_portal.demo.model_buyer.roster import Agents
from kpi_portal.demo.model_buyer.story import Incident, Mood
from kpi_portal.demo.model_buyer.tides import CHANNELS
from kpi_portal.demo.model_buyer.world import Trade

PHONE, CHAT, EMAIL = range(len(CHANNELS))
USUAL_HANDLE_S = (362.0, 300.0, 590.0)  # by channel
LONGEST_S = 5_400
MOST_DAYS = 31
_FIRST_HOUR, _LATE_HOUR = 8, 18  # between which letters are queued at leisure
SHORTEST_S = 16
_WAIT_S = (12.0, 14.0, 22.0)
_AT_ONCE = 0.42
_UNEVEN_DAYS = 0.5  # of the logarithm of waits: some days too few agents are at work
_PATIENCE_S = 280.0
_GIVES_UP_AT_ONCE = 0.012
_OFFERS = (0.29, 0.24, 0.10)  # by channel
_BUYS = 0.23  # of those who are offered something
_SPREAD = 0.45  # of the logarithm of handle times
_OFFER_TAKES, _SALE_TAKES = 1.10, 1.32
_NICE_PACE = 1.05
_LEVEL = 0.925  # takes out what offers, newcomers and slow agents add to the mean
_MISROUTED = 0.004
_OUTBOUND = 0.03
_RARE = ((OVERFLOW, 0.0020), (TEST, 0.0006), (INTERNAL, 0.0012))
_RESOLVED = 0.87
_REPEATED = 0.30  # of a contact that is repeated later, the chance to have been called resolved


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how a month's contacts go."""

    trade: Trade
    agents: Agents
    mood: Mood
    incidents: tuple[Incident, ...]
    nice_share: float


def handle(random: np.random.Generator, arrivals: Arrivals, setting: Setting, weekend: Flags) -> Contacts:
    """Every arrival as a row. `weekend` tells by day of the month which hours class holds."""
    count = len(arrivals)
    incident = _incident(arrivals, setting)
    outbound = (arrivals.channel == PHONE) & (random.random(count) < _OUTBOUND) & (incident == NONE)
    brand = (random.random(count) < setting.nice_share).astype(np.int64)
    wait, gave_up = _waits(random, arrivals, setting, incident)
    outcome = np.where(gave_up, ABANDONED, ANSWERED)
    luck = random.random(count)
    for rare, share in _RARE:
        outcome[(luck >= 0) & (luck < share)] = rare
        luck = luck - share
    outcome[outbound] = ANSWERED
    answered = (outcome != ABANDONED) & (outcome != OVERFLOW)
    seat = np.where(answered, random.integers(0, len(setting.agents.names), count), NONE)
    offered, sold = _sales(random, arrivals, setting, incident, seat)
    relative = _relative(random, arrivals, setting, incident, brand, seat, offered, sold)
    blank = np.full(count, NONE, dtype=np.int64)
    rows = Contacts(
        started=arrivals.started,
        day=arrivals.day,
        channel=arrivals.channel,
        direction=outbound.astype(np.int64),
        topic=arrivals.topic,
        brand=brand,
        language=np.searchsorted((0.90, 0.97), random.random(count)).astype(np.int64),
        hours=np.where(weekend[arrivals.day], 2, (arrivals.hour >= 17) | (arrivals.hour < 7)).astype(np.int64),
        customer=arrivals.customer,
        seat=seat,
        outcome=outcome.astype(np.int64),
        idle=_idle(random, arrivals),
        wait=np.where(outbound, NONE, wait),
        talk=blank, hold=blank, wrap=blank,
        transferred=np.where(answered, 0, NONE),
        resolved=_resolved(random, arrivals, relative, answered),
        offered=np.where(answered, offered, NONE),
        sold=sold & (outcome == ANSWERED),
        incident=incident, root=blank, relative=relative,
    )  # fmt: skip
    return _misrouted(random, _timed(random, rows, setting))


def _incident(arrivals: Arrivals, setting: Setting) -> Ints:
    """The number of the incident that a contact falls into, or NONE."""
    found = np.full(len(arrivals), NONE, dtype=np.int64)
    for number, incident in enumerate(setting.incidents):
        topics = np.array([touches(topic, incident) for topic in setting.trade.topics])
        inside = (arrivals.started >= incident.first) & (arrivals.started < incident.until)
        found[inside & topics[arrivals.topic]] = number
    return found


def _factor(incident: Ints, values: list[float], *, none: float = 1.0) -> Floats:
    """A value of the incident of each row; `none` for rows without one (the last entry is what NONE points at)."""
    return np.array([*values, none])[incident]


def _waits(random: np.random.Generator, arrivals: Arrivals, setting: Setting, incident: Ints) -> tuple[Ints, Flags]:
    """Seconds in the queue, and who gave up. Letters are not given up."""
    count = len(arrivals)
    days = np.exp(random.normal(0, _UNEVEN_DAYS, MOST_DAYS))
    mean = np.array(_WAIT_S)[arrivals.channel] * days[arrivals.day] * setting.mood.wait / (1 - _AT_ONCE)
    mean = mean * _factor(incident, [one.wait for one in setting.incidents])
    wait = np.where(random.random(count) < _AT_ONCE, 0.0, random.standard_exponential(count) * mean)
    patience = random.standard_exponential(count) * _PATIENCE_S
    at_once = random.random(count) < _GIVES_UP_AT_ONCE
    patience = np.where(at_once, patience * 0.05, patience)
    gives_up = ((patience < wait) | at_once) & (arrivals.channel != EMAIL)
    return np.minimum(np.where(gives_up, patience, wait), 3_000).astype(np.int64), gives_up


def _idle(random: np.random.Generator, arrivals: Arrivals) -> Ints:
    """Seconds that a letter lies before it is queued: at night until the morning, by day an hour or so."""
    until_morning = np.maximum(_FIRST_HOUR - arrivals.hour, 0) * HOUR_S
    longest = np.where(arrivals.hour < _LATE_HOUR, 4 * HOUR_S, HOUR_S // 3)
    lies = np.minimum(random.standard_exponential(len(arrivals)) * HOUR_S, longest).astype(np.int64)
    return np.where(arrivals.channel == EMAIL, until_morning + lies, 0).astype(np.int64)


def _sales(
    random: np.random.Generator, arrivals: Arrivals, setting: Setting, incident: Ints, seat: Ints
) -> tuple[Ints, Flags]:
    """Offers follow the agent's drive, the topic and the channel; some of those who are asked buy."""
    openings = np.array([topic.sells for topic in setting.trade.topics])
    openings = openings / (openings * np.array(topic_weights(setting.trade))).sum()
    chance = np.array(_OFFERS)[arrivals.channel] * openings[arrivals.topic]
    chance = chance * setting.agents.drive[seat] * setting.mood.sells
    chance = chance * _factor(incident, [one.sells for one in setting.incidents])
    offered = (random.random(len(arrivals)) < np.minimum(chance, 0.85)) & (seat != NONE)
    return offered.astype(np.int64), offered & (random.random(len(arrivals)) < _BUYS)


def _relative(
    random: np.random.Generator, arrivals: Arrivals, setting: Setting, incident: Ints, brand: Ints, seat: Ints,
    offered: Ints, sold: Flags,
) -> Floats:  # fmt: skip
    """Handle time as a multiple of the usual one of channel and topic."""
    spread = np.exp(random.normal(-_SPREAD * _SPREAD / 2, _SPREAD, len(arrivals)))
    relative = spread * setting.agents.speed[seat] * setting.mood.pace
    relative = relative * _factor(incident, [one.pace for one in setting.incidents])
    relative = relative * np.where(brand == 1, _NICE_PACE, 1.0)
    return relative * np.where(sold, _SALE_TAKES, np.where(offered == 1, _OFFER_TAKES, 1.0)) * _LEVEL


def _timed(random: np.random.Generator, rows: Contacts, setting: Setting) -> Contacts:
    """Talk, hold and wrap: whole seconds that add up."""
    paces = np.array([topic.pace for topic in setting.trade.topics])
    paces = paces / (paces * np.array(topic_weights(setting.trade))).sum()
    usual = np.array(USUAL_HANDLE_S)[rows.channel] * paces[rows.topic]
    seconds = np.clip(np.rint(usual * rows.relative), SHORTEST_S, LONGEST_S).astype(np.int64)
    wrap = (seconds * random.uniform(0.09, 0.21, len(rows))).astype(np.int64)
    on_hold = (rows.channel == PHONE) & (random.random(len(rows)) < 0.22)
    hold = np.where(on_hold, seconds * random.uniform(0.04, 0.28, len(rows)), 0).astype(np.int64)
    nobody = rows.seat == NONE
    talk = seconds - wrap - hold
    return replace(
        rows,
        talk=np.where(nobody, NONE, talk),
        hold=np.where(nobody, NONE, hold),
        wrap=np.where(nobody, NONE, wrap),
    )


def _resolved(random: np.random.Generator, arrivals: Arrivals, relative: Floats, answered: Flags) -> Ints:
    """Long cases are hard cases; what a customer comes back for was seldom resolved."""
    chance = _RESOLVED - 0.10 * np.clip(relative - 1, -0.5, 1.5)
    chance[arrivals.repeats[arrivals.repeats != NONE]] *= _REPEATED
    resolved = (random.random(len(arrivals)) < chance).astype(np.int64)
    return np.where(answered, resolved, NONE).astype(np.int64)


def _misrouted(random: np.random.Generator, rows: Contacts) -> Contacts:
    """A few calls reached the wrong desk: over in seconds, not resolved, nothing offered, not billed."""
    luck = random.random(len(rows)) < _MISROUTED
    wrong = luck & (rows.channel == PHONE) & rows.is_answered & (rows.direction == 0)
    return replace(
        rows,
        talk=np.where(wrong, 2 + rows.talk % 6, rows.talk),
        hold=np.where(wrong, 0, rows.hold),
        wrap=np.where(wrong, rows.wrap % 2, rows.wrap),
        resolved=np.where(wrong, 0, rows.resolved),
        offered=np.where(wrong, 0, rows.offered),
        sold=rows.sold & ~wrong,
    )
