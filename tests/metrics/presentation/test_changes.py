"""What changed since the other month: the finding names the slice that did most, and the table adds up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.domain.totals import Totals, sum_totals
from metrics.presentation.cards import ENOUGH
from metrics.presentation.changes import MOST_ROWS, change_box, effect_text, split_of
from metrics.presentation.period import ReviewQuery
from metrics.presentation.review_ground import Entry, ReviewGround, Splits
from tests.metrics.presentation.grounds import OCTOBER, SEPTEMBER, ground, read, summary, totals


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def splits(**topics: Totals) -> Splits:
    """A month by topic; every contact came by phone."""
    whole = read(sum_totals(topics.values()))
    named: dict[str | None, Mapping[str, Entry]] = {}
    named.update({name: read(part) for name, part in topics.items()})
    return {"channel": {"phone": whole}, "brand": {None: whole}, "topic": named}


def two_months(before: Splits, after: Splits, query: ReviewQuery | None = None) -> ReviewGround:
    return ground({SEPTEMBER: summary(), OCTOBER: summary()}, splits={SEPTEMBER: before, OCTOBER: after}, query=query)


def test_the_title_names_who_took_longer_and_what_it_did() -> None:
    before = splits(Invoice=totals(50, 300), Other=totals(50, 300))
    found = two_months(before, splits(Invoice=totals(50, 340), Other=totals(50, 308)))
    assert plain(change_box("aht", found).title) == "Handling time +24 s: Invoice took 40 s longer (+20.0 s of it)"


def test_who_did_more_than_the_whole_did_it_alone() -> None:
    before = splits(Invoice=totals(50, 400), Other=totals(50, 300))
    found = two_months(before, splits(Invoice=totals(50, 350), Other=totals(50, 310)))
    assert plain(change_box("aht", found).title) == "Handling time −20 s: Invoice took 50 s less (−25.0 s alone)"


def test_a_slice_that_grew_is_told_by_its_share() -> None:
    before = splits(Long=totals(100, 900), Short=totals(900, 100))
    found = two_months(before, splits(Long=totals(400, 900), Short=totals(600, 100)))
    title = plain(change_box("aht", found).title)
    assert title.startswith("Handling time +240 s: Long went from 10% to 40% of the contacts")


def test_a_slice_that_was_not_there_before_is_new() -> None:
    found = two_months(splits(A=totals(50, 300)), splits(A=totals(50, 300), B=totals(50, 500)))
    assert "B is new, 50% of the contacts" in plain(change_box("aht", found).title)


@pytest.mark.parametrize(("satisfied", "words"), [(45, "rose by 10.0 points"), (35, "fell by 10.0 points")])
def test_shares_rise_and_fall(satisfied: int, words: str) -> None:
    before = splits(A=totals(100, 300, surveys=50, satisfied=40), B=totals(100, 300, surveys=50, satisfied=40))
    after = splits(A=totals(100, 300, surveys=50, satisfied=satisfied), B=totals(100, 300, surveys=50, satisfied=40))
    assert f"A {words}" in plain(change_box("csat", two_months(before, after)).title)


def test_the_parts_add_up_to_the_difference() -> None:
    before = splits(A=totals(30, 300), B=totals(50, 410), C=totals(20, 200))
    after = splits(A=totals(60, 317), B=totals(20, 409), D=totals(20, 333))
    box = change_box("aht", two_months(before, after))
    effects = [row[-1] for row in box.data]
    whole = Decimal(60 * 317 + 20 * 409 + 20 * 333) / 100 - Decimal(30 * 300 + 50 * 410 + 20 * 200) / 100
    added = sum((effect for effect in effects if isinstance(effect, Decimal)), Decimal(0))
    assert abs(added - whole) < Decimal("0.000001")
    assert len(box.rows) == 4


def test_a_slice_with_few_behind_it_makes_no_finding_while_others_do() -> None:
    before = splits(Large=totals(100, 300), Small=totals(ENOUGH - 1, 300))
    found = two_months(before, splits(Large=totals(100, 310), Small=totals(ENOUGH - 1, 900)))
    assert "Large took 10 s longer" in plain(change_box("aht", found).title)
    alone = two_months(splits(Small=totals(5, 300)), splits(Small=totals(5, 900)))
    assert "Phone took 600 s longer" in plain(change_box("aht", alone).title)


def test_equal_months_are_said_to_be_equal() -> None:
    same = splits(A=totals(30, 300), B=totals(30, 400))
    assert change_box("aht", two_months(same, same)).title == "Handling time is as in September 2026"


def test_many_slices_leave_one_row_for_the_rest_in_the_drawing_and_all_in_the_table() -> None:
    names = [f"T{number}" for number in range(MOST_ROWS + 3)]
    before = splits(**{name: totals(10, 300) for name in names})
    after = splits(**{name: totals(10, 300 + 10 * number) for number, name in enumerate(names, 1)})
    box = change_box("aht", two_months(before, after))
    assert len(box.rows) == MOST_ROWS + 3
    assert "3 others" in str(box.drawings["wide"])
    assert "3 others" not in str(box.rows)


def test_without_the_other_month_there_is_no_comparison_and_it_says_why() -> None:
    box = change_box("aht", ground({OCTOBER: summary()}, splits={OCTOBER: splits(A=totals(30, 300))}))
    assert box.title == "Handling time: no comparison with September 2026"
    assert box.summary == "There are no data for September 2026."
    assert box.drawings == {}


def test_a_month_without_answers_says_so() -> None:
    same = splits(A=totals(30, 300))
    assert change_box("csat", two_months(same, same)).summary == "No survey was answered."


def test_the_finest_split_with_names_is_taken_unless_another_is_chosen() -> None:
    named, one = splits(A=totals(1, 1), B=totals(1, 1)), splits(A=totals(1, 1))
    assert split_of(two_months(named, named)) == "topic"
    assert split_of(two_months(one, one)) == "channel"
    assert split_of(two_months(named, named, ReviewQuery(by="brand"))) == "brand"


def test_effects_carry_one_digit_more_than_the_kpi() -> None:
    assert plain(effect_text(Decimal("4.53"), "s")) == "+4.5 s"
    assert plain(effect_text(Decimal("-0.00123"), "share")) == "−0.12 points"
