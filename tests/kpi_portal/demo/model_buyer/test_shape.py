"""What the story promises is plainly visible in the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.arrays import Flags, Floats, Ints
from kpi_portal.demo.model_buyer.months import Plan, UnitMonth, unit_month
from kpi_portal.demo.model_buyer.roster import Roster
from kpi_portal.demo.model_buyer.story import Story, incidents
from kpi_portal.demo.model_buyer.tides import epoch
from kpi_portal.demo.model_buyer.world import BRE, FJORD, IN_HOUSE, KYST, UNITS, Unit

FIRST = Month(2024, 11)
STORY = Story()
PLAN = Plan(1, FIRST, STORY, 1_000_000, 0.0)
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Figures:
    """A month in three KPIs."""

    aht: float
    csat: float
    hit_rate: float


@pytest.fixture(scope="module")
def months() -> dict[int, UnitMonth]:
    """Months of the leading contract that tell the story, by their number."""
    roster = Roster(PLAN.seed, FJORD)
    numbers = (3, 8, 11, 14, 15, 16, 18, 19, 20, 22, 23)
    found = {number: unit_month(PLAN, FJORD, roster, FIRST.plus(number)) for number in numbers}
    return {number: made for number, made in found.items() if made is not None}


def figures(made: UnitMonth) -> Figures:
    rows = made.rows
    handled = int((rows.is_answered & rows.is_first).sum())
    seconds = int(rows.handle[rows.is_answered].sum())
    return Figures(seconds / handled, float((made.answers.score >= 4).mean()), int(rows.sold.sum()) / handled)


def satisfied_in(values: Floats | Ints, satisfied: Flags, edges: list[float]) -> list[float]:
    """Share of satisfied answers between each two edges."""
    place = np.digitize(values, edges)
    return [float(satisfied[place == number].mean()) for number in range(1, len(edges))]


def test_a_year_has_a_million_contacts_three_quarters_by_phone() -> None:
    roster = {unit.key: Roster(1, unit) for unit in (FJORD, BRE)}
    year = [unit_month(PLAN, unit, roster[unit.key], FIRST.plus(n)) for unit in (FJORD, BRE) for n in range(0, 12, 3)]
    rows = [made.rows for made in year if made is not None]
    channel = np.concatenate([one.channel[one.is_first] for one in rows])
    assert 3 * len(channel) == pytest.approx(1_000_000, rel=0.06)
    assert np.bincount(channel) / len(channel) == pytest.approx([0.75, 0.20, 0.05], abs=0.005)


def test_an_agent_takes_too_short_or_too_long_at_the_cost_of_satisfaction(months: dict[int, UnitMonth]) -> None:
    calm = [months[number] for number in (18, 20, 23)]
    handle = np.concatenate([made.rows.handle[made.answers.place] for made in calm])
    satisfied = np.concatenate([made.answers.score >= 4 for made in calm])
    shares = satisfied_in(handle, satisfied, [60, 120, 180, 240, 300, 360, 420, 480, 600, 720, 900])
    best = int(np.argmax(shares))
    assert 3 <= best <= 5
    assert shares[0] < shares[best] - 0.10
    assert shares[-1] < shares[best] - 0.10


def test_too_few_and_too_many_offers_hurt_satisfaction(months: dict[int, UnitMonth]) -> None:
    offers, satisfied = [], []
    for made in (months[number] for number in (18, 20, 23)):
        seat, seats = made.rows.seat, len(made.agents.names)
        asked = made.rows.offered >= 0
        rate = np.bincount(seat[asked], made.rows.offered[asked], seats) / np.bincount(seat[asked], minlength=seats)
        offers.append(rate[seat[made.answers.place]])
        satisfied.append(made.answers.score >= 4)
    rates, answers = np.concatenate(offers), np.concatenate(satisfied)
    shares = satisfied_in(rates, answers, [0.0, *np.quantile(rates, [0.12, 0.3, 0.5, 0.7, 0.88]).tolist(), 1.0])
    assert shares[0] < max(shares[1:4]) - 0.03
    assert shares[-1] < max(shares[1:4]) - 0.05


def test_handle_time_falls_and_satisfaction_rises(months: dict[int, UnitMonth]) -> None:
    early, middle, late = (figures(months[number]) for number in (3, 11, 23))
    assert early.aht - 10 > middle.aht > late.aht + 10
    assert early.csat + 0.01 < middle.csat < late.csat


def test_the_bad_quarter_is_bad_in_every_way(months: dict[int, UnitMonth]) -> None:
    before, after = figures(months[11]), figures(months[18])
    for number in (14, 15, 16):
        bad = figures(months[number])
        assert bad.aht > max(before.aht, after.aht) + 15
        assert bad.csat < min(before.csat, after.csat) - 0.03
        assert bad.hit_rate < min(before.hit_rate, after.hit_rate)


def test_a_pushed_campaign_sells_more_and_satisfies_less(months: dict[int, UnitMonth]) -> None:
    pushed, usual = figures(months[STORY.campaign]), figures(months[11])
    assert pushed.hit_rate > 0.09 > usual.hit_rate
    assert pushed.csat < usual.csat - 0.05


@pytest.mark.parametrize("number", [STORY.invoice_error, STORY.outage, STORY.gateway])
def test_an_incident_raises_traffic_and_handle_time_within_its_scope(months: dict[int, UnitMonth], number: int) -> None:
    """Against the same hours of the weeks before and after."""
    month = FIRST.plus(number)
    incident = next(one for one in incidents(FIRST, STORY) if one.key.endswith(str(month)))
    rows = months[number].rows
    topics = FJORD.trade.topics
    scope = dict(incident.scope)
    inside = np.array([scope.get("queue", t.queue) == t.queue and scope.get("topic", t.name) == t.name for t in topics])

    def window(shift_days: int) -> Flags:
        since = rows.started - shift_days * DAY_S
        found: Flags = (since >= incident.first) & (since < incident.until) & inside[rows.topic]
        return found

    usual = window(-7) | window(7)
    assert window(0).sum() > 1.15 * usual.sum() / 2
    assert rows.handle[window(0) & rows.is_answered].mean() > 1.25 * rows.handle[usual & rows.is_answered].mean()
    elsewhere = (rows.started >= incident.first) & (rows.started < incident.until) & ~inside[rows.topic]
    if elsewhere.any():
        calm = rows.handle[elsewhere & rows.is_answered].mean()
        assert calm == pytest.approx(rows.handle[rows.is_answered].mean(), rel=0.1)


def test_the_three_incidents_have_three_owners() -> None:
    found = incidents(FIRST, STORY)
    assert {one.owner for one in found} == {"buyer", "vendor", "third_party"}
    assert all(one.first < one.until and one.english and one.norwegian for one in found)


def test_surveys_come_late_and_few(months: dict[int, UnitMonth]) -> None:
    made = months[23]
    handled = int((made.rows.is_answered & made.rows.is_first).sum())
    delay = made.answers.answered - made.rows.closed[made.answers.place]
    assert len(made.answers) / handled == pytest.approx(0.12, abs=0.01)
    assert delay.min() > 0
    assert 0.3 < (delay > DAY_S / 2).mean() < 0.5
    assert 0.005 < (delay > 7 * DAY_S).mean() < 0.04
    assert not ((delay > 6.9 * DAY_S) & (delay < 7.1 * DAY_S)).any()


def test_sales_are_taken_back_within_a_fortnight_mostly(months: dict[int, UnitMonth]) -> None:
    sales = months[23].sales
    withdrawn = sales.withdrawn[sales.withdrawn > 0] - sales.accepted[sales.withdrawn > 0]
    cancelled = sales.cancelled[sales.cancelled > 0] - sales.accepted[sales.cancelled > 0]
    assert withdrawn.max() < 14 * DAY_S
    assert (cancelled < 14 * DAY_S).mean() > 0.5
    assert (len(withdrawn) + len(cancelled)) / len(sales) == pytest.approx(0.08, abs=0.02)


def test_about_150_agents_in_teams_answer(months: dict[int, UnitMonth]) -> None:
    agents = months[23].agents
    assert len(agents.names) == 150 == len(set(agents.names.tolist()))
    assert len(set(agents.teams.tolist())) == 10
    assert len(Roster(1, IN_HOUSE).at(3, STORY).names) == 12


def test_no_contact_lies_on_another_local_day_than_it_says(months: dict[int, UnitMonth]) -> None:
    """Some come in the first hour of the month, which is the day before in UTC."""
    for made in months.values():
        first, until = epoch(made.month.first_day), epoch(made.month.next.first_day)
        assert first <= made.rows.started.min()
        assert made.rows.closed.max() < until
        assert (np.diff(made.rows.day) >= 0).all()
    starts = [(made.rows.started.min(), epoch(made.month.first_day)) for made in months.values()]
    assert any(earliest < first + 3_600 for earliest, first in starts)


@pytest.mark.parametrize(("unit", "number", "is_there"), [(BRE, 11, True), (BRE, 12, False), (KYST, 20, True)])
def test_the_second_partner_leaves_after_the_first_year(unit: Unit, number: int, is_there: bool) -> None:
    assert (unit_month(PLAN, unit, Roster(1, unit), FIRST.plus(number)) is not None) is is_there


def test_the_second_brand_joins_in_mid_history(months: dict[int, UnitMonth]) -> None:
    assert {number: bool(made.rows.brand.any()) for number, made in months.items()} == {
        number: number >= STORY.second_brand for number in months
    }


def test_every_unit_has_letters_of_its_own() -> None:
    assert len({unit.letters for unit in UNITS}) == len(UNITS) == 4
