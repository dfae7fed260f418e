"""A figure's table: which columns are figures, what the files hold, what the page reserves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from metrics.presentation.figure_box import FigureBox

BOX = FigureBox(
    key="trend-aht",
    title="Handling time fell",
    subtitle="s",
    summary="From 371 s to 408 s.",
    drawings={"wide": {"layout": {"height": 260}}, "narrow": {"layout": {"height": 220}}},
    heading=("Month", "AHT", "Verdict", "n"),
    rows=(("September", "361 s", "Met", "1,000"), ("October", "–", "–", "0")),
    data=(("2026-09", Decimal(361), "met", 1000), ("2026-10", None, None, 0)),
)


def test_columns_of_figures_stand_to_the_right_and_words_to_the_left() -> None:
    assert [cell.is_number for cell in BOX.columns] == [False, True, False, True]
    assert [cell.is_number for cell in BOX.table[1]] == [False, True, False, True]


def test_every_cell_knows_the_heading_of_its_column() -> None:
    assert [cell.heading for cell in BOX.table[0]] == list(BOX.heading)
    assert [cell.text for cell in BOX.table[0]] == list(BOX.rows[0])


def test_a_row_that_misses_a_cell_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        assert replace(BOX, rows=(("October", "371 s"),)).table


def test_files_hold_values_and_the_total_last() -> None:
    total = replace(BOX, total=("All", "361 s", "", "1,000"), total_data=("All", Decimal(361), None, 1000))
    assert BOX.file_rows == BOX.data
    assert total.file_rows == (*BOX.data, ("All", Decimal(361), None, 1000))
    assert [cell.text for cell in total.table_total] == list(total.total)
    assert BOX.table_total == ()


def test_without_values_files_hold_what_is_printed() -> None:
    assert replace(BOX, data=(), total=("All", "", "", "")).file_rows == (*BOX.rows, ("All", "", "", ""))


def test_the_page_reserves_the_height_of_each_drawing() -> None:
    assert (BOX.wide_height, BOX.narrow_height) == (260, 220)


def test_a_short_table_stands_open_and_a_broad_one_becomes_blocks() -> None:
    assert BOX.is_short
    assert not replace(BOX, rows=BOX.rows * 3).is_short
    assert not BOX.has_many_columns
    assert replace(BOX, heading=(*BOX.heading, "more")).has_many_columns
