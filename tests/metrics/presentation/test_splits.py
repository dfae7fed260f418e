"""What a split says: a finding as title, extremes in words, rows and total, and only slices with enough behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from metrics.presentation.figure_box import FigureBox
from metrics.presentation.splits import MOST_DOTS, split_boxes

AHT = {"lower": "216", "band_low": "324", "band_high": "378", "upper": "504", "weight": "0.30"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def part(
    by: str, name: str | None, aht: str | None, *, n: int = 100, csat: str | None = "0.8", answers: int = 50
) -> Any:
    kpis = {
        "contacts": {"value": str(n), "n": n, "unit": "count"},
        "aht": {"value": aht, "n": n, "unit": "s"},
        "csat": {"value": csat, "n": answers, "unit": "share"},
        "hit_rate": {"value": "0.06", "n": n, "unit": "share"},
    }
    return {"by": {by: name}, "kpis": kpis, "cost": "100.00"}


def document(*slices: Mapping[str, Any], target: Mapping[str, str] | None = AHT) -> dict[str, Any]:
    whole = part("", "", "400")["kpis"]
    for key in whole:
        whole[key] = {**whole[key], "target": target if key == "aht" else None}
    lines = [{"kind": "volume", "amount": "150.00"}, {"kind": "commission", "amount": "50.00"}]
    return {"slices": list(slices), "kpis": whole, "cost": {"currency": "NOK", "lines": lines}}


def only(*slices: Mapping[str, Any], **facts: Any) -> FigureBox:
    (found,) = split_boxes(document(*slices, **facts))
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("phone", "chat", "title"),
    [
        ("405", "379", "Phone is furthest over the handling-time band: 405 s"),
        ("340", "300", "Chat is furthest under the handling-time band: 300 s"),
        ("330", "370", "Handling time is inside the band in all of them"),
        ("324", "378", "Handling time is inside the band in all of them"),
    ],
)
def test_the_title_states_the_finding(phone: str, chat: str, title: str) -> None:
    found = only(part("channel", "phone", phone), part("channel", "chat", chat))
    assert plain(found.title) == title


def test_without_a_target_the_title_is_what_it_is() -> None:
    assert only(part("channel", "phone", "405"), part("channel", "chat", "379"), target=None).title == "Channels"


def test_slices_with_too_few_contacts_do_not_make_a_finding() -> None:
    found = only(part("queue", "A", "350"), part("queue", "B", "360"), part("queue", "C", "900", n=29))
    assert found.title == "Handling time is inside the band in all of them"
    assert found.drawings["wide"]["data"][0]["marker"]["line"]["color"] == ["--raw", "--raw", "--axis"]


def test_the_summary_names_the_extremes() -> None:
    found = only(part("topic", "A", "350", csat="0.7"), part("topic", "B", "360", csat="0.9"))
    assert "Satisfaction from 70.0% (A) to 90.0% (B)." in found.summary
    assert "Hit rate is the same in all of them, 6.0%." in found.summary


def test_every_slice_is_in_the_table_and_the_largest_in_the_chart() -> None:
    found = only(*(part("topic", f"topic {number}", "350") for number in range(20)))
    assert len(found.rows) == 20
    assert len(found.drawings["wide"]["data"][0]["x"]) == MOST_DOTS
    assert f"The chart shows the {MOST_DOTS} with most contacts of 20." in found.summary


def test_the_total_leaves_out_commission_which_belongs_to_no_slice() -> None:
    found = only(part("channel", "phone", "405"))
    assert plain(found.total[-1]) == "NOK 150"
    assert found.total_data[-1] == Decimal(150)
    assert found.total[0] == "All"


def test_an_unpriced_line_makes_the_total_unknown() -> None:
    whole = document(part("channel", "phone", "405"))
    whole["cost"]["lines"].append({"kind": "unpriced", "amount": None})
    assert split_boxes(whole)[0].total[-1] == "–"


def test_brands_are_called_by_name_and_unknown_is_not_stated() -> None:
    slices = [part("brand", "nice", "350"), part("brand", "gone", "350"), part("brand", None, "350")]
    (found,) = split_boxes(document(*slices), {"nice": "Nice"})
    assert [row[0] for row in found.rows] == ["Nice", "gone", "not stated"]


def test_a_split_without_a_named_slice_says_nothing() -> None:
    assert split_boxes(document(part("brand", None, "350"), part("queue", "", "350"))) == ()


def test_no_data_in_a_slice_is_a_dash() -> None:
    found = only(part("channel", "phone", None, csat=None, answers=0), part("channel", "chat", "350"))
    assert found.rows[0][2:4] == ("–", "–")
    assert found.data[0][2:4] == (None, None)
    assert found.title == "Channels"


def test_without_prices_the_last_column_is_left_out_everywhere() -> None:
    whole = document(part("channel", "phone", "350"))
    (full,), (found,) = split_boxes(whole), split_boxes(whole, with_prices=False)
    assert found.heading == full.heading[:-1]
    assert found.rows == tuple(row[:-1] for row in full.rows)
    assert found.data == tuple(row[:-1] for row in full.data)
    assert (found.total, found.total_data) == (full.total[:-1], full.total_data[:-1])
    assert "Price of the contacts" not in repr(found)
