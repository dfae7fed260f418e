"""Columns of numbers to lines of text, all rows at once.

A column is one or more arrays of fixed width, padded with zero bytes. They are laid side by side as one block of
bytes; leaving the zero bytes out gives the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Bytes, Ints, Texts

Column = list[Texts]  # the pieces of a cell, from left to right
DAY_S = 86_400
_MOST = 20_000  # whole numbers are looked up, not formatted


def encoded(words: Sequence[str]) -> Texts:
    """Words as UTF-8."""
    return np.array([word.encode() for word in words], dtype=np.bytes_)


def words(table: Sequence[str], places: Ints) -> Column:
    """A word of a table in each row; NONE is blank."""
    return [encoded([*table, ""])[places]]


@cache
def _numbers() -> Texts:
    return encoded([*map(str, range(_MOST)), ""])


def whole(values: Ints) -> Column:
    """Whole numbers below 20,000; NONE is blank."""
    return [_numbers()[values]]


@cache
def _padded(digits: int) -> Texts:
    return encoded([f"{number:0{digits}d}" for number in range(10**digits)])


def serials(values: Ints) -> Column:
    """Numbers of seven digits, zeros in front."""
    thousands, rest = np.divmod(values, 1_000)
    return [_padded(4)[thousands], _padded(3)[rest]]


def same(text: str, count: int) -> Texts:
    """One text in every row."""
    return np.repeat(encoded([text]), count)


@cache
def _clock() -> Texts:
    hours, minutes, seconds = range(24), range(60), range(60)
    return encoded([*(f"{h:02d}:{m:02d}:{s:02d}Z" for h in hours for m in minutes for s in seconds), ""])


def instants(values: Ints) -> Column:
    """Instants as 2026-10-31T22:59:59Z; NONE is blank."""
    known = values != NONE
    if not known.any():
        return [same("", len(values))]
    day, second = np.divmod(values, DAY_S)
    first, last = int(day[known].min()), int(day[known].max())
    dates = np.datetime_as_string(np.arange(first, last + 1).astype("datetime64[D]"))
    table = encoded([*(f"{date}T" for date in dates), ""])
    return [table[np.where(known, day - first, NONE)], _clock()[np.where(known, second, NONE)]]


def amounts(cents: Ints) -> Column:
    """Money with two decimals: 39900 is 399.00."""
    found, places = np.unique(cents, return_inverse=True)
    return [encoded([f"{one // 100}.{one % 100:02d}" for one in found.tolist()])[places]]


class Block:
    """Rows of text that can be cut anywhere between two rows."""

    def __init__(self, columns: Mapping[str, Column], delimiter: str) -> None:
        self.header = (delimiter.join(columns) + "\n").encode()
        cells = list(columns.values())
        count = len(cells[0][0])
        width = sum(piece.itemsize for cell in cells for piece in cell) + len(cells)
        self._bytes: Bytes = np.zeros((count, width), dtype=np.uint8)
        at = 0
        for number, cell in enumerate(cells, 1):
            for piece in cell:
                end = at + piece.itemsize
                self._bytes[:, at:end] = np.ascontiguousarray(piece).view(np.uint8).reshape(count, piece.itemsize)
                at = end
            self._bytes[:, at] = ord("\n" if number == len(cells) else delimiter)
            at += 1

    def rows(self, first: int = 0, until: int | None = None) -> bytes:
        """The text of the rows from first on, the row `until` not included."""
        cut = self._bytes[first:until].ravel()
        written: bytes = cut[cut != 0].tobytes()
        return written


def spoil(column: Column, rows: Ints, text: str, *, keeps_rest: bool) -> None:
    """Another text in these rows, in place of the first piece of the cell or of all; no longer than that piece."""
    column[0][rows] = text.encode()
    if not keeps_rest:
        for piece in column[1:]:
            piece[rows] = b""
