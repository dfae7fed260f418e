"""What is wrong with the files, on purpose: rows exported twice, rows that nobody can use, answers without a contact.

A fault is one row more, a copy of a sound one, so that sound rows are the same with and without it. The codes are
those with which the ingest rejects a row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Ints
from kpi_portal.demo.model_buyer.lines import DAY_S, Column, spoil

DUPLICATE, UNMATCHED = "duplicate", "unmatched"
_ROWS_A_FAULT = 8  # on one day: the ingest refuses files of which it rejects a fifth


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: its code, the column and what stands there instead (`keeps_rest`: of its first piece only)."""

    code: str
    column: str = ""
    text: str = ""
    keeps_rest: bool = False


_REPEATED = Fault(DUPLICATE)
CONTACT_FAULTS = (
    _REPEATED,
    Fault("unmapped_value", "channel", "fax"),
    Fault("unmapped_value", "outcome", "lost"),
    Fault("bad_time", "started", "yesterday"),
    Fault("negative_duration", "talk_s", "-40"),
    Fault("bad_duration", "wrap_s", "soon"),
    Fault("duration_too_long", "talk_s", "15600"),
    Fault("empty_id", "contact_id", ""),
    Fault("outside_contract", "started", "2019-05-06T", keeps_rest=True),
)
SURVEY_FAULTS = (
    _REPEATED,
    Fault("score_outside_scale", "score", "9"),
    Fault("bad_number", "score", "good"),
    Fault("empty_id", "contact_id", ""),
    Fault(UNMATCHED, "contact_id", "XX0000", keeps_rest=True),
)
SALE_FAULTS = (
    _REPEATED,
    Fault("bad_number", "units", "many"),
    Fault("bad_number", "value", "free"),
    Fault("empty_id", "sale_id", ""),
)


@dataclass(frozen=True, slots=True)
class Faults:
    """The additional rows of a feed: the place of the row that each copies, and its kind."""

    place: Ints
    kind: Ints


def deal(random: np.random.Generator, kinds: tuple[Fault, ...], places: Ints, instants: Ints, share: float) -> Faults:
    """Faults for rows with these instants, copies of rows at `places`: as many as the share says, but each kind once.

    On a day with few rows there are few faults or none, so that no file of that day is refused as a whole.
    """
    _, place_day, rows_of_day = np.unique(instants // DAY_S, return_inverse=True, return_counts=True)
    places = places[rows_of_day[place_day[places]] >= _ROWS_A_FAULT]
    wanted = max(len(kinds), round(len(instants) * share)) if share > 0 and len(places) else 0
    place = np.sort(random.choice(places, wanted)) if wanted else np.zeros(0, dtype=np.int64)
    kind = random.permutation(np.arange(wanted) % len(kinds))
    left = rows_of_day // _ROWS_A_FAULT
    bears = np.ones(wanted, dtype=np.bool_)
    for number, day in enumerate(place_day[place].tolist()):
        bears[number] = left[day] > 0
        left[day] -= 1
    return Faults(place[bears].astype(np.int64), kind[bears].astype(np.int64))


def with_faults(order: Ints, faults: Faults, count: int | None = None) -> tuple[Ints, Ints]:
    """Rows in their order with the additional ones right after those they copy: places, and kind or NONE.

    `count`: how many rows there are in all, when `order` holds some of them.
    """
    rank = np.empty(len(order) if count is None else count, dtype=np.int64)
    rank[order] = np.arange(len(order))
    places = np.concatenate([order, faults.place])
    kinds = np.concatenate([np.full(len(order), NONE, dtype=np.int64), faults.kind])
    sequence = np.argsort(rank[places], kind="stable")
    return places[sequence], kinds[sequence]


def apply(columns: dict[str, Column], kinds: Ints, faults: tuple[Fault, ...]) -> None:
    """Write the faults into the columns."""
    for number, fault in enumerate(faults):
        if fault.column:
            rows = np.flatnonzero(kinds == number)
            spoil(columns[fault.column], rows, fault.text, keeps_rest=fault.keeps_rest)


def tally(kinds: Ints, faults: tuple[Fault, ...]) -> Counter[str]:
    """How many rows have which fault, by code; sound rows are left out."""
    found = np.bincount(kinds[kinds != NONE], minlength=len(faults))
    counted: Counter[str] = Counter()
    for fault, count in zip(faults, found.tolist(), strict=True):
        counted[fault.code] += count
    return Counter({code: count for code, count in counted.items() if count})
