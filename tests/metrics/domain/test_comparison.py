"""What changed between two months: mix and rate, by slice, adding up to the last digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.domain.comparison import Comparison, Readings, compare_readings
from tests.vectors import agrees, cases

Reading = tuple[Decimal | Fraction | None, int]


def timed(contacts: int, aht: int) -> Reading:
    return (Decimal(aht) if contacts else None), contacts


def shared(observed: int, hits: int) -> Reading:
    return Decimal(hits) / observed, observed


def period(**slices: Reading) -> Readings:
    return dict[str | None, Reading](slices.items())


def compare_aht(before: Readings, after: Readings) -> Comparison:
    return compare_readings("aht", "s", before, after)


def by_slice(found: Comparison) -> dict[str | None, Decimal]:
    return {change.value: change.effect for change in found.slices}


@pytest.mark.parametrize("case", cases("mix", "kitagawa-aht"))
def test_the_worked_bridge(case: dict[str, Any]) -> None:
    inputs, expected, tolerance = case["inputs"], case["expected"], case["tolerance"]
    before, after = (
        period(**{name: timed(int(Decimal(weight) * 10_000), aht) for name, weight, aht
                  in zip(inputs["strata"], inputs[weights], inputs[values], strict=True)})
        for weights, values in (("w0", "a0"), ("w1", "a1"))
    )  # fmt: skip
    found = compare_aht(before, after)
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
            channel: shared(int(Decimal(weight) * 1000), int(Decimal(weight) * 1000 * Decimal(month[channel])))
            for channel, weight in zip(("phone", "chat"), month["mix"], strict=True)
        })
        for month in (case["inputs"]["A"], case["inputs"]["B"])
    )  # fmt: skip
    found = compare_readings("csat", "share", before, after)
    assert agrees(found.before, case["expected"]["A_raw"], case["tolerance"])
    assert agrees(found.after, case["expected"]["B_raw"], case["tolerance"])
    assert found.rate == Decimal("-0.02")
    assert found.mix == Decimal("0.032")
    assert found.difference == Decimal("0.012")


def test_a_growing_slice_with_a_short_aht_shortens() -> None:
    """Kitagawa's mix of chat is +35.4 s although chat is the shortest; against the average it is −7.78 s."""
    before = period(phone=timed(7500, 360), chat=timed(2000, 300), mail=timed(500, 600))
    after = period(phone=timed(6000, 366), chat=timed(3200, 290), mail=timed(800, 590))
    slices = {change.value: change for change in compare_aht(before, after).slices}
    assert slices["chat"].mix == Decimal("35.4")
    assert slices["chat"].shift == Decimal("-7.776")
    assert slices["mail"].shift == Decimal("7.056")
    assert slices["phone"].shift == Decimal("-0.48")
    assert sum(change.shift for change in slices.values()) == Decimal("-1.2")


def test_the_largest_effect_comes_first() -> None:
    before = period(phone=timed(100, 300), chat=timed(100, 300), mail=timed(100, 300))
    after = period(phone=timed(100, 310), chat=timed(100, 240), mail=timed(100, 330))
    assert list(by_slice(compare_aht(before, after))) == ["chat", "mail", "phone"]


def test_hit_rate_by_brand() -> None:
    found = compare_readings(
        "hit_rate",
        "share",
        period(a=shared(1000, 60), b=shared(1000, 40)),
        period(a=shared(1000, 80), b=shared(1000, 40)),
    )
    assert (found.before, found.after, found.unit) == (Decimal("0.05"), Decimal("0.06"), "share")
    assert (found.mix, found.rate) == (Decimal(0), Decimal("0.01"))
    assert by_slice(found) == {"a": Decimal("0.01"), "b": 0}


def test_a_slice_that_joins_is_mix_alone() -> None:
    """A second brand with 500 s joins 300 s: the mean goes to 400, and nobody became slower."""
    found = compare_aht(period(a=timed(100, 300)), period(a=timed(100, 300), b=timed(100, 500)))
    assert (found.difference, found.mix, found.rate) == (Decimal(100), Decimal(100), Decimal(0))
    joined = {change.value: change for change in found.slices}["b"]
    assert (joined.n_before, joined.n_after, joined.value_before, joined.value_after) == (0, 100, None, Decimal(500))
    assert joined.shift > 0


def test_a_slice_that_leaves_is_mix_alone() -> None:
    found = compare_aht(period(a=timed(100, 300), b=timed(100, 500)), period(a=timed(100, 300)))
    assert (found.difference, found.mix, found.rate) == (Decimal(-100), Decimal(-100), Decimal(0))


def test_contacts_without_a_name_are_a_slice_too() -> None:
    found = compare_aht({None: timed(10, 300)}, {None: timed(10, 330)})
    assert by_slice(found) == {None: 30}


def test_a_slice_without_an_observation_in_both_months_is_left_out() -> None:
    before, after = period(a=timed(10, 300), silent=(None, 0)), period(a=timed(10, 310), silent=(None, 0))
    assert [change.value for change in compare_aht(before, after).slices] == ["a"]


SLICES = st.dictionaries(
    st.sampled_from(["phone", "chat", "email", "message", None]),
    st.builds(timed, st.integers(0, 9999), st.integers(0, 3600)),
)


@given(SLICES, SLICES)
def test_the_parts_add_up_to_the_last_digit(
    before: dict[str | None, Reading], after: dict[str | None, Reading]
) -> None:
    found = compare_aht(before, after)
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
    before: dict[str | None, Reading], after: dict[str | None, Reading]
) -> None:
    there = compare_aht(before, after)
    back = compare_aht(after, before)
    if there.mix is not None and back.mix is not None:
        assert there.mix == -back.mix
        assert there.difference == -(back.difference or 0)


@pytest.mark.parametrize("empty", [{}, {"phone": (None, 0)}])
def test_a_month_without_observations_is_not_compared(empty: Readings) -> None:
    found = compare_readings("csat", "share", empty, {"phone": (Decimal("0.8"), 10)})
    assert (found.before, found.reason, found.slices) == (None, "no_observations", ())
    assert (found.difference, found.mix, found.rate, found.after) == (None, None, None, Decimal("0.8"))
    turned = compare_readings("csat", "share", {"phone": (Decimal("0.8"), 10)}, empty)
    assert (turned.before, turned.after, turned.reason) == (Decimal("0.8"), None, "no_observations")
