"""What changed between two months: mix and rate, by slice, adding up to the last digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.counting import CountingRules
from metrics.domain.comparison import Comparison, NotARatio, Period, Readings, compare, compare_readings, period_of
from metrics.domain.kpis import BY_KEY
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals
from tests.vectors import agrees, cases

RULES = CountingRules()
AHT, CSAT, HIT_RATE = BY_KEY["aht"], BY_KEY["csat"], BY_KEY["hit_rate"]


def timed(contacts: int, aht: int) -> Totals:
    return Totals.of({"handled": contacts, "handled_timed": contacts, "handle_seconds": contacts * aht})


def answered(surveys: int, satisfied: int) -> Totals:
    return Totals.of({"handled": surveys, "surveys": surveys, "satisfied": satisfied})


def sold(contacts: int, hits: int) -> Totals:
    return Totals.of({"handled": contacts, "sale_known": contacts, "contacts_with_sale": hits})


def period(**slices: Totals) -> Period:
    return Period(dict[str | None, Totals](slices.items()), RULES)


def by_slice(found: Comparison) -> dict[str | None, Decimal]:
    return {change.value: change.effect for change in found.slices}


@pytest.mark.parametrize("case", cases("mix", "kitagawa-aht"))
def test_the_worked_bridge(case: dict[str, Any]) -> None:
    inputs, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    before, after = (
        Period(
            {name: timed(int(Decimal(weight) * 10_000), aht) for name, weight, aht
             in zip(inputs["strata"], inputs[weights], inputs[values], strict=True)}, RULES,
        )
        for weights, values in (("w0", "a0"), ("w1", "a1"))
    )  # fmt: skip
    found = compare(AHT, before, after)
    assert agrees(found.before, expected["raw_0"], tolerance)
    assert agrees(found.after, expected["raw_1"], tolerance)
    assert agrees(found.mix, expected["mix"], tolerance)
    assert agrees(found.rate, expected["rate"], tolerance)
    assert found.difference == Decimal("-0.4")
    slices = {change.value: change for change in found.slices}
    for name, mix, rate in zip(inputs["strata"], expected["mix_by_stratum"], expected["rate_by_stratum"], strict=True):
        assert agrees(slices[name].mix, mix, tolerance)
        assert agrees(slices[name].rate, rate, tolerance)


@pytest.mark.parametrize("case", cases("mix", "simpson"))
def test_better_raw_and_worse_everywhere(case: dict[str, Any]) -> None:
    """From A to B each channel gets worse, and the whole better: the rate says so, the mix covers it."""
    before, after = (
        period(**{
            channel: answered(int(Decimal(weight) * 1000), int(Decimal(weight) * 1000 * Decimal(month[channel])))
            for channel, weight in zip(("phone", "chat"), month["mix"], strict=True)
        })
        for month in (case["inputs"]["A"], case["inputs"]["B"])
    )  # fmt: skip
    found = compare(CSAT, before, after)
    assert agrees(found.before, case["expected"]["A_raw"], case["tolerance"])
    assert agrees(found.after, case["expected"]["B_raw"], case["tolerance"])
    assert found.rate == Decimal("-0.02")
    assert found.mix == Decimal("0.032")
    assert found.difference == Decimal("0.012")


def test_a_growing_slice_with_a_short_aht_shortens() -> None:
    """Kitagawa's mix of chat is +35.4 s although chat is the shortest; against the average it is −7.78 s."""
    before = period(phone=timed(7500, 360), chat=timed(2000, 300), mail=timed(500, 600))
    after = period(phone=timed(6000, 366), chat=timed(3200, 290), mail=timed(800, 590))
    slices = {change.value: change for change in compare(AHT, before, after).slices}
    assert slices["chat"].mix == Decimal("35.4")
    assert slices["chat"].shift == Decimal("-7.776")
    assert slices["mail"].shift == Decimal("7.056")
    assert slices["phone"].shift == Decimal("-0.48")
    assert sum(change.shift for change in slices.values()) == Decimal("-1.2")


def test_the_largest_effect_comes_first() -> None:
    before = period(phone=timed(100, 300), chat=timed(100, 300), mail=timed(100, 300))
    after = period(phone=timed(100, 310), chat=timed(100, 240), mail=timed(100, 330))
    assert list(by_slice(compare(AHT, before, after))) == ["chat", "mail", "phone"]


def test_hit_rate_by_brand() -> None:
    found = compare(HIT_RATE, period(a=sold(1000, 60), b=sold(1000, 40)), period(a=sold(1000, 80), b=sold(1000, 40)))
    assert (found.before, found.after, found.unit) == (Decimal("0.05"), Decimal("0.06"), "share")
    assert (found.mix, found.rate) == (Decimal(0), Decimal("0.01"))
    assert by_slice(found) == {"a": Decimal("0.01"), "b": 0}


def test_a_slice_that_joins_is_mix_alone() -> None:
    """A second brand with 500 s joins 300 s: the mean goes to 400, and nobody became slower."""
    found = compare(AHT, period(a=timed(100, 300)), period(a=timed(100, 300), b=timed(100, 500)))
    assert (found.difference, found.mix, found.rate) == (Decimal(100), Decimal(100), Decimal(0))
    joined = {change.value: change for change in found.slices}["b"]
    assert (joined.n_before, joined.n_after, joined.value_before, joined.value_after) == (0, 100, None, Decimal(500))
    assert joined.shift > 0


def test_a_slice_that_leaves_is_mix_alone() -> None:
    found = compare(AHT, period(a=timed(100, 300), b=timed(100, 500)), period(a=timed(100, 300)))
    assert (found.difference, found.mix, found.rate) == (Decimal(-100), Decimal(-100), Decimal(0))


