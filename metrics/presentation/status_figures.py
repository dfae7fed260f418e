"""The month-to-date chart of each KPI: from the month's first day to each day, against the band, with its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from contracts.domain.counting import CountingRules
from contracts.domain.errors import N_
from contracts.domain.targets import Target
from contracts.presentation import numbers
from metrics.charts.month_to_date import BandStep, DayPoint, Today, month_to_date_figure
from metrics.domain import kpis
from metrics.domain.kpis import Kpi
from metrics.domain.totals import Totals
from metrics.presentation import words
from metrics.presentation.cards import ANSWERS, title_of
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.status_cards import side_of
from metrics.presentation.status_days import day_text, short_day
from metrics.selectors.status import Status

_DAY = timedelta(days=1)
_ALL_MONTH: dict[str, str] = {
    "inside": N_("%(kpi)s has been inside its band all month so far"),
    "above": N_("%(kpi)s has been above its band all month so far"),
    "below": N_("%(kpi)s has been below its band all month so far"),
}
_SINCE: dict[str, str] = {
    "inside": N_("%(kpi)s is inside its band since %(day)s"),
    "above": N_("%(kpi)s is above its band since %(day)s"),
    "below": N_("%(kpi)s is below its band since %(day)s"),
}


@dataclass(frozen=True, slots=True)
class _Day:
    """A day with contacts: the value from the first of the month to it, and its own."""

    day: date
    to_date: Decimal | None
    n_to_date: int
    own: Decimal | None
    n: int


def month_to_date_boxes(status: Status) -> tuple[FigureBox, ...]:
    """A figure for each KPI that has a band; none without figures."""
    if status.to_date is None or status.terms is None:
        return ()
    targets = {target.kpi: target for target in status.terms.targets}
    return tuple(_box(status, kpis.BY_KEY[row.kpi], targets[row.kpi]) for row in status.to_date.kpis)


def _box(status: Status, kpi: Kpi, target: Target) -> FigureBox:
    assert status.terms is not None  # noqa: S101 month_to_date_boxes asked
    counting = status.terms.counting
    days = _days(status.days, kpi, counting)
    unit = kpi.unit_for(counting)
    return FigureBox(
        key=f"to-date-{kpi.key.replace('_', '-')}",
        title=_title(kpi.key, days, target),
        subtitle=gettext("%(month)s, from the 1st to each day") % {"month": words.month_name(status.month)},
        summary=_summary(kpi.key, days, target, unit),
        drawings=month_to_date_figure(_points(status, kpi.key, days, unit), _band(target, unit), _today(status, days)),
        heading=(
            gettext("Day"),
            gettext("Month to date"),
            gettext("Answers so far") if kpi.key in ANSWERS else gettext("Contacts so far"),
            gettext("That day alone"),
            gettext("Answers that day") if kpi.key in ANSWERS else gettext("Contacts that day"),
        ),
        rows=tuple(_row(day, unit) for day in days),
        data=tuple((day.day.isoformat(), day.to_date, day.n_to_date, day.own, day.n) for day in days),
    )


def _days(totals: Mapping[date, Totals], kpi: Kpi, counting: CountingRules) -> tuple[_Day, ...]:
    found, sum_so_far = [], Totals()
    for day, own in totals.items():
        sum_so_far = sum_so_far + own
        found.append(
            _Day(
                day=day,
                to_date=kpi.value(sum_so_far, counting),
                n_to_date=kpi.n(sum_so_far, counting),
                own=kpi.value(own, counting),
                n=kpi.n(own, counting),
            )
        )
    return tuple(found)


def _row(day: _Day, unit: str) -> tuple[str, ...]:
    return (
        short_day(day.day),
        numbers.kpi_value(day.to_date, unit),
        numbers.number(day.n_to_date),
        numbers.kpi_value(day.own, unit),
        numbers.number(day.n),
    )


def _points(status: Status, key: str, days: Sequence[_Day], unit: str) -> list[DayPoint]:
    """Every day of the month; one without contacts, or still to come, has no point."""
    known = {day.day: day for day in days}
    count = (status.month.last_day - status.month.first_day).days + 1
    return [_point(status.month.first_day + step * _DAY, known, key, unit) for step in range(count)]


def _point(day: date, known: Mapping[date, _Day], key: str, unit: str) -> DayPoint:
    found = known.get(day)
    if found is None or found.to_date is None:
        return DayPoint(day.isoformat(), str(day.day), None, "", "")
    sample = {"n": numbers.number(found.n_to_date), "day": day_text(day)}
    text = gettext("%(n)s answers to %(day)s") if key in ANSWERS else gettext("%(n)s contacts to %(day)s")
    value = numbers.kpi_value(found.to_date, unit)
    return DayPoint(day.isoformat(), str(day.day), float(found.to_date), value, text % sample)


def _band(target: Target, unit: str) -> BandStep:
    high = target.band_high
    return BandStep(
        month="",
        low=float(target.band_low),
        high=None if high is None else float(high),
        low_text=numbers.bound(target.band_low, unit),
        high_text="" if high is None else numbers.bound(high, unit),
        note="",
    )


def _today(status: Status, days: Sequence[_Day]) -> Today | None:
    if not days or status.known_to is None or days[-1].day == status.month.last_day:
        return None
    last = days[-1].day
    return Today(last.isoformat(), gettext("data to %(day)s") % {"day": short_day(last)})


def _title(key: str, days: Sequence[_Day], target: Target) -> str:
    """The finding: where the month to date stands, and since when."""
    values = {"kpi": title_of(key)}
    known = [(day.day, day.to_date) for day in days if day.to_date is not None]
    if not known:
        return gettext("%(kpi)s: nothing measured so far") % values
    sides = [(day, "inside" if target.contains(value) else side_of(value, target)) for day, value in known]
    side = sides[-1][1]
    turned = [place for place, (_, found) in enumerate(sides) if found != side]
    if not turned:
        return gettext(_ALL_MONTH[side]) % values
    return gettext(_SINCE[side]) % {**values, "day": day_text(sides[turned[-1] + 1][0])}


def _summary(key: str, days: Sequence[_Day], target: Target, unit: str) -> str:
    known = [day for day in days if day.to_date is not None]
    if not known:
        return ""
    values = {
        "kpi": title_of(key),
        "value": numbers.kpi_value(known[-1].to_date, unit),
        "day": day_text(known[-1].day),
        "low": numbers.bound(target.band_low, unit),
        "high": numbers.bound(target.band_high, unit),
    }
    if target.band_high is None:
        return gettext("%(kpi)s to %(day)s is %(value)s; agreed is %(low)s or more.") % values
    return gettext("%(kpi)s to %(day)s is %(value)s; agreed is %(low)s to %(high)s.") % values
