"""What the reader chose to look at on the monthly review. All of it stands in the address of the page.

compare=before|year   the other month: the one before (default) or the same month last year
months=13|24          how many months the lines show
by=channel|brand|topic   what the change since the other month is split by
channel=, brand=, topic=   lines and changes of these contacts only; the value is as the source wrote it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlencode

from contracts.domain.channels import CHANNELS
from contracts.domain.months import Month, months_between
from metrics.domain.errors import ChoiceUnknown

BEFORE, YEAR = "before", "year"
COMPARISONS: tuple[str, ...] = (BEFORE, YEAR)
PERIODS: tuple[int, ...] = (13, 24)
FILTERS: tuple[str, ...] = ("channel", "brand", "topic")
LONGEST = 200  # of a value in the figures
_NOTHING: Mapping[str, str] = MappingProxyType({})
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """The choices, each with its usual value when the address does not name it."""

    compare: str = BEFORE
    months: int = PERIODS[0]
    by: str = ""  # empty: the page takes the finest split that the source knows
    where: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def other(self, month: Month) -> Month:
        """The month that this one is compared with."""
        return month.plus(-_MONTHS_A_YEAR) if self.compare == YEAR else month.previous

    def span(self, month: Month) -> tuple[Month, ...]:
        """The months of the lines, the oldest first; the other month is always among them."""
        return months_between(month.plus(1 - self.months), month)

    def text(self) -> str:
        """The query of the address without what is usual: "?compare=year&channel=phone", or nothing."""
        usual = ReviewQuery()
        named = {
            name: str(getattr(self, name))
            for name in ("compare", "months", "by")
            if getattr(self, name) != getattr(usual, name)
        }
        parts = {**named, **{name: self.where[name] for name in FILTERS if name in self.where}}
        return f"?{urlencode(parts)}" if parts else ""

    def without_filters(self) -> ReviewQuery:
        """The same look at all contacts."""
        return replace(self, where=_NOTHING)


def read_query(params: Mapping[str, str]) -> ReviewQuery:
    """The choices of an address; names that mean nothing here are passed over. Raises ChoiceUnknown.

    A brand or topic is what a source calls it: one that no contact has shows no figures, and the page says so.
    """
    compare = _one_of("compare", params.get("compare") or BEFORE, COMPARISONS)
    months = _one_of("months", params.get("months") or str(PERIODS[0]), tuple(map(str, PERIODS)))
    by = _one_of("by", params.get("by") or "", ("", *FILTERS))
    # A NUL is in no value of the figures, and a database may refuse to look for it.
    where = {name: params[name].replace("\x00", "")[:LONGEST] for name in FILTERS if params.get(name)}
    if "channel" in where:
        _one_of("channel", where["channel"], CHANNELS)
    return ReviewQuery(compare, int(months), by, MappingProxyType(where))


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ChoiceUnknown(name=name, value=value[:LONGEST], known=", ".join(filter(None, known)))
    return value
