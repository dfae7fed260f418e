"""A target is a band with both edges inside; what lies beyond is missed, and no data is no miss."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.domain.targets import Target, TargetBandInvalid, judge

AHT = Target("aht", Decimal("0.3"), Decimal(216), Decimal(324), Decimal(378), Decimal(504))
CSAT = Target("csat", Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))


@pytest.mark.parametrize(
    ("target", "value", "result"),
    [
        (AHT, "323.999", "missed"),
        (AHT, "324", "met"),
        (AHT, "350", "met"),
        (AHT, "378", "met"),
        (AHT, "378.001", "missed"),
        (CSAT, "0.7999", "missed"),
        (CSAT, "0.80", "met"),
        (CSAT, "1", "met"),
    ],
)
def test_both_edges_lie_inside(target: Target, value: str, result: str) -> None:
    assert judge(Decimal(value), target) == result


def test_no_data_is_no_missed_target() -> None:
    assert judge(None, AHT) == "no_data"
    assert judge(Decimal(0), AHT) == "missed"


def test_a_band_without_an_upper_end_is_one_sided() -> None:
    assert AHT.is_two_sided
    assert not CSAT.is_two_sided


@pytest.mark.parametrize(
    ("lower", "band_low", "band_high", "upper"),
    [
        ("324", "324", "378", "504"),
        ("400", "324", "378", "504"),
        ("216", "379", "378", "504"),
        ("216", "324", "504", "504"),
        ("216", "324", "378", None),
        ("216", "324", None, "504"),
        ("324", "216", None, None),
    ],
)
def test_a_band_out_of_order_is_refused(lower: str, band_low: str, band_high: str | None, upper: str | None) -> None:
    ends = [None if end is None else Decimal(end) for end in (band_high, upper)]
    with pytest.raises(TargetBandInvalid) as refused:
        Target("aht", Decimal(1), Decimal(lower), Decimal(band_low), *ends)
    assert refused.value.code == "target_band_invalid"


def test_a_band_may_be_a_single_value() -> None:
    point = Target("aht", Decimal(1), Decimal(1), Decimal(2), Decimal(2), Decimal(3))
    assert judge(Decimal(2), point) == "met"
