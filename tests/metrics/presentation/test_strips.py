"""Where value, band and interval stand on a strip of 0 to 1,000."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from metrics.presentation.strips import BandStrip, ScoreStrip, band_strip, score_strip


def aht(value: str | None, interval: tuple[D, D] | None = None) -> BandStrip:
    return band_strip(
        None if value is None else D(value), lower=D(216), band_low=D(324), band_high=D(378), upper=D(504),
        interval=interval,
    )  # fmt: skip


def test_the_track_runs_from_unacceptable_to_unacceptable() -> None:
    strip = aht("360")
    assert (strip.band_x, strip.band_width, strip.band_end) == (375, 187, 562)
    assert strip.dot_x == 500
    assert strip.off_scale == ""


@pytest.mark.parametrize(
    ("value", "place", "side"), [("100", 0, "left"), ("216", 0, ""), ("504", 1000, ""), ("900", 1000, "right")]
)
def test_beyond_an_end_the_dot_stops_at_it(value: str, place: int, side: str) -> None:
    strip = aht(value)
    assert (strip.dot_x, strip.off_scale) == (place, side)


def test_a_share_without_upper_edge_ends_open_at_a_hundred_percent() -> None:
    strip = band_strip(D("0.74"), lower=D("0.60"), band_low=D("0.80"), band_high=None, upper=None)
    assert (strip.band_x, strip.band_end, strip.has_high_edge) == (500, 1000, False)
    assert strip.dot_x == 350


def test_an_interval_keeps_to_the_track_and_can_be_seen() -> None:
    strip = aht("360", (D(100), D(378)))
    assert (strip.interval_x, strip.interval_width) == (0, 562)
    assert aht("360", (D(360), D(360))).interval_width == 4


def test_without_a_value_the_band_is_still_drawn() -> None:
    assert aht(None).band_width == 187


def test_the_name_of_the_band_never_touches_the_ends() -> None:
    low = band_strip(D(1), lower=D(0), band_low=D("0.1"), band_high=D(1), upper=D(100))
    high = band_strip(D(99), lower=D(0), band_low=D("98"), band_high=D(99), upper=D(100))
    assert low.label_x == 260
    assert high.label_x == 740


def scored(score: str | None, bounds: tuple[D, D] | None = None) -> ScoreStrip:
    value = None if score is None else D(score)
    return score_strip(value, imbalance=D(70), watch=D(85), in_balance=D(95), bounds=bounds)


def test_the_score_axis_starts_at_fifty_unless_something_lies_lower() -> None:
    assert scored("87.3").start == 50
    assert scored("87.3").dot_x == 746
    assert scored("49.9").start == 0
    assert scored("75", (D("25.3"), D("83.8"))).start == 0


def test_the_zones_fill_the_score_strip() -> None:
    zones = scored("100").zones
    assert [(zone.key, zone.start) for zone in zones] == [
        ("unacceptable", 50), ("imbalance", 70), ("watch", 85), ("in_balance", 95),
    ]  # fmt: skip
    assert sum(zone.width for zone in zones) == 1000


def test_a_narrow_zone_goes_without_its_name() -> None:
    assert [zone.key for zone in scored("10").zones if zone.has_room] == ["unacceptable", "in_balance"]


def test_without_a_score_there_is_no_dot() -> None:
    strip = scored(None)
    assert strip.dot_x is None
    assert strip.label_x is None
