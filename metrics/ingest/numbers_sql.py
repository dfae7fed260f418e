"""Numbers and durations out of text, as SQL: full match, ASCII digits, no exponent, no “nan”; HALF_UP.

A whole number in its plain form is found by a cast that gives the same text back, which is cheap; everything else must
match a pattern before it is cast.
"""

from __future__ import annotations

from dataclasses import dataclass

from metrics.ingest.literals import text

_EXACT = "DECIMAL(30, 12)"
_HMS = "[0-9]{1,4}:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?"
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Marks:
    """Decimal mark and thousands mark of a file."""

    decimal: str = "."
    thousands: str | None = None

    def pattern(self) -> str:
        """A regular expression for one number."""
        fraction = f"({_escaped(self.decimal)}[0-9]{{1,20}})?"
        if self.thousands is None:
            return f"-?[0-9]{{1,15}}{fraction}"
        return f"-?([0-9]{{1,15}}|[0-9]{{1,3}}({_escaped(self.thousands)}[0-9]{{3}}){{1,4}}){fraction}"

    def exact(self, cell: str) -> str:
        """SQL: the number as an exact decimal; null when it is none."""
        plain = cell
        if self.thousands is not None:
            plain = f"replace({plain}, {text(self.thousands)}, '')"
        if self.decimal != ".":
            plain = f"replace({plain}, {text(self.decimal)}, '.')"
        return f"CASE WHEN regexp_full_match({cell}, {text(self.pattern())}) THEN TRY_CAST({plain} AS {_EXACT}) END"

    def whole(self, cell: str, plain: str) -> str:
        """SQL: the number rounded HALF_UP to a whole one; null when it is none. `plain` is the cell cast to BIGINT."""
        return (
            f"CASE WHEN CAST({plain} AS VARCHAR) = {cell} THEN {plain}"
            f" ELSE TRY_CAST(round({self.exact(cell)}) AS BIGINT) END"
        )

    def strictly_whole(self, cell: str) -> str:
        """SQL: a number without a fraction, for counts; 3.0 is 3, 3.5 is none."""
        exact = self.exact(cell)
        return f"CASE WHEN {exact} = round({exact}) THEN TRY_CAST({exact} AS BIGINT) END"

    def rounded(self, cell: str, plain: str, kind: str, places: int) -> str:
        """SQL: the number as a decimal of a kind, rounded HALF_UP to its places."""
        return (
            f"CASE WHEN CAST({plain} AS VARCHAR) = {cell} THEN TRY_CAST({plain} AS {kind})"
            f" ELSE TRY_CAST(round({self.exact(cell)}, {places}) AS {kind}) END"
        )

    def seconds(self, cell: str, plain: str, unit: str) -> str:
        """SQL: a duration in whole seconds; null when it is none. Negative ones come out negative."""
        if unit == "s":
            return self.whole(cell, plain)
        if unit == "h:mm:ss":
            return _from_clock(cell)
        factor = {"ms": "* 0.001", "min": "* 60", "excel_time": f"* {_SECONDS_A_DAY}"}[unit]
        scaled = f"TRY_CAST(round(({self.exact(cell)}) {factor}) AS BIGINT)"
        return f"COALESCE({scaled}, {_from_clock(cell)})" if unit == "excel_time" else scaled


def _escaped(mark: str) -> str:
    return f"[{mark}]" if mark != "^" else "\\^"


def _from_clock(cell: str) -> str:
    """h:mm:ss, hours beyond 24 allowed."""
    part = f"split_part({cell}, ':', {{}})"
    hours, minutes, seconds = (part.format(number) for number in (1, 2, 3))
    total = f"CAST({hours} AS BIGINT) * 3600 + CAST({minutes} AS BIGINT) * 60 + CAST({seconds} AS DECIMAL(12, 9))"
    return f"CASE WHEN regexp_full_match({cell}, {text(_HMS)}) THEN CAST(round({total}) AS BIGINT) END"
