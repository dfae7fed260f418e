"""What happens in the course of the contract: who answers, how well it goes month by month, and what goes wrong.

Everything hangs on the first month, never on the last day, so history stays as it is when time moves on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.domain.months import Month, months_between
from kpi_portal.demo.model_buyer.holidays import is_holiday
from kpi_portal.demo.model_buyer.tides import epoch
from kpi_portal.demo.model_buyer.world import UNITS, Unit

_START_PACE = 1.075
_BAD_PACE = (1.10, 1.14, 1.11)
_BAD_SATISFIED = (-0.08, -0.10, -0.085)
_BAD_SELLS = (0.78, 0.70, 0.79)
_BAD_WAIT = (1.5, 2.2, 1.6)
_PACE_HELPS = 0.45  # points of satisfaction for each unit of pace that steady work saves
_PUSH = 1.55
_NICE_SHARE = (0.14, 0.22, 0.27)  # of contacts, in the months after the brand joined; the last one stays


@dataclass(frozen=True, slots=True)
class Story:
    """When things happen, as numbers of months from the first (which is 0)."""

    campaign: int = 8  # sales are pushed too hard
    one_partner: int = 12  # the tender: one partner takes all
    second_brand: int = 13
    bad_quarter: int = 14  # three months
    invoice_error: int = 15
    new_targets: int = 18
    outage: int = 19
    gateway: int = 22


@dataclass(frozen=True, slots=True)
class Mood:
    """How a month goes: multiples of handle time, offers and waiting, and what is added to satisfaction."""

    pace: float = 1.0
    satisfied: float = 0.0
    sells: float = 1.0
    wait: float = 1.0
    push: float = 1.0  # how insistent the agents are


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that disturbs traffic and handling time in a window (instants in UTC), within a queue or a topic."""

    key: str
    owner: str  # buyer, vendor, third_party
    contracts: tuple[str, ...]
    first: int
    until: int
    scope: tuple[tuple[str, str], ...]
    volume: float
    pace: float
    satisfied: float
    sells: float
    wait: float
    english: str
    norwegian: str


def number_of(month: Month, first: Month) -> int:
    """Months since the first."""
    return len(months_between(first, month)) - 1


def now(pair: tuple[float, float], number: int, story: Story) -> float:
    """The value of a pair in a month: before, or since, the buyer keeps one partner only."""
    return pair[0] if number < story.one_partner else pair[1]


def growth(number: int, story: Story) -> float:
    """Contacts relative to a year's average: the second brand brings customers with it."""
    return 0.97 if number < story.second_brand else 1.05


def nice_share(number: int, story: Story) -> float:
    """Share of contacts that belong to the second brand."""
    since = number - story.second_brand
    return 0.0 if since < 0 else _NICE_SHARE[min(since, len(_NICE_SHARE) - 1)]


def mood(unit: Unit, number: int, story: Story) -> Mood:
    """How the month goes for a unit. A handle time that falls steadily goes together with better satisfaction."""
    trend = math.exp(-unit.decline * number)
    pace = unit.pace * trend * (_START_PACE if unit.leads else 1.0)
    usual = Mood(pace, unit.satisfied + _PACE_HELPS * (1 - trend), unit.sells)
    if not unit.leads:
        return usual
    if number == story.campaign:
        return Mood(usual.pace * 1.02, usual.satisfied - 0.02, usual.sells * _PUSH, 1.0, _PUSH)
    bad = number - story.bad_quarter
    if not 0 <= bad < len(_BAD_PACE):
        return usual
    worse = usual.satisfied + _BAD_SATISFIED[bad]
    return Mood(usual.pace * _BAD_PACE[bad], worse, usual.sells * _BAD_SELLS[bad], _BAD_WAIT[bad])


def incidents(first: Month, story: Story) -> tuple[Incident, ...]:
    """The three incidents, each by another owner; each touches the contracts that are at work then."""
    plans = ((story.invoice_error, _invoice), (story.outage, _outage), (story.gateway, _gateway))
    found = [(make(first.plus(number)), number) for number, make in plans]
    return tuple(replace(one, contracts=_at_work(one.contracts, number, story)) for one, number in found)


def _at_work(contracts: tuple[str, ...], number: int, story: Story) -> tuple[str, ...]:
    return tuple(unit.key for unit in UNITS if unit.key in contracts and now(unit.share, number, story) > 0)


def _window(month: Month, day: int, hours: tuple[int, int], days: int = 1) -> tuple[int, int]:
    """From the first working Tuesday on or after a day of the month, between two local hours."""
    found = date(month.year, month.number, day)
    while found.weekday() != 1 or is_holiday(found):
        found += timedelta(days=1)
    return epoch(found, hours[0]), epoch(found + timedelta(days=days - 1), hours[1])


_ALL_OF_NORDLYS = ("nordlys-fjord", "nordlys-bre", "nordlys-inhouse")


def _invoice(month: Month) -> Incident:
    first, until = _window(month, 9, (8, 20), days=4)
    return Incident(
        key=f"invoice-error-{month}",
        owner="buyer",
        contracts=_ALL_OF_NORDLYS,
        first=first,
        until=until,
        scope=(("queue", "Invoice"),),
        volume=2.7,
        pace=1.45,
        satisfied=-0.13,
        sells=0.35,
        wait=5.0,
        english="The buyer sent invoices with a wrong amount after customers of Nice were moved to the billing system.",
        norwegian="Oppdragsgiver sendte fakturaer med feil beløp da Nice-kundene ble flyttet til faktureringssystemet.",
    )


def _outage(month: Month) -> Incident:
    first, until = _window(month, 12, (9, 15))
    return Incident(
        key=f"desktop-outage-{month}",
        owner="vendor",
        contracts=("nordlys-fjord",),
        first=first,
        until=until,
        scope=(),
        volume=1.25,
        pace=1.9,
        satisfied=-0.15,
        sells=0.3,
        wait=9.0,
        english="The vendor's agent desktop was down, so contacts were answered from paper and typed in afterwards.",
        norwegian="Partnerens kundebehandlersystem var nede, så henvendelser ble besvart på papir og ført inn etterpå.",
    )


def _gateway(month: Month) -> Incident:
    first, until = _window(month, 15, (7, 18), days=2)
    return Incident(
        key=f"sms-gateway-{month}",
        owner="third_party",
        contracts=_ALL_OF_NORDLYS,
        first=first,
        until=until,
        scope=(("topic", "SMS codes"),),
        volume=14.0,
        pace=1.55,
        satisfied=-0.12,
        sells=0.3,
        wait=3.0,
        english="A third party's SMS gateway delivered no one-time codes, so customers could not log in.",
        norwegian="En tredjeparts SMS-tjeneste leverte ikke engangskoder, så kundene kom ikke inn på Min side.",
    )
