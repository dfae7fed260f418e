"""Numbers to text: what stands in a cell, and files that are cut at any row."""

from __future__ import annotations

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Ints
from kpi_portal.demo.model_buyer.lines import Block, Column, amounts, instants, serials, spoil, whole, words


def ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def texts(column: Column) -> list[str]:
    """The cells of a column."""
    return Block({"x": column}, ";").rows().decode().splitlines()


def test_a_cell_says_what_is_known_and_nothing_else() -> None:
    assert texts(words(("phone", "chat"), ints(1, NONE, 0))) == ["chat", "", "phone"]
    assert texts(whole(ints(0, NONE, 5_400))) == ["0", "", "5400"]
    assert texts(serials(ints(7, 1_234_567))) == ["0000007", "1234567"]
    assert texts(amounts(ints(39_900, 4_905))) == ["399.00", "49.05"]


def test_an_instant_is_written_in_utc() -> None:
    values = ints(1_793_487_599, NONE, 0)
    assert texts(instants(values)) == ["2026-10-31T22:59:59Z", "", "1970-01-01T00:00:00Z"]
    assert texts(instants(ints(NONE))) == [""]


def test_letters_of_two_bytes_stay_whole() -> None:
    assert texts(words(("Bodø", "Namsos"), ints(0, 1))) == ["Bodø", "Namsos"]


def test_rows_are_cut_between_two_lines() -> None:
    block = Block({"a": whole(ints(1, 22, 333)), "b": words(("x",), ints(0, NONE, 0))}, ",")
    assert block.header == b"a,b\n"
    assert block.rows(1, 3) == b"22,\n333,x\n"
    assert block.rows(0, 1) + block.rows(1) == block.rows()


def test_a_fault_takes_the_place_of_a_cell_or_of_its_head() -> None:
    whole_cell, head = instants(ints(0, 60)), instants(ints(0, 60))
    spoil(whole_cell, ints(1), "yesterday", keeps_rest=False)
    spoil(head, ints(0), "2019-05-06T", keeps_rest=True)
    assert texts(whole_cell) == ["1970-01-01T00:00:00Z", "yesterday"]
    assert texts(head) == ["2019-05-06T00:00:00Z", "1970-01-01T00:01:00Z"]
