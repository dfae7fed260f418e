"""Match the names in a file's header with those that the profile asks for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.ingest.job import Limits
from metrics.ingest.profile import Column, Profile
from metrics.ingest.refused import Refused

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Header:
    """Position of each name of the profile in the header (from 0), and the names that nobody asked for."""

    places: dict[str, int]
    unknown: tuple[str, ...]


def read_names(cells: Sequence[str], limits: Limits, line: int) -> tuple[str, ...]:
    """The names of a header line. Raises Refused: too many, or one twice."""
    names = tuple(" ".join(unicodedata.normalize("NFC", cell).split()) for cell in cells)
    while names and not names[-1]:
        names = names[:-1]
    if len(names) > limits.columns:
        raise Refused("too_many_columns", [line], found=len(names), limit=limits.columns)
    twice = [name for name, number in Counter(name for name in names if name).items() if number > 1]
    if twice:
        raise Refused("duplicate_header", [line], columns=show(twice))
    return names


def expected(profile: Profile) -> str:
    """The names that the header should hold, for a message."""
    return show(sorted({name for column in profile.every_column() for name in column.all_names}))


def match(profile: Profile, names: Sequence[str], line: int, *, required: bool = True) -> Header:
    """Where the profile's columns stand. Raises Refused when one is missing, or when nothing looks like a header."""
    places = _places(names)
    wanted = {name for column in profile.every_column() for name in column.all_names}
    found = {name: places[plain_name(name)] for name in wanted if plain_name(name) in places}
    if not found:
        raise Refused("no_header", [line], line=line, expected=expected(profile))
    missing = [group for column in profile.every_column() for group in _missing(column, found)]
    if missing:
        header = show([name for name in names if name])
        raise Refused("missing_column", [line], columns=show(dict.fromkeys(missing)), header=header)
    used = {plain_name(name) for name in (*wanted, *profile.drop)}
    unknown = tuple(name for name in names if name and plain_name(name) not in used)
    if unknown and profile.unknown_columns == "refuse":
        raise Refused("unknown_column", [line], columns=show(unknown))
    return Header(found, unknown)


def _places(names: Sequence[str]) -> dict[str, int]:
    """Names by their plain form; two names that differ in case only must not be taken for each other."""
    plain = Counter(plain_name(name) for name in names)
    return {plain_name(name): place for place, name in enumerate(names) if name and plain[plain_name(name)] == 1} | {
        name: place for place, name in enumerate(names) if name
    }


def plain_name(name: str) -> str:
    """Case and spacing do not matter."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _missing(column: Column, found: dict[str, int]) -> list[str]:
    """Of several names for one thing any suffices."""
    groups = (column.names, column.date, column.time, column.present)
    return [" / ".join(group) for group in groups if group and not any(name in found for name in group)]


def show(names: Iterable[str]) -> str:
    """Names for a message, cut when long."""
    return ", ".join(f"“{name[:_SHOWN]}”" for name in names)
