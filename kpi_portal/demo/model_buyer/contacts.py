"""One month of a unit's contacts as arrays: one entry per row of the telephony system, a transfer being a row more."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kpi_portal.demo.model_buyer.arrays import NONE, Flags, Floats, Ints

OUTCOMES = ("answered", "abandoned", "overflow", "test", "internal")
ANSWERED, ABANDONED, OVERFLOW, TEST, INTERNAL = range(len(OUTCOMES))
DIRECTIONS = ("in", "out")
LANGUAGES = ("nb", "en", "pl")
HOURS_CLASSES = ("day", "evening", "weekend")


@dataclass(frozen=True, slots=True)
class Contacts:
    """Columns of equal length, in order of arrival. NONE (-1) is unknown; durations in whole seconds.

    `root`: for a transferred contact's second row the place of its first. `relative`: the handle time as a multiple
    of the usual one of its channel and topic. `idle`: seconds before a letter gets into the queue. `incident`: the
    number of the month's incident that it falls into.
    """

    started: Ints
    day: Ints
    channel: Ints
    direction: Ints
    topic: Ints
    brand: Ints
    language: Ints
    hours: Ints
    customer: Ints
    seat: Ints
    outcome: Ints
    idle: Ints
    wait: Ints
    talk: Ints
    hold: Ints
    wrap: Ints
    transferred: Ints
    resolved: Ints
    offered: Ints
    sold: Flags
    incident: Ints
    root: Ints
    relative: Floats

    def __len__(self) -> int:
        return len(self.started)

    @property
    def handle(self) -> Ints:
        """Talk, hold and wrap together; 0 where nobody answered."""
        return np.maximum(self.talk, 0) + np.maximum(self.hold, 0) + np.maximum(self.wrap, 0)

    @property
    def answered(self) -> Ints:
        """When an agent took it, or when the customer gave up."""
        return self.started + self.idle + np.maximum(self.wait, 0)

    @property
    def closed(self) -> Ints:
        """When the customer left: after waiting, talk and hold."""
        return self.answered + np.maximum(self.talk, 0) + np.maximum(self.hold, 0)

    @property
    def is_answered(self) -> Flags:
        """Somebody answered, and it was no test and no colleague."""
        answered: Flags = self.outcome == ANSWERED
        return answered

    @property
    def is_first(self) -> Flags:
        """A customer's contact: every row but the second ones of transfers."""
        first: Flags = self.root == NONE
        return first

    def take(self, places: Ints | Flags) -> Contacts:
        """Some of the rows, in the order given. `root` still counts in the places of the whole."""
        return Contacts(**{part.name: getattr(self, part.name)[places] for part in fields(self)})


def join(first: Contacts, second: Contacts) -> Contacts:
    """Both together, in order of arrival; `root` of the second counts in the places of the first."""
    pairs = {part.name: (getattr(first, part.name), getattr(second, part.name)) for part in fields(first)}
    columns = {name: np.concatenate(pair) for name, pair in pairs.items()}
    order = np.argsort(columns["started"], kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    columns = {name: column[order] for name, column in columns.items()}
    root = columns["root"]
    columns["root"] = np.where(root == NONE, NONE, place[root])
    return Contacts(**columns)
