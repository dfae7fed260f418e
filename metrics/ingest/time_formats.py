"""Formats of instants that a profile may name, and the same format with day and month swapped.

`iso8601` is 2026-10-25T02:30:00+02:00, with Z, an offset, or neither (then the profile's zone holds); `epoch_s` and
`epoch_ms` count from 1970 in UTC. All others are made of the signs below; %d, %m, %H, %M and %S take one or two digits.
"""

from __future__ import annotations

ISO = "iso8601"
EPOCHS: tuple[str, ...] = ("epoch_s", "epoch_ms")
SIGNS = "dmYybBHMSfIp"
_DATE_SIGNS = (("d",), ("m", "b", "B"), ("Y", "y"))


def signs_of(layout: str) -> tuple[str, ...] | None:
    """The signs of a format, in order; None when it holds one that is not known, or one twice."""
    pieces = layout.split("%")[1:]
    signs = tuple(piece[:1] for piece in pieces)
    if any(sign not in SIGNS or not sign for sign in signs) or len(set(signs)) != len(signs):
        return None
    return signs


def is_known(layout: str) -> bool:
    """Is this a format that tells a day?"""
    if layout == ISO or layout in EPOCHS:
        return True
    signs = signs_of(layout)
    return signs is not None and all(any(sign in signs for sign in one_of) for one_of in _DATE_SIGNS)


def has_hours(layout: str) -> bool:
    """Does the format tell a time of day too?"""
    if layout == ISO or layout in EPOCHS:
        return True
    signs = signs_of(layout) or ()
    return "M" in signs and ("H" in signs or {"I", "p"} <= set(signs))


def swapped(layout: str) -> str | None:
    """The format with day and month in each other's place; None when they cannot be taken for each other."""
    if layout == ISO:
        return "%Y-%d-%m"
    if "%d" not in layout or "%m" not in layout:
        return None
    return layout.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
