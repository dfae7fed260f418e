"""What the reader chose: read from an address, written into one, and nothing in between."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest

from contracts.domain.months import Month
from metrics.domain.errors import ChoiceUnknown
from metrics.presentation.period import LONGEST, ReviewQuery, read_query

OCTOBER = Month(2026, 10)


def test_an_address_without_choices_is_the_usual_page() -> None:
    query = read_query({})
    assert query == ReviewQuery()
    assert query.text() == ""
    assert query.other(OCTOBER) == Month(2026, 9)
    assert query.span(OCTOBER)[0] == Month(2025, 10)
    assert len(query.span(OCTOBER)) == 13


def test_the_same_month_last_year_is_among_the_lines() -> None:
    query = read_query({"compare": "year"})
    assert query.other(OCTOBER) == Month(2025, 10)
    assert query.other(OCTOBER) in query.span(OCTOBER)


@pytest.mark.parametrize(
    "params",
    [
        {"compare": "year"},
        {"months": "24"},
        {"by": "brand", "channel": "phone"},
        {"compare": "year", "months": "24", "by": "topic", "channel": "chat", "brand": "nice", "topic": "Å & b=c"},
    ],
)
def test_what_is_chosen_survives_the_address(params: dict[str, str]) -> None:
    text = read_query(params).text()
    assert dict(parse_qsl(text.removeprefix("?"))) == params


def test_what_is_usual_or_empty_is_left_out_of_the_address() -> None:
    assert read_query({"compare": "before", "months": "13", "by": "", "channel": "", "topic": ""}).text() == ""


@pytest.mark.parametrize(
    ("name", "value"), [("compare", "week"), ("months", "12"), ("months", "x"), ("by", "agent"), ("channel", "fax")]
)
def test_a_choice_that_is_not_offered_is_refused_with_those_that_are(name: str, value: str) -> None:
    with pytest.raises(ChoiceUnknown) as refused:
        read_query({name: value})
    assert refused.value.status == 400
    assert value in refused.value.message()
    assert refused.value.params["known"]


@pytest.mark.parametrize("unknown", [{"page": "2"}, {"queue": "Invoice"}])
def test_names_that_mean_nothing_here_are_passed_over(unknown: dict[str, str]) -> None:
    assert read_query(unknown) == ReviewQuery()


@pytest.mark.parametrize("value", ["x" * 5000, "a\x00b"])
def test_a_filter_is_no_longer_than_a_value_and_holds_no_nul(value: str) -> None:
    found: Any = read_query({"topic": value}).where["topic"]
    assert len(found) <= LONGEST
    assert "\x00" not in found


def test_without_filters_the_rest_stays() -> None:
    query = read_query({"months": "24", "brand": "nice"})
    assert query.without_filters().text() == "?months=24"
