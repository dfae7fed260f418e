"""A guard fails only if the best round is above it, and nothing is made up where a case did not run."""

from __future__ import annotations

from benchmarks.guards import ALL, Ratio, Verdict, judge
from benchmarks.measure import Run
from benchmarks.report import lines, markdown, screen
from benchmarks.rounds import Round

TEXT_LOAD = "Contacts, file to figures / DuckDB text load"
STORED = "Stored bytes / CSV bytes"


def a_round(core: float, *, few: float | None = None) -> Round:
    """Ingest of so many processor seconds against a text load of one second."""
    facts = {"stored_bytes": 30}
    runs = {
        "text_load": Run({"load": 1.0}, {"load": 1.0}, 100.0, {"rows": 1}),
        "contacts": Run({"ingest": core}, {"ingest": core}, 350.0, facts),
        "everything": Run({"ingest": core}, {"ingest": core}, 349.0, facts),
        "read": Run({"read": 0.01}, {"read": 0.01}, 10.0, {"bytes": 100}),
    }
    if few is not None:
        runs["few_contacts"] = Run({"ingest": few}, {"ingest": few}, 100.0, facts)
        runs["few_text_load"] = Run({"load": 0.5}, {"load": 0.5}, 100.0, {"rows": 1})
    return runs


def verdict(what: str, verdicts: list[Verdict]) -> Verdict:
    (found,) = [one for one in verdicts if one.ratio.what == what]
    return found


def test_the_best_round_decides() -> None:
    found = verdict(TEXT_LOAD, judge([a_round(2.7), a_round(9.0)], slack=1.0))
    assert found.values == (2.7, 9.0)
    assert found.is_held
    assert not verdict(TEXT_LOAD, judge([a_round(2.8), a_round(9.0)], slack=1.0)).is_held


def test_slack_widens_guards_of_time_alone() -> None:
    found = judge([a_round(4.0)], slack=1.5)
    assert verdict(TEXT_LOAD, found).guard == 2.75 * 1.5
    assert verdict(STORED, found).guard == 0.25
    assert not verdict(STORED, found).is_held


def test_a_short_run_takes_off_what_a_thousand_contacts_cost() -> None:
    assert verdict(TEXT_LOAD, judge([a_round(2.5, few=1.5)], slack=1.0)).values == (2.0,)


def test_what_did_not_run_is_not_in_the_table() -> None:
    named = {one.ratio.what for one in judge([a_round(2.0)], slack=1.0)}
    assert TEXT_LOAD in named
    assert "Review / empty page" not in named
    assert "Contacts / peer with pandas" not in named


def test_a_peak_is_held_against_limit_and_room_together() -> None:
    assert verdict("Peak memory / 400 MB limit + 300 MB", judge([a_round(2.0)], slack=1.0)).values == (0.5,)


def test_a_run_without_ingest_has_no_peak() -> None:
    runs = {name: run for name, run in a_round(2.0).items() if name in ("read", "text_load")}
    assert "Peak memory / 400 MB limit + 300 MB" not in {one.ratio.what for one in judge([runs], slack=1.0)}


def test_every_ratio_is_named_once() -> None:
    assert len({ratio.what for ratio in ALL}) == len(ALL)


def test_a_guard_that_fails_is_shown_as_failing() -> None:
    held = Verdict(Ratio("a / b", lambda _: 0.0, 2.75), (2.0, 2.5, 2.4), 2.75)
    failed = Verdict(Ratio("c / d", lambda _: 0.0, 0.4), (0.5, 0.6), 0.4)
    told = Verdict(Ratio("e / f", lambda _: 0.0), (123.4,), None)
    assert lines([held, failed, told]) == [
        ("a / b", "2.40", "2.00 – 2.50", "≤ 2.75", "ok"),
        ("c / d", "0.550", "0.500 – 0.600", "≤ 0.400", "NOT HELD"),
        ("e / f", "123", "123 – 123", "", ""),
    ]
    assert "| c / d | 0.550 | 0.500 – 0.600 | ≤ 0.400 | NOT HELD |" in markdown([held, failed]).splitlines()
    assert screen([failed]).splitlines()[1].split() == [
        "c",
        "/",
        "d",
        "0.550",
        "0.500",
        "–",
        "0.600",
        "≤",
        "0.400",
        "NOT",
        "HELD",
    ]