def test_contacts_without_a_name_are_a_slice_too() -> None:
    found = compare(AHT, Period({None: timed(10, 300)}, RULES), Period({None: timed(10, 330)}, RULES))
    assert by_slice(found) == {None: 30}


def test_a_slice_without_an_observation_in_both_months_is_left_out() -> None:
    before, after = period(a=timed(10, 300), silent=Totals()), period(a=timed(10, 310), silent=answered(4, 2))
    assert [change.value for change in compare(AHT, before, after).slices] == ["a"]


@pytest.mark.parametrize("turn", [1, -1])
def test_without_data_in_a_month_nothing_is_split(turn: int) -> None:
    before, after = (period(a=answered(10, 8)), period(a=timed(10, 300)))[::turn]
    found = compare(CSAT, before, after)
    assert (found.difference, found.mix, found.rate, found.slices, found.reason) == (None, None, None, (), "no_surveys")
    assert (found.before, found.after) == (Decimal("0.8"), None)[::turn]


def test_an_empty_month_is_no_data() -> None:
    found = compare(AHT, Period({}, RULES), period(a=timed(10, 300)))
    assert (found.before, found.after, found.reason) == (None, Decimal(300), "no_contacts")


def test_a_share_and_a_mean_score_are_not_compared() -> None:
    mean = CountingRules(csat_kind="mean")
    counts = {"handled": 10, "surveys": 10, "satisfied": 8, "score_milli": 42_000,
              "scale_max_milli": 50_000, "scale_max_milli_squared": 10 * 5000**2}  # fmt: skip
    before, after = Period({"a": Totals.of(counts)}, RULES), Period({"a": Totals.of(counts)}, mean)
    found = compare(CSAT, before, after)
    assert (found.before, found.after, found.reason) == (Decimal("0.8"), Decimal("4.2"), "unit_changed")
    assert found.difference is None
    same = compare(CSAT, after, Period({"a": Totals.of({**counts, "score_milli": 43_000})}, mean))
    assert (same.unit, same.difference, same.slices[0].value_after) == ("score", Decimal("0.1"), Decimal("4.3"))


def test_each_month_is_counted_by_its_own_rules() -> None:
    totals = Totals.of({"handled": 100, "sale_known": 100, "contacts_with_sale": 6, "sale_eligible": 50,
                        "eligible_with_sale": 5})  # fmt: skip
    eligible = CountingRules(hit_rate_denominator="eligible")
    found = compare(HIT_RATE, Period({"a": totals}, RULES), Period({"a": totals}, eligible))
    assert (found.before, found.after, found.difference) == (Decimal("0.06"), Decimal("0.1"), Decimal("0.04"))


def test_a_count_has_no_mix() -> None:
    with pytest.raises(NotARatio):
        compare(BY_KEY["contacts"], period(), period())


def test_slices_of_one_dimension_make_a_period() -> None:
    slices = [
        Slice({"phone": timed(10, 300)}, "channel", "phone"),
        Slice({"phone": timed(4, 300), "": timed(1, 200)}, "brand", "nord"),
        Slice({"phone": timed(5, 300)}, "brand", None),
    ]
    found = period_of(slices, "brand", RULES)
    assert set(found.slices) == {"nord", None}
    assert found.slices["nord"]["handled"] == 5


SLICES = st.dictionaries(
    st.sampled_from(["phone", "chat", "email", "message", None]),
    st.builds(timed, st.integers(0, 9999), st.integers(0, 3600)),
)


@given(SLICES, SLICES)
def test_the_parts_add_up_to_the_last_digit(before: dict[str | None, Totals], after: dict[str | None, Totals]) -> None:
    found = compare(AHT, Period(before, RULES), Period(after, RULES))
    if found.difference is None or found.mix is None or found.rate is None:
        assert found.reason is not None
        return
    assert found.before is not None
    assert found.after is not None
    assert found.mix + found.rate == found.difference
    assert abs(found.after - found.before - found.difference) < Decimal("1e-11")
    assert sum(change.mix for change in found.slices) == found.mix
    assert sum(change.shift for change in found.slices) == found.mix
    assert sum(change.rate for change in found.slices) == found.rate
    assert sum(by_slice(found).values()) == found.difference


@given(SLICES, SLICES)
def test_backwards_is_the_same_with_the_other_sign(
    before: dict[str | None, Totals], after: dict[str | None, Totals]
) -> None:
    there = compare(AHT, Period(before, RULES), Period(after, RULES))
    back = compare(AHT, Period(after, RULES), Period(before, RULES))
    if there.mix is not None and back.mix is not None:
        assert there.mix == -back.mix
        assert there.difference == -(back.difference or 0)


def test_values_that_were_read_before_split_as_their_totals_do() -> None:
    before: Readings = {"phone": (Decimal(360), 75), "chat": (Decimal(300), 20), "email": (Decimal(600), 5)}
    after: Readings = {"phone": (Decimal(366), 60), "chat": (Decimal(290), 32), "email": (Decimal(590), 8)}
    found = compare_readings("aht", "s", before, after)
    assert (found.before, found.after) == (Decimal(360), Decimal("359.6"))
    assert (found.mix, found.rate) == (Decimal("-1.2"), Decimal("0.8"))
    assert sum(change.effect for change in found.slices) == Decimal("-0.4")


@pytest.mark.parametrize("empty", [{}, {"phone": (None, 0)}])
def test_a_month_without_observations_is_not_compared(empty: Readings) -> None:
    found = compare_readings("csat", "share", empty, {"phone": (Decimal("0.8"), 10)})
    assert (found.before, found.reason, found.slices) == (None, "no_observations", ())
