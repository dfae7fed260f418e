"""The scorecard document: its shape, its score, and the hash that names its content."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from contracts.domain.months import Month
from contracts.domain.targets import Target
from contracts.domain.terms import PriceRow, Terms
from metrics.domain import kpis
from metrics.domain.kpi_entries import INTERVAL_REASONS
from metrics.domain.score_entry import SCORE_REASONS
from metrics.domain.scorecard import BASIS_REASONS, MonthFigures, content_hash, draw, issue
from metrics.domain.slices import Slice
from metrics.domain.totals import Totals
from tests.metrics.domain.agreed import AHT, TERMS, terms

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "examples" / "scorecard.json"
# The month of the example document, by channel.
PHONE = Totals.of(
    {"contacts": 15000, "handled": 15000, "billable": 15000, "handled_timed": 15000, "handle_seconds": 6_720_000,
     "answered_in": 15000, "surveys": 2000, "satisfied": 1400, "sale_known": 15000, "contacts_with_sale": 900,
     "sale_units": 950, "sale_valued": 900, "sale_value_cents": 38_000_000}
)  # fmt: skip
CHAT = Totals.of(
    {"contacts": 4000, "handled": 4000, "billable": 4000, "handled_timed": 4000, "handle_seconds": 1_520_000,
     "surveys": 400, "satisfied": 376, "sale_known": 4000, "contacts_with_sale": 60, "sale_units": 60,
     "sale_valued": 60, "sale_value_cents": 2_400_000}
)  # fmt: skip
MAIL = Totals.of(
    {"contacts": 1000, "handled": 1000, "billable": 1000, "handled_timed": 1000, "handle_seconds": 400_000,
     "sale_known": 1000}
)  # fmt: skip
MONTH = {"phone": PHONE, "chat": CHAT, "email": MAIL}


def drawn(by_channel: dict[str, Totals], agreed: Terms = TERMS, inputs: dict[str, Any] | None = None) -> dict[str, Any]:
    phone = Slice({"phone": by_channel.get("phone", Totals())}, "channel", "phone")
    return draw(MonthFigures(Month(2026, 10), Slice(by_channel), (phone,)), agreed, inputs or {})


def test_the_example_document_is_drawn_from_its_figures() -> None:
    """Save what needs agents, and what the example does not round: scenario 11 gives 80.6526 and 78.6444 alone."""
    example, found = json.loads(EXAMPLE.read_text(encoding="utf-8")), drawn(MONTH)
    assert set(example) <= set(found)
    for key in ("cost", "earned", "score"):
        assert {name: found[key][name] for name in example[key] if name not in {"lower", "upper", "lost"}} == {
            name: value for name, value in example[key].items() if name not in {"lower", "upper", "lost"}
        }
    points = [{key: loss[key] for key in ("kpi", "points")} for loss in example["score"]["lost"]]
    assert [{key: loss[key] for key in ("kpi", "points")} for loss in found["score"]["lost"]] == points
    assert [loss["alone"] for loss in found["score"]["lost"]] == ["80.65", "78.64", "73.30"]
    for key, entry in example["kpis"].items():
        known = set(entry) - {"previous"} - ({"interval", "verdict"} if key == "aht" else set())
        assert {name: found["kpis"][key][name] for name in known} == {name: entry[name] for name in known}
    assert found["slices"][0]["cost"] == example["slices"][0]["cost"]
    assert found["slices"][0]["kpis"]["aht"]["value"] == "448"


def test_all_kpis_stand_in_the_month_and_in_every_slice() -> None:
    found = drawn(MONTH)
    assert list(found["kpis"]) == [kpi.key for kpi in kpis.ALL]
    assert list(found["slices"][0]["kpis"]) == [kpi.key for kpi in kpis.ALL]


def test_the_document_is_plain_json_without_numbers_that_are_none() -> None:
    text = json.dumps(drawn({}), allow_nan=False)
    assert "NaN" not in text
    assert json.loads(text) == drawn({})


def test_the_hash_names_the_content_not_the_issue() -> None:
    draft = drawn(MONTH, inputs={"deliveries": ["d_one"]})
    other_way_in = drawn(dict(reversed(MONTH.items())), inputs={"deliveries": ["d_two", "d_three"]})
    minted = issue(draft, version=3, state="final", minted_at="2026-11-11T00:05:00+01:00")
    assert draft["hash"] == other_way_in["hash"] == content_hash(minted)
    assert draft["hash"].startswith("sha256:")
    assert len(draft["hash"]) == 71


def test_one_second_more_is_another_hash() -> None:
    longer = PHONE + Totals.of({"handle_seconds": 1})
    assert drawn({**MONTH, "phone": longer})["hash"] != drawn(MONTH)["hash"]


def test_a_version_keeps_the_content_of_its_draft() -> None:
    draft = drawn(MONTH)
    minted = issue(draft, version=1, state="preliminary", minted_at="2026-11-02T08:00:00+01:00")
    assert (draft["version"], draft["state"], draft["minted_at"]) == (None, "draft", None)
    assert (minted["version"], minted["state"], minted["minted_at"]) == (1, "preliminary", "2026-11-02T08:00:00+01:00")
    assert minted["hash"] == draft["hash"]


def test_a_kpi_without_data_makes_the_score_partial_with_bounds() -> None:
    quiet = Totals.of(
        {"contacts": 100, "handled": 100, "handled_timed": 100, "handle_seconds": 42_000, "sale_known": 100,
         "contacts_with_sale": 5}
    )  # fmt: skip
    score = drawn({"phone": quiet})["score"]
    assert (score["value"], score["partial"], score["missing"]) == ("74.54", True, ["csat"])
    assert (score["lower"], score["upper"], score["reason"]) == ("25.29", "83.83", None)


def test_a_month_without_any_judged_figure_has_no_score_and_full_bounds() -> None:
    score = drawn({"phone": Totals.of({"contacts": 3, "abandoned": 3})})["score"]
    assert (score["value"], score["state"], score["reason"], score["lost"]) == (None, None, "no_data", [])
    assert (score["lower"], score["upper"]) == ("5.00", "100.00")


def test_a_contract_without_targets_has_no_score() -> None:
    score = drawn(MONTH, terms(targets=()))["score"]
    assert (score["value"], score["partial"], score["missing"], score["reason"]) == (None, False, [], "no_targets")


def test_a_knocked_out_kpi_makes_the_month_unacceptable() -> None:
    silent = Totals.of({"contacts": 50, "handled": 50, "handled_timed": 50, "handle_seconds": 50 * 600})
    score = drawn({"phone": silent}, terms(targets=(AHT,)))["score"]
    assert (score["value"], score["state"], score["knocked_out"]) == ("5.00", "unacceptable", ["aht"])


def test_everything_as_agreed_lost_nothing() -> None:
    calm = Totals.of({"contacts": 50, "handled": 50, "handled_timed": 50, "handle_seconds": 50 * 350})
    score = drawn({"phone": calm}, terms(targets=(AHT,)))["score"]
    assert (score["value"], score["state"], score["lost"], score["lower"]) == ("100.00", "in_balance", [], None)
    assert score["reason"] == "needs_agents"


@pytest.mark.parametrize(("judged_on", "reason"), [("raw", None), ("relieved", "relief_not_available")])
def test_the_basis_is_raw_and_says_why(judged_on: str, reason: str | None) -> None:
    found = drawn(MONTH, terms(counting=CountingRules(judged_on=judged_on)))
    assert (found["basis"], found["basis_reason"]) == ("raw", reason)
    assert reason is None or reason in BASIS_REASONS


def test_an_unpriced_channel_leaves_no_total_but_names_its_line() -> None:
    found = drawn(MONTH, terms(prices=(PriceRow(0, "phone", "flat", Decimal(42)),)))["cost"]
    assert (found["total"], found["per_contact"]) == (None, None)
    assert found["lines"][1] == {
        "kind": "unpriced", "channel": "chat", "units": 4000, "unit_price": None, "amount": None, "rule": None,
        "reason": "no_price",
    }  # fmt: skip


def test_a_target_on_an_unknown_kpi_is_left_aside() -> None:
    unknown = Target("first_contact_resolution", Decimal("0.30"), Decimal("0.5"), Decimal("0.8"))
    assert drawn(MONTH, terms(targets=(AHT, unknown)))["score"]["missing"] == []


def test_reasons_are_words_that_pages_can_say() -> None:
    assert {"needs_agents", "no_interval", "no_targets", "no_data"} == set(SCORE_REASONS)
    assert {"needs_agents", "no_interval"} == set(INTERVAL_REASONS)
