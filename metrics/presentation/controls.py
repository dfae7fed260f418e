"""The form above the monthly review: what it is compared with, how far the lines reach, which contacts they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.domain.months import Month
from metrics.presentation import words
from metrics.presentation.changes import COLUMNS, split_of
from metrics.presentation.chosen import chosen_contacts
from metrics.presentation.period import COMPARISONS, FILTERS, PERIODS, YEAR, ReviewQuery
from metrics.presentation.review_ground import ReviewGround

Document = Mapping[str, Any]
ALL: dict[str, str] = {"channel": N_("All channels"), "brand": N_("All brands"), "topic": N_("All topics")}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a field."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the form, by the name that it has in the address."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the same page with one choice changed: `query` is the end of its address."""

    name: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Controls:
    """The form, what it says when it is closed, and what filters leave aside."""

    summary: str
    choices: tuple[Choice, ...]
    by: str  # kept by the form when it is sent
    splits: tuple[Link, ...]
    filter_note: str
    all_query: str


def controls_of(ground: ReviewGround) -> Controls:
    """The form of one month."""
    query = ground.query
    return Controls(
        summary=_summary(ground),
        choices=(
            _comparisons(ground.month, query),
            _periods(query),
            *(found for by in FILTERS if (found := _filter(by, ground)) is not None),
        ),
        by=query.by,
        splits=_splits(ground),
        filter_note=filter_note(ground),
        all_query=query.without_filters().text(),
    )


def _summary(ground: ReviewGround) -> str:
    other = words.month_name(ground.other)
    if not ground.query.where:
        return gettext("Compared with %(month)s") % {"month": other}
    return gettext("%(contacts)s, compared with %(month)s") % {"contacts": chosen_contacts(ground), "month": other}


def filter_note(ground: ReviewGround) -> str:
    """What a filter reaches and what it does not; empty without one."""
    if not ground.query.where:
        return ""
    values = {"contacts": chosen_contacts(ground), "month": words.month_name(ground.month)}
    if not ground.splits[ground.month][FILTERS[0]]:
        return (
            gettext("No contact of %(month)s is of %(contacts)s; score and amounts are of the whole contract.") % values
        )
    return (
        gettext(
            "Lines and changes are of %(contacts)s alone. "
            "Score, verdicts, targets and amounts are of the whole contract."
        )
        % values
    )


def _comparisons(month: Month, query: ReviewQuery) -> Choice:
    options = []
    for compare in COMPARISONS:
        values = {"month": words.month_name(replace(query, compare=compare).other(month))}
        text = (
            gettext("the same month last year, %(month)s")
            if compare == YEAR
            else gettext("the month before, %(month)s")
        )
        options.append(Option(compare, text % values, compare == query.compare))
    return Choice("compare", gettext("Compare with"), tuple(options))


def _periods(query: ReviewQuery) -> Choice:
    options = tuple(
        Option(str(n), ngettext("%(n)s month", "%(n)s months", n) % {"n": n}, n == query.months) for n in PERIODS
    )
    return Choice("months", gettext("Lines over"), options)


def _filter(by: str, ground: ReviewGround) -> Choice | None:
    """The values of the month, and the chosen one if it is not among them; None where there is nothing to choose."""
    chosen = ground.query.where.get(by, "")
    values = list(_named_values(by, ground.document["slices"]))
    if chosen and chosen not in values:
        values.append(chosen)
    if len(values) < 2 and not chosen:
        return None
    named = [Option(value, words.slice_name(by, value, ground.brands), value == chosen) for value in values]
    return Choice(by, gettext(COLUMNS[by]), (Option("", gettext(ALL[by]), not chosen), *named))


def _named_values(by: str, slices: Iterable[Document]) -> Iterable[str]:
    return (part["by"][by] for part in slices if part["by"].get(by))


def _splits(ground: ReviewGround) -> tuple[Link, ...]:
    """By channel, brand or topic: those that the source tells apart."""
    current = split_of(ground)
    known = [by for by in FILTERS if by == current or len(set(_named_values(by, ground.document["slices"]))) > 1]
    return tuple(Link(gettext(COLUMNS[by]), replace(ground.query, by=by).text(), by == current) for by in known)
