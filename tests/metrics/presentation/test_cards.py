"""What a KPI card says: verdict with its side, gap in words, sample, interval, difference, why there is no value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from metrics.domain.kpis.base import REASONS
from metrics.presentation.cards import KpiCard, kpi_card

AHT = {"lower": "216", "band_low": "324", "band_high": "378", "upper": "504", "weight": "0.30"}
CSAT = {"lower": "0.60", "band_low": "0.80", "weight": "0.40"}
HIT = {"lower": "0.015", "band_low": "0.057", "band_high": "0.078", "upper": "0.12", "weight": "0.30"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The cases are written in English; the other language is tested where words are joined."""
    with translation.override("en"):
        yield


def entry(value: str | None, unit: str = "s", target: dict[str, str] | None = None, **facts: Any) -> dict[str, Any]:
    whole = {
        "value": value, "unit": unit, "n": 2035, "interval": None, "previous": None, "target": target,
        "result": "missed", "verdict": "missed", "points_lost": "5.30",
    }  # fmt: skip
    return whole | facts


def card(key: str, found: dict[str, Any]) -> KpiCard:
    return kpi_card(key, found, "September 2026")


@pytest.mark.parametrize(
    ("key", "found", "word", "reason"),
    [
        ("aht", entry("400", "s", AHT), "Missed, too long", "22 s over the band. Costs 5.3 points of the score."),
        ("aht", entry("300", "s", AHT), "Missed, too short", "24 s under the band. Costs 5.3 points of the score."),
        ("csat", entry("0.764", "share", CSAT), "Missed, too low", "3.6 points under the band."),
        ("hit_rate", entry("0.10", "share", HIT), "Missed, too high", "2.2 points over the band."),
    ],
)
def test_a_miss_names_its_side_and_its_gap(key: str, found: dict[str, Any], word: str, reason: str) -> None:
    shown = card(key, found)
    assert (shown.chip.word, shown.chip.tone) == (word, "missed")
    assert shown.reason.replace("\u00a0", " ").startswith(reason)
    assert shown.result == "Contract: missed"


def test_result_and_verdict_are_two_lines() -> None:
    found = entry("0.063", "share", HIT, result="met", verdict="not_distinguishable", interval=["0.053", "0.080"])
    shown = card("hit_rate", found)
    assert (shown.chip.word, shown.chip.tone) == ("Not distinguishable from target", "unsure")
    assert shown.short_chip.word == "≈ target"
    assert shown.result == "Contract: met"
    assert "the interval reaches past the edge" in shown.reason
    assert shown.interval == "95% interval: 5.3% to 8.0%"


def test_too_few_answers_say_how_few_and_what_is_needed() -> None:
    found = entry("0.72", "share", CSAT, n=18, verdict="too_few", interval=["0.5242", "0.8572"])
    shown = card("csat", found)
    assert (shown.chip.word, shown.chip.tone) == ("Too few answers (18 of 30)", "few")
    assert shown.reason == "30 answers are needed for a verdict, 100 for money."
    assert shown.is_thin
    assert shown.strip is not None
    assert shown.strip.interval_x is not None


def test_too_few_contacts_are_not_called_answers() -> None:
    shown = card("hit_rate", entry("0.05", "share", HIT, n=12, verdict="too_few"))
    assert shown.chip.word == "Too few contacts (12 of 30)"
    assert "contacts are needed" in shown.reason


@pytest.mark.parametrize("reason", REASONS)
def test_no_value_is_a_dash_with_its_reason(reason: str) -> None:
    found = entry(None, "share", CSAT, n=0, result="no_data", verdict="no_data", reason=reason, points_lost=None)
    shown = card("csat", found)
    assert shown.value == "–"
    assert not shown.has_value
    assert shown.chip.word == "No data"
    assert shown.reason == REASONS[reason]
    assert shown.result == "Contract: no data, not counted as a miss"


def test_a_kpi_without_a_target_is_shown_and_not_judged() -> None:
    shown = card("aht", entry("400", result=None, verdict=None, points_lost=None))
    assert shown.strip is None
    assert shown.chip.word == "No target"
    assert shown.reason == "No target is agreed."
    assert shown.result == ""


@pytest.mark.parametrize(
    ("previous", "trend", "detail"),
    [
        ("353", "+47 s since September 2026", "353 s → 400 s"),
        ("410", "−10 s since September 2026", "410 s → 400 s"),
        ("400", "As in September 2026", "400 s → 400 s"),
        (None, "No figure for September 2026 to compare with", ""),
    ],
)
def test_the_difference_to_the_month_before_has_both_values(previous: str | None, trend: str, detail: str) -> None:
    shown = card("aht", entry("400", "s", AHT, previous=previous))
    assert (shown.trend.replace("\u00a0", " "), shown.trend_detail.replace("\u00a0", " ")) == (trend, detail)


def test_the_sample_stands_beside_the_value() -> None:
    assert card("aht", entry("400", "s", AHT)).sample == "2,035 contacts"
    found = entry("0.76", "share", CSAT, n=509, response_rate="0.25")
    assert card("csat", found).sample == "509 answers, 25.0% of handled contacts"
    assert card("csat", entry("1", "share", CSAT, n=1)).sample == "1 answer"


def test_the_strip_has_a_sentence_for_who_cannot_see_it() -> None:
    shown = card("aht", entry("400", "s", AHT))
    assert shown.strip_sentence.replace("\u00a0", " ") == "400 s; agreed is 324–378: Missed, too long"
    assert (shown.low_edge, shown.band, shown.high_edge) == ("216", "324–378", "504")


def test_a_one_sided_target_has_one_edge() -> None:
    shown = card("csat", entry("0.85", "share", CSAT, result="met", verdict="met"))
    assert (shown.low_edge, shown.band, shown.high_edge) == ("60%", "target 80%", "100%")
    assert shown.chip.tone == "met"


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (entry("378.4", "s", AHT), "378.4 s"),
        (entry("378.6", "s", AHT), "379 s"),
        (entry("378.4", "s", AHT, result="met"), "378 s"),
        (entry("0.7996", "share", CSAT), "79.96%"),
        (entry("0.0784", "share", HIT), "7.84%"),
    ],
)
def test_a_rounded_value_never_contradicts_the_word(found: dict[str, Any], value: str) -> None:
    key = "aht" if found["unit"] == "s" else "csat"
    assert card(key, found).value.replace("\u00a0", " ") == value
