"""Cards of the target status: a KPI to date, and what the rest of the month must average (LOOK.md 2).

No card ever asks for a value outside the band, nor for more or shorter than agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.domain.targets import Target
from contracts.presentation import numbers
from metrics.domain.month_to_date import STATES, RestOfMonth, shown_range
from metrics.presentation import words
from metrics.presentation.cards import ANSWERS, Chip, KpiCard, kpi_card
from metrics.presentation.strips import WIDTH, band_strip
from metrics.selectors.status import OVER, Status

_HALF_LETTER = 14  # half a letter's width in thousandths of a strip of 280 px
_DASH = "\N{WORD JOINER}–\N{WORD JOINER}"  # a range stays on one line
_TWO_FIGURES = 100
# The places in which a KPI's value is rounded, by unit, as the value itself counts them (a share is not in percent).
_PLACES: dict[str, int] = {"s": 0, "share": 3, "score": 2}

# The same states when the month is over and only answers to surveys can still come.
STATES_OVER: dict[str, str] = {
    "no_data": N_("Nothing was measured."),
    "safe": N_("Ended inside the band. Nothing that is still to come can change that."),
    "inside": N_("Inside the band, and stays there when what is still to come is inside it."),
    "reachable": N_("Outside the band so far. Can still end inside it with what is still to come."),
    "cannot_be_reached": N_("Ended outside the band."),
    "volume_unknown": N_("Outside the band so far."),
}
# Nothing is called out of reach on too few observations; it is said what is known. Running and over.
TOO_FEW = "too_few"
TOO_FEW_WORDS: dict[bool, str] = {
    False: N_(
        "Outside the band so far, and it would end outside with the contacts that are expected; both may be chance."
    ),
    True: N_("Ended outside the band; it may be chance."),
}
_CHIPS: dict[str, tuple[str, str]] = {
    "no_data": (N_("No data so far"), "few"),
    "safe": (N_("Ends inside the band"), "met"),
    "inside": (N_("Inside the band so far"), "met"),
    "cannot_be_reached": (N_("Cannot be reached within the band"), "missed"),
}
_CHIPS_OVER: dict[str, tuple[str, str]] = {
    "safe": (N_("Ended inside the band"), "met"),
    "cannot_be_reached": (N_("Ended outside the band"), "missed"),
}
_SIDES: dict[str, str] = {"above": N_("Above the band so far"), "below": N_("Below the band so far")}


@dataclass(frozen=True, slots=True)
class RestMark:
    """Where on the strip the rest must average, in thousandths of the width; `text` stands above it."""

    low_x: int
    high_x: int
    is_open: bool
    text: str

    @property
    def width(self) -> int:
        return self.high_x - self.low_x

    @property
    def label_x(self) -> int:
        """The middle of the mark, so far from both ends that the text does not leave a strip of a phone's width."""
        free = min(len(self.text) * _HALF_LETTER, WIDTH // 2)
        return min(max((self.low_x + self.high_x) // 2, free), WIDTH - free)


@dataclass(frozen=True, slots=True)
class RestCard:
    """One KPI of a running month. `kpi` has value, strip and sample; `mark` is None unless the rest must be special.

    `state` is that of the rest of the month; TOO_FEW instead of cannot_be_reached where the sample carries no verdict.
    """

    kpi: KpiCard
    state: str
    chip: Chip
    sentence: str
    rest: str
    to_come: str
    mark: RestMark | None
    strip_sentence: str


def rest_card(row: RestOfMonth, entry: Any, target: Target, status: Status) -> RestCard:
    """The card of a KPI from its entry in the draft and what the rest of the month must average."""
    card = kpi_card(row.kpi, _to_date(entry, row, target), words.month_name(status.month.previous))
    is_over = status.phase == OVER
    rest = rest_text(row, is_over=is_over)
    state = TOO_FEW if card.is_thin and row.state == "cannot_be_reached" else row.state
    states = {**(STATES_OVER if is_over else STATES), TOO_FEW: TOO_FEW_WORDS[is_over]}
    chip = _chip(row, target, card, is_over=is_over)
    return RestCard(
        kpi=card,
        state=state,
        chip=chip,
        sentence=gettext(states[state]),
        rest=rest,
        to_come=_to_come(row),
        mark=_mark(row, target),
        strip_sentence=_strip_sentence(card, chip, rest),
    )


def required_text(row: RestOfMonth) -> str:
    """What the rest must average, rounded inwards: 306–341 s, 87.6% or more; empty where nothing is asked."""
    low, high = shown_range(row, _PLACES.get(row.unit, 2))
    if low is None:
        return ""
    if high is None:
        return gettext("%(value)s or more") % {"value": _exact(low, row.unit)}
    if low == high:
        return _exact(low, row.unit)
    return f"{_bare(low, row.unit)}{_DASH}{_exact(high, row.unit)}"


def rest_text(row: RestOfMonth, *, is_over: bool = False) -> str:
    """What the rest must average as a sentence; where it has only to stay as agreed, the whole band."""
    values = {"range": required_text(row)}
    if not values["range"]:
        return ""
    if is_over:
        return gettext("What is still to come must average %(range)s.") % values
    if row.state == "reachable":
        return gettext("The rest of the month must average %(range)s.") % values
    return gettext("The rest of the month may average %(range)s.") % values


def side_of(value: Decimal, target: Target) -> str:
    """above or below: where a value outside its band stands."""
    return "below" if value < target.band_low else "above"


def about(n: int) -> str:
    """An expected number in two figures: 21,342 is about 21,000."""
    if n < _TWO_FIGURES:
        return numbers.number(n)
    return numbers.number(round(n, 2 - len(str(n))))


def _to_date(entry: Any, row: RestOfMonth, target: Target) -> Any:
    """The draft's entry with the figures and the band of today: a draft may wait for figures of new terms."""
    edges = {"lower": target.lower, "band_low": target.band_low, "band_high": target.band_high, "upper": target.upper}
    agreed = {name: str(edge) for name, edge in edges.items() if edge is not None}
    return {**entry, "value": None if row.value is None else str(row.value), "n": row.n, "target": agreed}


def _chip(row: RestOfMonth, target: Target, card: KpiCard, *, is_over: bool) -> Chip:
    if card.is_thin:
        return card.chip
    words_of = {**_CHIPS, **_CHIPS_OVER} if is_over else _CHIPS
    if row.state in words_of:
        word, tone = words_of[row.state]
        return Chip(gettext(word), tone)
    assert row.value is not None  # noqa: S101 only no_data is without a value
    return Chip(gettext(_SIDES[side_of(row.value, target)]), "watch")


def _to_come(row: RestOfMonth) -> str:
    if not row.still_to_come:
        return ""
    values = {"n": about(row.still_to_come)}
    if row.kpi in ANSWERS:
        return ngettext(
            "About %(n)s answer is still to come.", "About %(n)s answers are still to come.", row.still_to_come
        ) % values  # fmt: skip
    return ngettext(
        "About %(n)s contact is still to come.", "About %(n)s contacts are still to come.", row.still_to_come
    ) % values  # fmt: skip


def _mark(row: RestOfMonth, target: Target) -> RestMark | None:
    if row.state != "reachable" or row.low is None:
        return None
    low = _place(row.low, row.unit, target)
    high = low if row.high is None else _place(row.high, row.unit, target)
    return RestMark(low, high, row.high is None, gettext("rest %(range)s") % {"range": required_text(row)})


def _place(value: Decimal, unit: str, target: Target) -> int:
    return band_strip(
        value,
        lower=target.lower,
        band_low=target.band_low,
        band_high=target.band_high,
        upper=target.upper,
        end=Decimal(1) if unit == "share" else target.band_low * 2,
    ).dot_x


def _strip_sentence(card: KpiCard, chip: Chip, rest: str) -> str:
    """The strip's name for who cannot see it."""
    values = {"value": card.value, "band": card.band, "word": chip.word, "rest": rest}
    if not card.has_value:
        return gettext("No value so far; agreed is %(band)s.") % values
    if not rest:
        return gettext("%(value)s so far; agreed is %(band)s: %(word)s.") % values
    return gettext("%(value)s so far; agreed is %(band)s: %(word)s. %(rest)s") % values


def _digits(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _exact(value: Decimal, unit: str) -> str:
    """A rounded edge with its unit, as many places as it has."""
    if unit == "share":
        return numbers.percent(value, max(0, _digits(value) - 2))
    return numbers.seconds(value, _digits(value)) if unit == "s" else numbers.number(value, _digits(value))


def _bare(value: Decimal, unit: str) -> str:
    """The lower edge of a range, whose unit stands after the upper one."""
    if unit == "share":
        return numbers.number(value * 100, max(0, _digits(value) - 2))
    return numbers.number(value, _digits(value))
