"""What the rest of a month must average to end inside the bands, and never more than the bands ask."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.counting import CountingRules
from contracts.domain.targets import Target
from metrics.domain.month_to_date import STATES, RestOfMonth, month_to_date, shown_range
from metrics.domain.totals import Totals
from tests.metrics.domain.agreed import AHT, CSAT, HIT_RATE
from tests.vectors import agrees

RULES = CountingRules()
TARGETS = (AHT, CSAT, HIT_RATE)
WANTED = {target.kpi: target for target in TARGETS}


def so_far(contacts: int = 6000, *, seconds: int = 0, surveys: int = 0, satisfied: int = 0, hits: int = 0) -> Totals:
    """A month to date in which every contact was handled, timed, and has a known sale status."""
    return Totals.of(
        {
            "contacts": contacts, "handled": contacts, "handled_timed": contacts, "handle_seconds": seconds,
            "surveys": surveys, "satisfied": satisfied, "sale_known": contacts, "contacts_with_sale": hits,
        }
    )  # fmt: skip


def row(kpi: str, totals: Totals, expected: int | None = 10_000, rates_of: Totals | None = None) -> RestOfMonth:
    found = month_to_date(totals, TARGETS, RULES, expected_contacts=expected, days_left=12, rates_of=rates_of)
    return {row.kpi: row for row in found.kpis}[kpi]


@pytest.mark.parametrize(
    ("kpi", "totals", "state", "low", "high"),
    [
        # 6,000 contacts so far, 4,000 still to come
        ("aht", so_far(seconds=6000 * 400), "reachable", "324", "345"),
        ("aht", so_far(seconds=6000 * 414), "reachable", "324", "324"),
        ("aht", so_far(seconds=6000 * 414 + 1), "cannot_be_reached", None, None),
        ("aht", so_far(seconds=6000 * 300), "reachable", "360", "378"),
        ("aht", so_far(seconds=6000 * 288), "reachable", "378", "378"),
        ("aht", so_far(seconds=6000 * 288 - 1), "cannot_be_reached", None, None),
        ("aht", so_far(seconds=6000 * 324), "inside", "324", "378"),
        ("aht", so_far(seconds=6000 * 378), "inside", "324", "378"),
        ("aht", so_far(seconds=6000 * 378 + 1), "reachable", "324", "377.99975"),
        ("hit_rate", so_far(hits=300), "reachable", "0.0675", "0.078"),
        ("hit_rate", so_far(hits=258), "reachable", "0.078", "0.078"),
        ("hit_rate", so_far(hits=257), "cannot_be_reached", None, None),
        ("hit_rate", so_far(hits=540), "reachable", "0.057", "0.06"),
        ("hit_rate", so_far(hits=553), "cannot_be_reached", None, None),
        ("hit_rate", so_far(hits=0), "cannot_be_reached", None, None),
        ("hit_rate", so_far(hits=360), "inside", "0.057", "0.078"),
        # 600 surveys so far, 400 still to come
        ("csat", so_far(surveys=600, satisfied=450), "reachable", "0.875", None),
        ("csat", so_far(surveys=600, satisfied=400), "reachable", "1", None),
        ("csat", so_far(surveys=600, satisfied=399), "cannot_be_reached", None, None),
        ("csat", so_far(surveys=600, satisfied=480), "inside", "0.80", None),
        ("csat", so_far(surveys=600, satisfied=600), "inside", "0.80", None),
    ],
)
def test_what_the_rest_must_average(kpi: str, totals: Totals, state: str, low: str | None, high: str | None) -> None:
    found = row(kpi, totals)
    assert found.state == state
    assert found.low == (None if low is None else Decimal(low))
    assert found.high == (None if high is None else Decimal(high))


def test_figures_to_date_stand_beside_what_is_needed() -> None:
    totals = so_far(seconds=6000 * 400, surveys=600, satisfied=450, hits=300)
    found = month_to_date(totals, TARGETS, RULES, expected_contacts=10_000, days_left=12)
    assert (found.contacts, found.expected_contacts, found.surveys, found.days_left) == (6000, 10_000, 600, 12)
    assert [(r.kpi, r.unit, r.value, r.n, r.still_to_come) for r in found.kpis] == [
        ("aht", "s", 400, 6000, 4000),
        ("csat", "share", Decimal("0.75"), 600, 400),
        ("hit_rate", "share", Decimal("0.05"), 6000, 4000),
    ]


def test_csat_is_safe_when_even_a_bad_rest_keeps_it() -> None:
    """970 of 1,000 surveys satisfied with 100 still to come: 970 / 1,100 is above 0.80 already."""
    found = row("csat", so_far(9090, surveys=1000, satisfied=970), expected=9999)
    assert (found.still_to_come, found.state, found.low, found.high) == (100, "safe", None, None)


@pytest.mark.parametrize(("hits", "state"), [(638, "inside"), (639, "safe"), (673, "safe"), (674, "inside")])
def test_hit_rate_is_safe_when_neither_none_nor_all_leads_out(hits: int, state: str) -> None:
    """11,000 contacts and 200 to come: 639 of 11,200 is above 5.7 % without another hit, 873 below 7.8 % with 200."""
    assert row("hit_rate", so_far(11_000, hits=hits), expected=11_200).state == state


def test_aht_is_never_safe_while_contacts_are_to_come() -> None:
    """One contact can last for hours."""
    assert row("aht", so_far(9999, seconds=9999 * 350)).state == "inside"


@pytest.mark.parametrize(("seconds", "state"), [(350, "safe"), (380, "cannot_be_reached")])
def test_when_nothing_is_to_come_the_month_is_what_it_is(seconds: int, state: str) -> None:
    for expected in (6000, 5000):
        found = row("aht", so_far(seconds=6000 * seconds), expected=expected)
        assert (found.still_to_come, found.state, found.low, found.high) == (0, state, None, None)


@pytest.mark.parametrize(("seconds", "state", "low"), [(350, "inside", 324), (380, "volume_unknown", None)])
def test_without_an_expected_volume_only_the_band_can_be_said(seconds: int, state: str, low: int | None) -> None:
    found = row("aht", so_far(seconds=6000 * seconds), expected=None)
    assert (found.still_to_come, found.state, found.low) == (None, state, low)


def test_no_surveys_is_no_data_and_the_band_is_what_counts() -> None:
    found = row("csat", so_far())
    assert (found.value, found.n, found.state, found.reason) == (None, 0, "no_data", "no_surveys")
    assert (found.low, found.high) == (Decimal("0.80"), None)


def test_an_empty_month_has_no_data_anywhere() -> None:
    found = month_to_date(Totals(), TARGETS, RULES, expected_contacts=10_000, days_left=30)
    assert [(r.state, r.low, r.high) for r in found.kpis] == [
        ("no_data", target.band_low, target.band_high) for target in TARGETS
    ]  # fmt: skip


def test_surveys_of_contacts_already_counted_are_still_to_come() -> None:
    """Last month 12 % answered, this month 5 % so far: 420 of the 720 are on their way, and 480 come with the rest."""
    usual = so_far(10_000, surveys=1200, satisfied=1000)
    totals = so_far(6000, surveys=300, satisfied=210)
    assert row("csat", totals).still_to_come == 200
    found = row("csat", totals, rates_of=usual)
    assert (found.still_to_come, found.state) == (900, "reachable")
    assert agrees(found.low, Decimal(5) / 6, Decimal("1e-20"))


def test_more_surveys_than_usual_are_not_taken_back() -> None:
    usual, totals = so_far(10_000, surveys=1200, satisfied=1000), so_far(6000, surveys=900, satisfied=700)
    assert row("csat", totals, rates_of=usual).still_to_come == 480


def test_fewer_handle_times_than_usual_are_not_on_their_way() -> None:
    """Half of the contacts were abandoned so far: nobody will answer them any more."""
    usual = so_far(10_000, seconds=3_600_000)
    totals = Totals.of({"contacts": 6000, "handled": 3000, "handled_timed": 3000, "handle_seconds": 1_200_000})
    assert row("aht", totals, rates_of=usual).still_to_come == 4000


def test_a_history_without_contacts_is_no_history() -> None:
    assert row("aht", so_far(seconds=2_000_000), rates_of=Totals()).still_to_come == 4000


def test_a_mean_score_ends_at_the_top_of_its_scale() -> None:
    """Mean 3.0 of 600 answers on a scale to 5, band from 4: the rest would need 5.5, more than anybody can give."""
    target = Target("csat", Decimal(1), Decimal(2), Decimal(4))
    rules = CountingRules(csat_kind="mean")
    for milli, state, low in ((1_800_000, "cannot_be_reached", None), (2_100_000, "reachable", Decimal("4.75"))):
        counts = {"contacts": 6000, "handled": 6000, "surveys": 600, "score_milli": milli,
                  "scale_max_milli": 3_000_000, "scale_max_milli_squared": 600 * 5000**2}  # fmt: skip
        found = month_to_date(Totals.of(counts), [target], rules, expected_contacts=10_000, days_left=12).kpis[0]
        assert (found.unit, found.state, found.low, found.high) == ("score", state, low, None)


def test_counts_and_unknown_kpis_have_no_rest_to_average() -> None:
    targets = [
        Target("contacts", Decimal(0), Decimal(1), Decimal(2)),
        Target("nps", Decimal(0), Decimal(1), Decimal(2)),
    ]
    assert month_to_date(so_far(), targets, RULES, expected_contacts=10_000, days_left=12).kpis == ()


@pytest.mark.parametrize(
    ("low", "high", "places", "shown"),
    [
        ("324", "344.99975", 0, ("324", "344")),
        ("360.2", "378", 0, ("361", "378")),
        ("0.87501", None, 3, ("0.876", None)),
        ("377.2", "377.9", 0, ("377.2", "377.9")),
        ("377.21", "377.24", 0, ("377.21", "377.24")),
        ("324", "324", 0, ("324", "324")),
    ],
)
def test_shown_numbers_are_enough(low: str, high: str | None, places: int, shown: tuple[str, str | None]) -> None:
    rest = RestOfMonth("aht", "s", None, 0, 0, "reachable", Decimal(low), None if high is None else Decimal(high))
    assert shown_range(rest, places) == tuple(None if text is None else Decimal(text) for text in shown)


def test_nothing_is_shown_where_nothing_is_needed() -> None:
    assert shown_range(RestOfMonth("aht", "s", None, 0, 0, "safe"), 0) == (None, None)


MONTHS = st.integers(1, 20_000).flatmap(
    lambda n: st.integers(0, n).flatmap(
        lambda surveys: st.builds(
            so_far, st.just(n), seconds=st.integers(200 * n, 500 * n), surveys=st.just(surveys),
            satisfied=st.integers(0, surveys), hits=st.integers(0, n),
        )
    )
)  # fmt: skip


@given(MONTHS, st.none() | st.integers(0, 40_000))
def test_nothing_outside_the_band_is_ever_asked(totals: Totals, expected: int | None) -> None:
    found = month_to_date(totals, TARGETS, RULES, expected_contacts=expected, days_left=5)
    assert {r.kpi for r in found.kpis} == set(WANTED)
    for r in found.kpis:
        target = WANTED[r.kpi]
        assert r.state in STATES
        assert (r.low is None) == (r.state in {"safe", "cannot_be_reached", "volume_unknown"})
        for asked in (r.low, r.high, *shown_range(r, 2)):
            assert asked is None or target.contains(asked)
        assert r.low is None or r.high is None or r.low <= r.high


@given(MONTHS, st.integers(1, 20_000))
def test_a_rest_at_either_end_brings_the_month_into_its_band(totals: Totals, more: int) -> None:
    """The exact sum of both parts, for AHT and hit rate, whose rest is the contacts to come."""
    n = totals["contacts"]
    for kpi, name in (("aht", "handle_seconds"), ("hit_rate", "contacts_with_sale")):
        found, target = row(kpi, totals, expected=n + more), WANTED[kpi]
        for end in (found.low, found.high):
            if end is not None:
                whole = (totals[name] + Fraction(end) * more) / (n + more)
                assert target.band_low - Decimal("1e-25") <= whole <= (target.band_high or 0) + Decimal("1e-25")


@given(MONTHS, st.integers(1, 20_000))
def test_what_cannot_be_reached_really_cannot(totals: Totals, more: int) -> None:
    n = totals["contacts"]
    for kpi, name in (("aht", "handle_seconds"), ("hit_rate", "contacts_with_sale")):
        found, target = row(kpi, totals, expected=n + more), WANTED[kpi]
        if found.state == "cannot_be_reached" and target.band_high is not None:
            ends = [(totals[name] + Fraction(edge) * more) / (n + more) for edge in (target.band_low, target.band_high)]
            assert max(ends) < target.band_low or min(ends) > target.band_high
