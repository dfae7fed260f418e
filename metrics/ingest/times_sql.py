"""Instants out of text, as SQL: a local TIMESTAMP as written, its own offset where it names one, and the way to UTC.

A day is what `%d` and `%m` say, whatever the order would make of it; nothing here tries another order. 31 February,
23:59:60 and 24:00 are no times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.ingest.literals import text
from metrics.ingest.profile import TimeSpec
from metrics.ingest.time_formats import EPOCHS, ISO, swapped

_CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?"
_ISO = (
    "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?)?"
)
_ISO_OFFSET = "[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?$"
_ISO_AFTER_DAY = 11  # the sign at which an offset may stand at the earliest: a day has hyphens too
# strptime takes 22 for the year 22: what lies before this was not written with a year of four digits.
EARLIEST = "TIMESTAMP '1900-01-01 00:00:00'"
# Cells with a date type, as the workbook reader writes them.
TYPED_DAYS: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f")


@dataclass(frozen=True, slots=True)
class Instant:
    """SQL of one instant: as written, and seconds east of UTC where the text itself says so (else null)."""

    written: str
    own_offset: str | None = None


def instant(cell: str, spec: TimeSpec, *, typed_days: bool = False) -> Instant:
    """An instant in one cell."""
    layouts = (*spec.formats, *TYPED_DAYS) if typed_days else spec.formats
    tries = [_written(cell, layout) for layout in dict.fromkeys(layouts)]
    written = tries[0] if len(tries) == 1 else f"COALESCE({', '.join(tries)})"
    return Instant(written, _own_offset(cell, spec.formats))


def _written(cell: str, layout: str) -> str:
    if layout in EPOCHS:
        return _epoch(cell, 1 if layout == "epoch_s" else 1_000)
    if layout == ISO:
        plain = f"replace(regexp_replace({cell}, '(Z|{_ISO_OFFSET[:-1]})$', ''), 'T', ' ')"
        short = f"regexp_full_match({cell}, '[0-9-]{{10}}')"
        cut = f"CASE WHEN suffix({cell}, 'Z') THEN {cell} WHEN {short} THEN {cell} ELSE {plain} END"
        return f"CASE WHEN regexp_full_match({cell}, {text(_ISO)}) THEN TRY_CAST({cut} AS TIMESTAMP) END"
    return f"try_strptime({cell}, {text(layout)})"


def _epoch(cell: str, per_second: int) -> str:
    """Seconds or milliseconds since 1970, plain digits."""
    number = f"TRY_CAST({cell} AS BIGINT)"
    micro = 1_000_000 // per_second
    digits = f"regexp_full_match({cell}, '[0-9]{{1,{10 if per_second == 1 else 13}}}')"
    return f"CASE WHEN {digits} THEN make_timestamp({number} * {micro}) END"


def _own_offset(cell: str, layouts: Sequence[str]) -> str | None:
    """Seconds east of UTC in the text: Z and epochs are 0."""
    zero = f"CASE WHEN regexp_full_match({cell}, '[0-9]+') THEN 0 END" if set(layouts) & set(EPOCHS) else None
    if ISO not in layouts:
        return zero
    tail = f"regexp_extract({cell}, {text(_ISO_OFFSET)})"
    digits = f"replace({tail}, ':', '')"
    seconds = (
        f"(CAST(substr({digits}, 2, 2) AS INTEGER) * 3600"
        f" + COALESCE(TRY_CAST(substr({digits}, 4, 2) AS INTEGER), 0) * 60)"
    )
    signed = f"CASE WHEN {tail} = '' THEN NULL WHEN starts_with({tail}, '-') THEN -{seconds} ELSE {seconds} END"
    iso = f"CASE WHEN suffix({cell}, 'Z') THEN 0 WHEN strlen({cell}) > {_ISO_AFTER_DAY} THEN {signed} END"
    return f"COALESCE({zero}, {iso})" if zero is not None else iso


def joined(day: str, clock: str, spec: TimeSpec, *, typed_days: bool = False) -> Instant:
    """A day in one cell and a time of day in another: h:mm or h:mm:ss."""
    layouts = (*spec.formats, *TYPED_DAYS) if typed_days else spec.formats
    tries = [_written(day, layout) for layout in dict.fromkeys(layouts)]
    time = f"CASE WHEN regexp_full_match({clock}, {text(_CLOCK)}) THEN TRY_CAST({_two_digits(clock)} AS TIME) END"
    return Instant(f"CAST(COALESCE({', '.join(tries)}) AS DATE) + {time}")


def _two_digits(clock: str) -> str:
    return f"CASE WHEN contains(left({clock}, 2), ':') THEN '0' || {clock} ELSE {clock} END"


def reads_swapped(cell: str, spec: TimeSpec) -> str | None:
    """SQL: the cell would be a day if day and month changed places; None when no format has both as numbers."""
    layouts = [other for layout in spec.formats if (other := swapped(layout)) is not None]
    if not layouts:
        return None
    return " OR ".join(_reads_in_order(cell, layout, is_iso=ISO in spec.formats) for layout in layouts)


def _reads_in_order(cell: str, layout: str, *, is_iso: bool) -> str:
    """ISO has its time of day behind the T: the day alone shows the order, and it must not be a day as it stands."""
    if layout == "%Y-%d-%m" and is_iso:
        day = f"left({cell}, 10)"
        return f"(try_strptime({day}, '%Y-%m-%d') IS NULL AND {_written(day, layout)} >= {EARLIEST})"
    return f"{_written(cell, layout)} >= {EARLIEST}"
