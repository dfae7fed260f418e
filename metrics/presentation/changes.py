"""What changed since the other month: which channels, brands or topics moved each KPI, by value or by their share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.domain.months import Month
from contracts.presentation import numbers
from metrics.charts.change_bars import ChangeRow, ChangeWords, change_figure
from metrics.domain.comparison import REASONS as COMPARISON_REASONS
from metrics.domain.comparison import Comparison, SliceChange, compare_readings
from metrics.domain.kpis import REASONS
from metrics.presentation import words
from metrics.presentation.cards import ANSWERS, ENOUGH, title_of
from metrics.presentation.chosen import chosen_contacts
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.period import FILTERS
from metrics.presentation.review_ground import Entry, ReviewGround

MOST_ROWS = 8
# Which direction hurts; for the hit rate it depends on the band, so that neither has a colour.
WORSE: dict[str, str] = {"aht": "more", "csat": "less"}
COLUMNS: dict[str, str] = {"channel": N_("Channel"), "brand": N_("Brand"), "topic": N_("Topic")}


def split_of(ground: ReviewGround) -> str:
    """What the change is split by: the reader's choice, else the finest split with at least two names."""
    return ground.query.by or next((by for by in reversed(FILTERS) if len(_names(ground, by)) > 1), FILTERS[0])


def _names(ground: ReviewGround, by: str) -> set[str]:
    return {value for value in ground.splits.get(ground.month, {}).get(by, {}) if value}


def comparison_of(kpi: str, by: str, ground: ReviewGround) -> Comparison | None:
    """A KPI in the two months; None when the other month has no data."""
    if ground.other not in ground.splits:
        return None
    months = [_entries(kpi, by, month, ground) for month in (ground.other, ground.month)]
    units = {entry["unit"] for entries in months for entry in entries.values()}
    if len(units) != 1:
        return Comparison(kpi, "", None, None, reason="unit_changed" if units else "no_contacts")
    before, after = ({name: (_value(entry), entry["n"]) for name, entry in entries.items()} for entries in months)
    found = compare_readings(kpi, units.pop(), before, after)
    return found if found.reason is None else replace(found, reason=_reason(months) or found.reason)


def _entries(kpi: str, by: str, month: Month, ground: ReviewGround) -> Mapping[str | None, Entry]:
    return {name: entries[kpi] for name, entries in ground.splits[month].get(by, {}).items()}


def _value(entry: Entry) -> Decimal | None:
    return numbers.as_decimal(entry["value"])


def _reason(months: Sequence[Mapping[str | None, Entry]]) -> str | None:
    """Why a month has no value, as its slices say."""
    silent = [entries for entries in months if all(entry["value"] is None for entry in entries.values())]
    return next((entry["reason"] for entries in silent for entry in entries.values() if entry.get("reason")), None)


def change_box(kpi: str, ground: ReviewGround) -> FigureBox:
    """One KPI: which slices moved it most, as drawing and table; words when the months cannot be compared."""
    by = split_of(ground)
    found = comparison_of(kpi, by, ground)
    if found is None or found.difference is None:
        return _nothing(kpi, by, found, ground)
    shown, rest = found.slices[:MOST_ROWS], found.slices[MOST_ROWS:]
    rows = [_row(one, by, found, ground) for one in shown]
    if rest:
        rows.append(_others(rest, found))
    return FigureBox(
        key=f"change-{kpi}",
        title=_finding(kpi, by, found, ground),
        subtitle=_subtitle(by, ground),
        summary=_summary(kpi, by, ground),
        drawings=change_figure(rows, _words(), WORSE.get(kpi, ""), keep_last=bool(rest)),
        heading=_heading(kpi, by),
        rows=tuple(_printed(one, by, found, ground) for one in found.slices),
        data=tuple(_data(one, by, ground) for one in found.slices),
    )


def _words() -> ChangeWords:
    return ChangeWords(rate=gettext("own value"), shift=gettext("share of the contacts"))


def _nothing(kpi: str, by: str, found: Comparison | None, ground: ReviewGround) -> FigureBox:
    """Two months that cannot be compared, and why not."""
    values = {"kpi": title_of(kpi), "month": words.month_name(ground.other)}
    return FigureBox(
        key=f"change-{kpi}",
        title=gettext("%(kpi)s: no comparison with %(month)s") % values,
        subtitle=_subtitle(by, ground),
        summary=_why_not(found, ground),
        drawings={},
        heading=_heading(kpi, by),
        rows=(),
    )


