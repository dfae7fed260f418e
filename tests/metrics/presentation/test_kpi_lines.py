"""The line of a KPI: its finding, its band by contract version, its gaps, its table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from contracts.domain.months import Month
from metrics.presentation.kpi_lines import band_steps, is_noise, trend_box, trend_detail, trend_title
from metrics.presentation.period import ReviewQuery
from tests.metrics.presentation.grounds import AHT_TARGET, OCTOBER, SEPTEMBER, entry, ground, incident, summary


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2011", "-")


@pytest.mark.parametrize(
    ("before", "now", "title"),
    [
        (entry("350"), entry("389"), "+39 s since September 2026"),
        (entry("350.4"), entry("350.1"), "As in September 2026"),
        (None, entry("350"), "No figure for September 2026 to compare with"),
        (entry("350"), entry(None), "No figure for September 2026 to compare with"),
        (entry("4.1", "score"), entry("0.8", "share"), "September 2026 was measured in another unit"),
    ],
)
def test_the_title_is_the_difference_to_the_other_month(before: Any, now: Any, title: str) -> None:
    assert plain(trend_title(now, before, SEPTEMBER)) == title


@pytest.mark.parametrize(("half", "noise"), [("0.02", False), ("0.08", True)])
def test_a_difference_within_both_intervals_is_noise(half: str, noise: bool) -> None:
    now, before = (
        entry(value, "share", interval=[str(Decimal(value) - Decimal(half)), str(Decimal(value) + Decimal(half))])
        for value in ("0.84", "0.80")
    )
    assert is_noise(now, before) is noise
    assert ("within the noise" in trend_detail(now, before)) is noise


def test_no_difference_and_no_interval_are_no_noise() -> None:
    same = entry("0.8", "share", interval=["0.7", "0.9"])
    assert not is_noise(same, same)
    assert not is_noise(entry("350"), entry("300"))


def test_the_band_steps_where_the_contract_changed_it() -> None:
    tighter = {**AHT_TARGET, "band_low": "306", "band_high": "357"}
    months = {
        Month(2026, 7): summary(version=1),
        Month(2026, 8): summary(version=2),  # a new version with the same band is no step
        SEPTEMBER: summary(version=3, kpis={"aht": entry("350", target=tighter)}),
        OCTOBER: summary(version=3, kpis={"aht": entry("350", target=tighter)}),
    }
    first, second = band_steps("aht", ground(months))
    assert (first.month, first.low, first.high) == ("2026-07", 324.0, 378.0)
    assert (second.month, second.low, second.high, second.note) == ("2026-09", 306.0, 357.0, "v3 from Sept")


def test_an_open_band_has_no_upper_edge_and_no_target_no_edge() -> None:
    open_band = {"lower": "0.6", "band_low": "0.8", "weight": "0.4"}
    found = ground({OCTOBER: summary(kpis={"csat": entry("0.8", "share", target=open_band)})})
    (step,) = band_steps("csat", found)
    assert (step.low, step.high, step.low_text) == (0.8, None, "80%")
    assert band_steps("hit_rate", found)[0].low is None


def test_months_before_the_first_data_are_left_out_and_a_gap_stays() -> None:
    found = ground({Month(2026, 8): summary("340"), OCTOBER: summary("380")})
    box = trend_box("aht", found)
    assert [row[0] for row in box.rows] == ["August 2026", "September 2026", "October 2026"]
    assert set(box.rows[1][1:]) == {"–"}
    assert box.data[1][0] == "2026-09"
    assert box.data[2][1] == Decimal(380)
    assert "Lowest 340 s in August 2026, highest 380 s in October 2026. As agreed in 1 of 2 months." in plain(
        box.summary
    )


def test_incidents_are_marked_in_each_month_that_they_touch() -> None:
    both = incident(3, datetime(2026, 9, 30, 20, tzinfo=UTC), datetime(2026, 9, 30, 22, 30, tzinfo=UTC))
    ends_at_midnight = incident(4, datetime(2026, 9, 30, 20, tzinfo=UTC), datetime(2026, 9, 30, 22, tzinfo=UTC))
    found = ground({SEPTEMBER: summary(), OCTOBER: summary()}, incidents=(both, ends_at_midnight))
    box = trend_box("aht", found)
    assert [plain(row[-1]) for row in box.rows] == ["R-3, R-4", "R-3"]


def test_figures_of_some_contacts_are_not_judged() -> None:
    query = ReviewQuery(where={"channel": "phone"})
    months = {SEPTEMBER: summary(), OCTOBER: summary("400")}
    entries = {month: {"aht": entry("400", verdict=None)} for month in months}
    box = trend_box("aht", ground(months, query=query, entries=entries))
    assert "As agreed" not in box.summary
    assert box.rows[-1][-2] == "–"


def test_last_year_is_drawn_beside_this_one_when_it_is_known() -> None:
    months = {OCTOBER.plus(-step): summary(str(300 + step)) for step in range(24)}
    with_year = trend_box("aht", ground(months, query=ReviewQuery(compare="year", months=24)))
    without = trend_box("aht", ground(months, query=ReviewQuery(months=24)))
    assert len(with_year.drawings["wide"]["data"]) == len(without.drawings["wide"]["data"]) + 1
