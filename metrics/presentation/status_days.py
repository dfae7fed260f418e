"""Days and hours as the target status writes them: 16 and 20–21 November, by 06:00 the next day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from django.utils.translation import gettext, ngettext

from metrics.domain.expected_deliveries import runs
from metrics.presentation import words

_MOST_RUNS = 4
_DAY = timedelta(days=1)


def _is_norwegian() -> bool:
    return words.locale() == "nb_NO"


def day_text(day: date) -> str:
    """A day of a year that needs no saying: 21 November, 21. november."""
    return format_date(day, "d. MMMM" if _is_norwegian() else "d MMMM", locale=words.locale())


def short_day(day: date) -> str:
    """A day in a table or below an axis: 3 Nov, 3. nov."""
    return format_date(day, "d. MMM" if _is_norwegian() else "d MMM", locale=words.locale()).rstrip(".")


def moment_text(at: datetime) -> str:
    """A local moment: 23 November at 06:00; midnight is the end of the day before."""
    if at.time() == time():
        return gettext("the end of %(day)s") % {"day": day_text(at.date() - _DAY)}
    values = {"day": day_text(at.date()), "time": format_datetime(at, "HH:mm", locale=words.locale())}
    return gettext("%(day)s at %(time)s") % values


def days_text(days: Iterable[date]) -> str:
    """Days of one month in runs: 16 and 20–21 November; beyond four runs how many days more."""
    found = runs(days)
    named = [_run(first, last) for first, last in found[:_MOST_RUNS]]
    more = sum((last - first).days + 1 for first, last in found[_MOST_RUNS:])
    if more:
        named.append(ngettext("%(n)s more day", "%(n)s more days", more) % {"n": more})
    return format_list(named, locale=words.locale())


def _run(first: date, last: date) -> str:
    if first == last:
        return day_text(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day_text(first)}–{day_text(last)}"
    return f"{first.day}.–{day_text(last)}" if _is_norwegian() else f"{first.day}–{day_text(last)}"


def usual_text(usual_by: timedelta) -> str:
    """How long after its last day a file is usually here: by 06:00 the next day."""
    minutes = usual_by % _DAY // timedelta(minutes=1)
    clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
    days = usual_by // _DAY + 1
    if days == 1:
        return gettext("by %(time)s the next day") % {"time": clock}
    return ngettext("by %(time)s %(days)s day later", "by %(time)s %(days)s days later", days) % {
        "time": clock,
        "days": days,
    }
