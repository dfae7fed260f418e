"""The computed sentence of the target status: how each KPI stands, what needs attention first (LOOK.md 6).

Whole translated templates with named values. Nobody is asked to hurry, to be short or to sell: the sentence says where
the month stands and what was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.lists import format_list
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from contracts.presentation import numbers
from metrics.presentation import words
from metrics.presentation.status_cards import TOO_FEW, RestCard, about
from metrics.presentation.status_days import day_text
from metrics.selectors.status import AHEAD, FINAL, OUTSIDE, OVER, RUNNING, Status

# The order in which states are told.
_ORDER: tuple[tuple[str, ...], ...] = (
    ("reachable", "volume_unknown"),
    ("cannot_be_reached",),
    (TOO_FEW,),
    ("inside", "safe"),
    ("no_data",),
)


def status_sentence(status: Status, cards: Sequence[RestCard]) -> tuple[SafeString, ...]:
    """The sentences of a month, the first says what matters most."""
    if status.phase == FINAL:
        return _final(status)
    if status.document is None:
        return _empty(status)
    told = tuple(
        _told(states[0], [card for card in cards if card.state in states], is_over=status.phase == OVER)
        for states in _ORDER
        if any(card.state in states for card in cards)
    )
    if status.phase == OVER:
        return (_over(status), *told)
    return told or (_no_targets(status),)


def _told(state: str, cards: Sequence[RestCard], *, is_over: bool) -> SafeString:
    values = {"kpis": _named(cards)}
    text = {
        "reachable": _reachable,
        "cannot_be_reached": _cannot,
        TOO_FEW: _too_few,
        "inside": _inside,
        "no_data": _no_data,
    }[state](len(cards), is_over)
    return format_html(text, **values)


def _reachable(n: int, is_over: bool) -> str:
    if is_over:
        return ngettext(
            '{kpis} is <strong class="tone-watch">outside its band</strong> and can still end inside it.',
            '{kpis} are <strong class="tone-watch">outside their bands</strong> and can still end inside them.',
            n,
        )
    return ngettext(
        '{kpis} is <strong class="tone-watch">outside its band so far</strong> and can still end inside it '
        "with a rest of the month inside the band.",
        '{kpis} are <strong class="tone-watch">outside their bands so far</strong> and can still end inside them '
        "with a rest of the month inside the bands.",
        n,
    )


def _cannot(n: int, is_over: bool) -> str:
    if is_over:
        return ngettext(
            '{kpis} <strong class="tone-missed">ended outside its band</strong>.',
            '{kpis} <strong class="tone-missed">ended outside their bands</strong>.',
            n,
        )
    return ngettext(
        '{kpis} <strong class="tone-missed">cannot be reached within the band this month</strong>.',
        '{kpis} <strong class="tone-missed">cannot be reached within their bands this month</strong>.',
        n,
    )


def _too_few(n: int, is_over: bool) -> str:
    """Outside on a sample that carries no verdict: no red, and nothing is called out of reach."""
    if is_over:
        return ngettext(
            "{kpis} ended outside its band, on too few observations for a verdict.",
            "{kpis} ended outside their bands, on too few observations for a verdict.",
            n,
        )
    return ngettext(
        "{kpis} is outside its band so far and would end outside it with the contacts that are expected, "
        "on too few observations for a verdict.",
        "{kpis} are outside their bands so far and would end outside them with the contacts that are expected, "
        "on too few observations for a verdict.",
        n,
    )


def _inside(n: int, is_over: bool) -> str:
    if is_over:
        return ngettext(
            '{kpis} is <strong class="tone-met">inside its band</strong>.',
            '{kpis} are <strong class="tone-met">inside their bands</strong>.',
            n,
        )
    return ngettext(
        '{kpis} is <strong class="tone-met">inside its band so far</strong>.',
        '{kpis} are <strong class="tone-met">inside their bands so far</strong>.',
        n,
    )


def _no_data(n: int, is_over: bool) -> str:
    return gettext("Nothing is measured yet of {kpis}.")


def _named(cards: Sequence[RestCard]) -> SafeString:
    """Handling time at 344 s and hit rate at 6.1%, each a link to its card; only the first begins with a capital."""
    named = []
    for place, card in enumerate(cards):
        title = card.kpi.title if place == 0 and card.kpi.has_value else words.uncapital(card.kpi.title)
        text = gettext("{kpi} at {value}") if card.kpi.has_value else "{kpi}"
        inside = format_html(text, kpi=title, value=card.kpi.value)
        named.append(format_html('<a href="#kpi-{}">{}</a>', card.kpi.key, inside))
    return mark_safe(format_list(named, locale=words.locale()))  # noqa: S308 every part was escaped above


def _over(status: Status) -> SafeString:
    values = {"month": words.month_name(status.month), "cut_off": _unbroken(status.cut_off)}
    if status.today <= status.surveys_until:
        text = gettext(
            "{month} is over and open until {cut_off}; answers to surveys count when given by {surveys_until}."
        )
        return format_html(text, **values, surveys_until=_unbroken(status.surveys_until))
    if status.today > status.cut_off:
        text = gettext("{month} is over, its cut-off was {cut_off}; it becomes final when its deliveries have settled.")
        return format_html(text, **values)
    return format_html(gettext("{month} is over and open for deliveries until {cut_off}."), **values)


def _unbroken(day: date) -> str:
    """A day whose number and month stay on one line."""
    return day_text(day).replace(" ", numbers.NBSP)


def _final(status: Status) -> tuple[SafeString, ...]:
    values = {"month": words.month_name(status.month), "cut_off": words.day_name(status.cut_off)}
    if status.document is None:
        return (format_html(gettext("{month} was closed on {cut_off} and has no figures."), **values),)
    return (format_html(gettext("{month} was closed on {cut_off}: nothing of it can change here."), **values),)


def _empty(status: Status) -> tuple[SafeString, ...]:
    month = words.month_name(status.month)
    if status.phase == OUTSIDE:
        return (_outside(status, month),)
    if status.phase == AHEAD:
        return (format_html(gettext("{month} has not begun."), month=month),)
    if status.phase == OVER:
        return (format_html(gettext("{month} is over, and nothing was delivered for it."), month=month),)
    first = format_html(gettext("{month} has no figures yet: no data is not zero."), month=month)
    expected = status.volume.whole_month
    if status.phase != RUNNING or not expected:
        return (first,)
    usual = gettext("By the months before it will have about {contacts} contacts.")
    return first, format_html(usual, contacts=about(expected))


def _outside(status: Status, month: str) -> SafeString:
    start, end = status.term
    if end is not None and status.month.first_day > end:
        text = gettext("The contract ended on {day}: nothing of {month} belongs to it.")
        return format_html(text, day=words.day_name(end), month=month)
    text = gettext("The contract begins on {day}: nothing of {month} belongs to it.")
    return format_html(text, day=words.day_name(start), month=month)


def _no_targets(status: Status) -> SafeString:
    return format_html(
        gettext("No target is agreed for {month}, so there is no band to stand in."),
        month=words.month_name(status.month),
    )