def _why_not(found: Comparison | None, ground: ReviewGround) -> str:
    if found is None:
        return gettext("There are no data for %(month)s.") % {"month": words.month_name(ground.other)}
    return gettext({**REASONS, **COMPARISON_REASONS}[found.reason or "no_contacts"])


def _subtitle(by: str, ground: ReviewGround) -> str:
    values = {
        "split": words.uncapital(gettext(COLUMNS[by])),
        "month": words.month_name(ground.other),
        "contacts": chosen_contacts(ground),
    }
    if ground.query.where:
        return gettext("%(contacts)s by %(split)s, since %(month)s") % values
    return gettext("by %(split)s, since %(month)s") % values


def effect_text(value: Decimal, unit: str) -> str:
    """A part of a difference, one digit more than the KPI itself: +4.5 s, −0.12 points."""
    if unit == "share":
        return gettext("%(number)s points") % {"number": numbers.number(value * 100, 2, signed=True)}
    text = numbers.number(value, 1 if unit == "s" else 3, signed=True)
    return f"{text}{numbers.NBSP}s" if unit == "s" else text


def _main(found: Comparison) -> SliceChange | None:
    """The slice that did most in the direction in which the whole went; those with few behind them speak last."""
    difference = found.difference or Decimal(0)
    same = [one for one in found.slices if one.effect * difference > 0]
    return max(same, key=lambda one: (not _is_thin(one), abs(one.effect)), default=None)


def _is_thin(one: SliceChange) -> bool:
    """Too few observations in a month; none at all is no small sample."""
    return any(0 < n < ENOUGH for n in (one.n_before, one.n_after))


def _finding(kpi: str, by: str, found: Comparison, ground: ReviewGround) -> str:
    """Handling time +14 s: Invoice took 41 s longer (+9.0 s of it)."""
    difference = numbers.change(found.difference, found.unit)
    values = {"kpi": title_of(kpi), "difference": difference, "month": words.month_name(ground.other)}
    main = _main(found)
    if main is None or difference == numbers.change(Decimal(0), found.unit):
        return gettext("%(kpi)s is as in %(month)s") % values
    values |= {
        "name": words.slice_name(by, main.value, ground.brands),
        "part": _part(main, found),
        **_shares(main, found),
    }
    if main.value_before is None or main.value_after is None or abs(main.shift) > abs(main.rate):
        return _share_template(main) % values
    apart = main.value_after - main.value_before
    values["gap"] = numbers.gap(apart, found.unit)
    return _value_template(found.unit, is_up=apart > 0) % values


def _part(one: SliceChange, found: Comparison) -> str:
    """What the slice did, as part of the whole: +9.0 s of it; or more than the whole: +15.0 s alone."""
    values = {"effect": effect_text(one.effect, found.unit)}
    if abs(one.effect) > abs(found.difference or Decimal(0)):
        return gettext("%(effect)s alone") % values
    return gettext("%(effect)s of it") % values


def _shares(one: SliceChange, found: Comparison) -> dict[str, str]:
    """The slice's share of the observations, before and after."""
    before, after = (sum(each) for each in zip(*((s.n_before, s.n_after) for s in found.slices), strict=True))
    return {
        "before": numbers.percent(Decimal(one.n_before) / before if before else None, 0),
        "after": numbers.percent(Decimal(one.n_after) / after if after else None, 0),
    }


def _share_template(one: SliceChange) -> str:
    if one.n_before == 0:
        return gettext("%(kpi)s %(difference)s: %(name)s is new, %(after)s of the contacts (%(part)s)")
    return gettext("%(kpi)s %(difference)s: %(name)s went from %(before)s to %(after)s of the contacts (%(part)s)")


def _value_template(unit: str, *, is_up: bool) -> str:
    if unit == "s" and is_up:
        return gettext("%(kpi)s %(difference)s: %(name)s took %(gap)s longer (%(part)s)")
    if unit == "s":
        return gettext("%(kpi)s %(difference)s: %(name)s took %(gap)s less (%(part)s)")
    if is_up:
        return gettext("%(kpi)s %(difference)s: %(name)s rose by %(gap)s (%(part)s)")
    return gettext("%(kpi)s %(difference)s: %(name)s fell by %(gap)s (%(part)s)")


