"""The plan of a cleaning: for each field its SQL, layer by layer, and the checks that a row must pass.

Layers are nested subqueries over one scan of the file, because SQL computes a named column once:
  source  r<place>      a cell as it is; s<place> the same, null when it is blank or one of the profile's null values
  cast    n_<name>      a plain whole number
  value   v_<name>      a typed value; instants as written (w_<name>) with their own offset (z_<name>)
  utc     u_<name>      the instant in UTC
  local   l_time        the instant that decides the day, on the contract's clock
The first check that holds is the reason for which a row is rejected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from metrics.ingest.fields import CONTACT, SALE, SURVEY, Field
from metrics.ingest.literals import texts
from metrics.ingest.numbers_sql import Marks
from metrics.ingest.profile import Column, Profile
from metrics.ingest.zones import Zone


@dataclass(frozen=True, slots=True)
class Check:
    """A reason to reject a row: its code, the column of the file and its places, the SQL, what the message needs."""

    code: str
    column: str
    places: tuple[int, ...]
    condition: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the fields' SQL depends on: profile, places of the columns, number marks, zones and the span of time."""

    profile: Profile
    places: dict[str, int]  # of the cells in a line's list, from 1
    marks: Marks
    zone: Zone  # of the times in the file
    contract_zone: Zone
    start: date
    end: date | None
    latest: datetime  # UTC; what lies later cannot have happened yet
    month_by: str
    typed_days: bool = False

    def cell(self, names: Sequence[str]) -> str:
        """SQL: the first cell that is not blank."""
        found = [f"s{self.places[name]}" for name in names if name in self.places]
        return found[0] if len(found) == 1 else f"COALESCE({', '.join(found)})"

    def raw(self, names: Sequence[str]) -> str:
        """SQL: the same for fields that come to nothing from a blank cell anyway: cheaper by one look at each cell."""
        found = self.at(names)
        return f"r{found[0]}" if len(found) == 1 else self.cell(names)

    def filled(self, names: Sequence[str]) -> str:
        """SQL: some cell is not blank; true or false, never null."""
        nothing = texts(self.profile.null_values)
        found = [f"(r{place} IS NOT NULL AND r{place} NOT IN ({nothing}))" for place in self.at(names)]
        return found[0] if len(found) == 1 else f"({' OR '.join(found)})"

    def at(self, names: Sequence[str]) -> tuple[int, ...]:
        """The places of these columns."""
        return tuple(self.places[name] for name in names if name in self.places)


@dataclass(slots=True)
class Plan:
    """What the fields have put together so far."""

    cast: dict[str, str] = field(default_factory=dict)
    value: dict[str, str] = field(default_factory=dict)
    utc: dict[str, str] = field(default_factory=dict)
    local: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # name in the staged table -> SQL

    def check(self, code: str, column: Column, facts: Facts, condition: str, **params: str | int) -> None:
        """One more reason to reject."""
        names = [name for name in column.all_names if name in facts.places]
        self.checks.append(Check(code, names[0], facts.at(names), condition, tuple(params.items())))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field to fill: its name in the staged table, where it comes from and what it is."""

    name: str
    column: Column
    field: Field


Filler = Callable[[Plan, Facts, Wanted], None]
_SALE_OF_CONTACT = ("sold", "offered")


def wanted_fields(profile: Profile) -> list[Wanted]:
    """All fields of a profile under names of their own: those of the blocks begin with survey_ or sale_."""
    own = {"contacts": CONTACT, "surveys": SURVEY, "sales": SALE}[profile.feed]
    found = [Wanted(column.field, column, own[column.field]) for column in profile.columns]
    if profile.updated_at is not None:
        found.append(Wanted("updated_at", profile.updated_at, Field("updated_at", "time")))
    for column in profile.survey.columns if profile.survey is not None else ():
        found.append(Wanted(f"survey_{column.field}", column, SURVEY[column.field]))
    for column in profile.sale.columns if profile.sale is not None else ():
        if column.field in _SALE_OF_CONTACT:
            found.append(Wanted(column.field, column, CONTACT[column.field]))
        else:
            found.append(Wanted(f"sale_{column.field}", column, SALE[column.field]))
    return found
