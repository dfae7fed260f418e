"""One month of one unit, made up from the seed alone: contacts, answers, sales, faults and the day sent twice."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.answers import Answers, answers
from kpi_portal.demo.model_buyer.arrays import NONE, Ints
from kpi_portal.demo.model_buyer.contacts import Contacts
from kpi_portal.demo.model_buyer.demand import arrivals
from kpi_portal.demo.model_buyer.faults import CONTACT_FAULTS, SALE_FAULTS, SURVEY_FAULTS, Faults, deal
from kpi_portal.demo.model_buyer.handling import PHONE, SHORTEST_S, Setting, handle
from kpi_portal.demo.model_buyer.roster import Agents, Roster
from kpi_portal.demo.model_buyer.sales import Sales, sales
from kpi_portal.demo.model_buyer.seeds import generator
from kpi_portal.demo.model_buyer.story import (
    Incident,
    Story,
    growth,
    incidents,
    mood,
    nice_share,
    now,
    number_of,
)
from kpi_portal.demo.model_buyer.tides import day_kind, days_of, epoch
from kpi_portal.demo.model_buyer.transfers import hand_on
from kpi_portal.demo.model_buyer.world import Unit

CORRECTED_AFTER_DAYS = 2
_CORRECTED_SHARE = 0.6
_CORRECTED_DAYS = (4, 20)  # of the month, from 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What the history of a unit hangs on."""

    seed: int
    first: Month
    story: Story
    contacts_a_year: int
    dirty_share: float


@dataclass(frozen=True, slots=True)
class Correction:
    """A day (of the month, from 0) whose wrap times were first exported wrong; a second file corrects it."""

    day: int
    wrap_sent_first: Ints  # of all rows of the month

    def sent_first(self, rows: Contacts) -> Contacts:
        """The rows as the first export had them."""
        return replace(rows, wrap=self.wrap_sent_first)


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """All that a unit's systems know of one month's contacts. `rows` holds what is true."""

    month: Month
    agents: Agents
    rows: Contacts
    answers: Answers
    sales: Sales
    contact_faults: Faults
    survey_faults: Faults
    sale_faults: Faults
    correction: Correction | None

    def without_rows(self) -> UnitMonth:
        """What later files still need: answers and sales that come in after the month."""
        return replace(self, rows=self.rows.take(np.zeros(0, dtype=np.int64)), correction=None)


def unit_month(plan: Plan, unit: Unit, roster: Roster, month: Month) -> UnitMonth | None:
    """The whole month, whatever day it is today; None when the unit has no part in it."""
    number = number_of(month, plan.first)
    share = now(unit.share, number, plan.story)
    if share == 0:
        return None
    random = generator(plan.seed, unit.key, month)
    per_year = plan.contacts_a_year * share * growth(number, plan.story)
    setting = Setting(
        trade=unit.trade,
        agents=roster.at(number, plan.story),
        mood=mood(unit, number, plan.story),
        incidents=_disturbing(plan, unit, month),
        nice_share=nice_share(number, plan.story),
    )
    arrived = arrivals(
        random,
        month,
        unit.trade,
        per_year=per_year,
        customers=max(1, plan.contacts_a_year * unit.trade.customers // 1_000),
        disturbances=setting.incidents,
    )
    weekend = np.array([day_kind(day) != "weekday" for day in days_of(month)])
    rows = hand_on(random, handle(random, arrived, setting, weekend), len(setting.agents.names))
    return _recorded(random, plan, unit, month, rows, setting)


def _disturbing(plan: Plan, unit: Unit, month: Month) -> tuple[Incident, ...]:
    """The incidents that touch this unit in this month."""
    first, until = epoch(month.first_day), epoch(month.next.first_day)
    every = incidents(plan.first, plan.story)
    return tuple(one for one in every if unit.key in one.contracts and one.first < until and one.until > first)


def _recorded(
    random: np.random.Generator, plan: Plan, unit: Unit, month: Month, rows: Contacts, setting: Setting
) -> UnitMonth:
    answered = answers(random, rows, rows.closed, setting)
    sold = sales(random, rows, rows.closed, unit.trade)
    share = plan.dirty_share
    spoilable = (rows.channel == PHONE) & rows.is_answered & rows.is_first & (rows.handle >= SHORTEST_S)
    return UnitMonth(
        month=month,
        agents=setting.agents,
        rows=rows,
        answers=answered,
        sales=sold,
        contact_faults=deal(random, CONTACT_FAULTS, np.flatnonzero(spoilable), rows.started, share),
        survey_faults=deal(random, SURVEY_FAULTS, np.arange(len(answered)), answered.answered, share),
        sale_faults=deal(random, SALE_FAULTS, np.arange(len(sold)), sold.registered, share),
        correction=_correction(random, rows, month) if unit.leads and month.number % 2 == 0 else None,
    )


def _correction(random: np.random.Generator, rows: Contacts, month: Month) -> Correction:
    """Wrap counted twice for some of a day's contacts."""
    day = int(random.integers(*_CORRECTED_DAYS))
    luck = random.random(len(rows)) < _CORRECTED_SHARE
    wrong = luck & (rows.day == day) & (rows.wrap != NONE)
    return Correction(day, np.where(wrong, rows.wrap * 2 + 15, rows.wrap).astype(np.int64))