def _summary(kpi: str, by: str, ground: ReviewGround) -> str:
    """Which slice did most in the other splits, a sentence each."""
    sentences = []
    for other in FILTERS:
        if other == by or len(_names(ground, other)) < 2:
            continue
        found = comparison_of(kpi, other, ground)
        main = None if found is None else _main(found)
        if found is not None and main is not None:
            values = {
                "split": gettext(COLUMNS[other]),
                "name": words.slice_name(other, main.value, ground.brands),
                "effect": effect_text(main.effect, found.unit),
            }
            sentences.append(gettext("%(split)s: %(name)s %(effect)s.") % values)
    return " ".join(sentences)


def _row(one: SliceChange, by: str, found: Comparison, ground: ReviewGround) -> ChangeRow:
    return ChangeRow(
        name=words.slice_name(by, one.value, ground.brands),
        before_text=numbers.kpi_value(one.value_before, found.unit),
        after_text=numbers.kpi_value(one.value_after, found.unit),
        effect=float(one.effect) * _scale(found.unit),
        effect_text=effect_text(one.effect, found.unit),
        shift=float(one.shift) * _scale(found.unit),
        rate=float(one.rate) * _scale(found.unit),
        sample=_sample(found.kpi, one.n_before, one.n_after),
    )


def _scale(unit: str) -> int:
    """Bars of shares are drawn in points."""
    return 100 if unit == "share" else 1


def _sample(kpi: str, before: int, after: int) -> str:
    values = {"before": numbers.number(before), "after": numbers.number(after)}
    if kpi in ANSWERS:
        return ngettext("%(before)s → %(after)s answer", "%(before)s → %(after)s answers", after) % values
    return ngettext("%(before)s → %(after)s contact", "%(before)s → %(after)s contacts", after) % values


def _others(rest: Sequence[SliceChange], found: Comparison) -> ChangeRow:
    """All smaller ones together."""
    scale = _scale(found.unit)
    effect = sum((one.effect for one in rest), Decimal(0))
    count = {"count": len(rest)}
    return ChangeRow(
        name=ngettext("%(count)s other", "%(count)s others", len(rest)) % count,
        before_text=numbers.kpi_value(_together([(one.n_before, one.value_before) for one in rest]), found.unit),
        after_text=numbers.kpi_value(_together([(one.n_after, one.value_after) for one in rest]), found.unit),
        effect=float(effect) * scale,
        effect_text=effect_text(effect, found.unit),
        shift=float(sum(one.shift for one in rest)) * scale,
        rate=float(sum(one.rate for one in rest)) * scale,
        sample=_sample(found.kpi, sum(one.n_before for one in rest), sum(one.n_after for one in rest)),
    )


def _together(values: Sequence[tuple[int, Decimal | None]]) -> Decimal | None:
    """The value of several slices as one; None without an observation."""
    known = [(count, value) for count, value in values if value is not None]
    n = sum(count for count, _ in known)
    return None if not n else sum((count * value for count, value in known), Decimal(0)) / n


def _heading(kpi: str, by: str) -> tuple[str, ...]:
    observed = gettext("Answers") if kpi in ANSWERS else gettext("Contacts")
    return (
        gettext(COLUMNS[by]),
        gettext("%(what)s before") % {"what": observed},
        gettext("%(what)s now") % {"what": observed},
        gettext("Value before"),
        gettext("Value now"),
        gettext("By own value"),
        gettext("By share"),
        gettext("Effect"),
    )


def _printed(one: SliceChange, by: str, found: Comparison, ground: ReviewGround) -> tuple[str, ...]:
    return (
        words.slice_name(by, one.value, ground.brands),
        numbers.number(one.n_before),
        numbers.number(one.n_after),
        numbers.kpi_value(one.value_before, found.unit),
        numbers.kpi_value(one.value_after, found.unit),
        effect_text(one.rate, found.unit),
        effect_text(one.shift, found.unit),
        effect_text(one.effect, found.unit),
    )


def _data(one: SliceChange, by: str, ground: ReviewGround) -> tuple[object, ...]:
    name = words.slice_name(by, one.value, ground.brands)
    return name, one.n_before, one.n_after, one.value_before, one.value_after, one.rate, one.shift, one.effect
