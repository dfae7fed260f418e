"""The computed sentence of a month, every branch in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import translation

from metrics.presentation.sentences import month_sentence, names_of

LOSSES: tuple[dict[str, str], ...] = (
    {"kpi": "aht", "points": "10.02", "alone": "95.1"},
    {"kpi": "csat", "points": "5", "alone": "90"},
)
ZONES = {
    "in_balance": ("in balance", "i balanse"),
    "watch": ("on watch", "følg med"),
    "imbalance": ("out of balance", "ubalanse"),
    "unacceptable": ("unacceptable", "uakseptabel"),
}


def scorecard(state: str = "final", zone: str = "watch", **score: Any) -> dict[str, Any]:
    """The parts of a scorecard that the sentence reads."""
    whole = {"value": "84.98", "state": zone, "knocked_out": [], "partial": False, "missing": [], "lower": "12",
             "upper": "90.5", "lost": list(LOSSES)}  # fmt: skip
    return {"month": "2026-10", "state": state, "score": {**whole, **score}}


def read(document: dict[str, Any], language: str) -> str:
    """The sentences without their marks."""
    with translation.override(language):
        return re.sub(r"<[^>]+>", "", " ".join(month_sentence(document)))


@pytest.mark.parametrize("zone", ZONES)
def test_a_closed_month_stands_in_its_zone(zone: str) -> None:
    english, norwegian = ZONES[zone]
    document = scorecard(zone=zone)
    assert f"October 2026 is {english} at 84.98." in read(document, "en")
    assert f"Balansescoren for oktober 2026 er 84,98: {norwegian}." in read(document, "nb")


def test_an_open_month_stands_so_far() -> None:
    assert read(scorecard("draft"), "en").startswith("October 2026 is on watch at 84.98 so far.")
    assert read(scorecard("preliminary"), "nb").startswith("Balansescoren for oktober 2026 er så langt 84,98:")


def test_a_knock_out_names_its_kpis() -> None:
    document = scorecard(knocked_out=["aht", "hit_rate", "service_level"])
    assert "knocked out by handling time, hit rate and service level." in read(document, "en")
    assert "yttergrensene er brutt for håndteringstid, hitrate og servicegrad." in read(document, "nb")


@pytest.mark.parametrize("state", ["draft", "final"])
def test_a_partial_score_says_what_is_missing_and_what_it_could_be(state: str) -> None:
    document = scorecard(state, partial=True, missing=["csat"])
    assert "without satisfaction; with it the score lies between 12.0 and 90.5." in read(document, "en")
    assert "uten kundetilfredshet; medregnet ville den ligget mellom 12,0 og 90,5." in read(document, "nb")


def test_without_data_there_is_no_score() -> None:
    document = scorecard(value=None)
    assert read(document, "en") == "October 2026 has no score: no KPI with a target has data."
    assert read(document, "nb") == "Det finnes ingen balansescore for oktober 2026: Ingen KPI med mål har data."


def test_the_largest_loss_is_named_with_all_that_was_lost() -> None:
    assert "Handling time lost 10.0 of the 15.0 points; fixed alone it would bring the score to 95.1." in read(
        scorecard(), "en"
    )
    assert "Håndteringstid kostet 10,0 av de 15,0 tapte poengene; rettet alene ville den gitt" in read(
        scorecard(), "nb"
    )


def test_a_single_loss_stands_alone() -> None:
    document = scorecard(lost=[LOSSES[0]])
    assert read(document, "en").endswith("Handling time alone lost 10.0 points.")
    assert read(document, "nb").endswith("Håndteringstid alene kostet 10,0 poeng.")


def test_nothing_lost_is_said() -> None:
    document = scorecard(lost=[])
    assert read(document, "en").endswith("Nothing was lost: every KPI with data is as agreed.")
    assert read(document, "nb").endswith("Ingen poeng er tapt: Alle KPI-er med data er som avtalt.")


def test_an_abbreviation_stays_large_inside_a_sentence() -> None:
    with translation.override("en"):
        assert names_of(["csat_mean"]) == "CSAT, mean score"
        assert names_of(["hit_rate"]) == "hit rate"
