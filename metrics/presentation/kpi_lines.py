"""The KPIs of the balance over 13 or 24 months, each month against the target of its own contract version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.domain.months import Month
from contracts.presentation import numbers
from metrics.charts.kpi_trend import BandStep, Earlier, TrendPoint, kpi_trend_figure
from metrics.presentation import words
from metrics.presentation.cards import ENOUGH, chip_of, interval_text, miss_side_of, sample_text, title_of
from metrics.presentation.chosen import chosen_contacts
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.incident_list import labels_by_month, marks_of
from metrics.presentation.period import YEAR
from metrics.presentation.review_ground import Entry, ReviewGround

Cell = tuple[str, object]
NOTHING: Cell = (numbers.DASH, None)
EDGES: tuple[str, ...] = ("band_low", "band_high")
_YEAR = 12


def trend_box(kpi: str, ground: ReviewGround) -> FigureBox:
    """One KPI over the months: finding, drawing, summary and table."""
    now, before = entry_at(ground, ground.month, kpi), entry_at(ground, ground.other, kpi)
    labels = labels_by_month(ground)
    cells = [_cells(kpi, month, ground, labels) for month in ground.span]
    return FigureBox(
        key=f"trend-{kpi}",
        title=f"{_name(kpi, ground)}: {words.uncapital(trend_title(now, before, ground.other))}",
        subtitle=trend_detail(now, before) or _period(ground),
        summary=_summary(kpi, ground),
        drawings=kpi_trend_figure(
            [_point(kpi, month, ground) for month in ground.span],
            band_steps(kpi, ground),
            marks_of(ground),
            _earlier(kpi, ground),
        ),
        heading=_heading(),
        rows=tuple(tuple(text for text, _ in row) for row in cells),
        data=tuple(tuple(value for _, value in row) for row in cells),
    )


def _name(kpi: str, ground: ReviewGround) -> str:
    """Handling time; of some contacts alone with their name: Handling time, Chat and Invoice."""
    return ", ".join(filter(None, (title_of(kpi), chosen_contacts(ground))))


def entry_at(ground: ReviewGround, month: Month, kpi: str) -> Entry | None:
    """A KPI of a month among the lines; None without data."""
    return ground.entries.get(month, {}).get(kpi)


def trend_title(now: Entry | None, before: Entry | None, other: Month) -> str:
    """The difference to the other month: +47 s since September 2026."""
    values = {"month": words.month_name(other), "change": ""}
    value, earlier = _value(now), _value(before)
    if now is None or before is None or value is None or earlier is None:
        return gettext("No figure for %(month)s to compare with") % values
    if now["unit"] != before["unit"]:
        return gettext("%(month)s was measured in another unit") % values
    values["change"] = numbers.change(value - earlier, now["unit"])
    if values["change"] == numbers.change(Decimal(0), now["unit"]):
        return gettext("As in %(month)s") % values
    return gettext("%(change)s since %(month)s") % values


def trend_detail(now: Entry | None, before: Entry | None) -> str:
    """Both values behind the difference, and whether chance alone explains it: 353 s → 400 s."""
    if now is None or before is None or _value(now) is None or _value(before) is None or now["unit"] != before["unit"]:
        return ""
    first, second = (numbers.kpi_value(entry["value"], entry["unit"]) for entry in (before, now))
    if is_noise(now, before):
        return gettext("%(before)s → %(now)s, within the noise") % {"before": first, "now": second}
    return f"{first} → {second}"


def is_noise(now: Entry, before: Entry) -> bool:
    """The difference is smaller than what two samples of one truth differ by (half-widths added as squares)."""
    if not (now.get("interval") and before.get("interval")):
        return False
    halves = [(Decimal(high) - Decimal(low)) / 2 for low, high in (now["interval"], before["interval"])]
    apart = Decimal(now["value"]) - Decimal(before["value"])
    return apart != 0 and apart**2 < halves[0] ** 2 + halves[1] ** 2


def _value(entry: Entry | None) -> Decimal | None:
    return None if entry is None else numbers.as_decimal(entry["value"])


def _period(ground: ReviewGround) -> str:
    months = ground.span
    values = {"first": words.month_name(months[0]), "last": words.month_name(months[-1])}
    return gettext("%(first)s to %(last)s, with 95%% intervals") % values


def _point(kpi: str, month: Month, ground: ReviewGround) -> TrendPoint:
    entry, name = entry_at(ground, month, kpi), words.month_name(month)
    label = words.month_label(month)
    value = _value(entry)
    if entry is None or value is None:
        return TrendPoint(str(month), label, None, numbers.DASH, None, None, "", False, gettext("No data"), name)
    low, high = entry["interval"] or (None, None)
    behind = " · ".join(filter(None, (sample_text(kpi, entry), interval_text(entry))))
    return TrendPoint(
        month=str(month),
        label=label,
        value=float(value),
        text=numbers.kpi_value(value, entry["unit"]),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        sample=behind,
        is_thin=entry["n"] < ENOUGH,
        word=_word(kpi, entry),
        name=name,
    )


def _word(kpi: str, entry: Entry) -> str:
    """The verdict; figures of some contacts alone have none."""
    return chip_of(entry, kpi).word if entry["verdict"] else ""


def band_steps(kpi: str, ground: ReviewGround) -> tuple[BandStep, ...]:
    """The target of each month's own contract version, a step where it changed."""
    steps: list[BandStep] = []
    last: Mapping[str, Any] | None = None
    for month in ground.span:
        if (entry := entry_at(ground, month, kpi)) is None:
            continue
        edges = {name: value for name, value in (entry["target"] or {}).items() if name in EDGES}
        if edges != last:
            version = ground.summaries[month]["contract_version"]
            steps.append(_step(month, edges, entry["unit"], version))
            last = edges
    return tuple(steps)


def _step(month: Month, edges: Mapping[str, str], unit: str, version: int) -> BandStep:
    low, high = edges.get("band_low"), edges.get("band_high")
    values = {"version": version, "month": words.month_label(month)}
    return BandStep(
        month=str(month),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        low_text="" if low is None else numbers.bound(low, unit),
        high_text="" if high is None else numbers.bound(high, unit),
        note=gettext("v%(version)s from %(month)s") % values,
    )


def _earlier(kpi: str, ground: ReviewGround) -> Earlier | None:
    """The same months a year before, when the page compares with last year and the lines reach so far."""
    if ground.query.compare != YEAR:
        return None
    values = [_value(entry_at(ground, month.plus(-_YEAR), kpi)) for month in ground.span]
    known = tuple(None if value is None else float(value) for value in values)
    return Earlier(gettext("year before"), known) if sum(value is not None for value in known) > 1 else None


def _summary(kpi: str, ground: ReviewGround) -> str:
    """Extremes and how many months were as agreed, for who cannot see the drawing."""
    measured = [
        (value, month)
        for month in ground.span
        if (value := _value(entry_at(ground, month, kpi))) is not None and not _is_thin(kpi, month, ground)
    ]
    if len(measured) < 2:
        return gettext("There are not enough months for a line yet.")
    (low, lowest), (high, highest) = min(measured), max(measured)
    unit = ground.entries[ground.month][kpi]["unit"] if ground.month in ground.entries else "s"
    values = {
        "low": numbers.kpi_value(low, unit),
        "lowest": words.month_name(lowest),
        "high": numbers.kpi_value(high, unit),
        "highest": words.month_name(highest),
    }
    text = gettext("Lowest %(low)s in %(lowest)s, highest %(high)s in %(highest)s.") % values
    return f"{text} {_inside(kpi, ground)}".strip()


def _is_thin(kpi: str, month: Month, ground: ReviewGround) -> bool:
    entry = entry_at(ground, month, kpi)
    return entry is None or entry["n"] < ENOUGH


def _inside(kpi: str, ground: ReviewGround) -> str:
    """How many months were inside their band, of those with a target; nothing is judged of some contacts alone."""
    entries = [entry for month in ground.span if (entry := entry_at(ground, month, kpi)) is not None]
    judged = [entry for entry in entries if entry["target"] is not None and entry["value"] is not None]
    if not judged or ground.query.where:
        return ""
    inside = sum(miss_side_of(entry) is None for entry in judged)
    values = {"inside": inside, "all": len(judged)}
    return (
        ngettext("As agreed in %(inside)s of %(all)s month.", "As agreed in %(inside)s of %(all)s months.", len(judged))
        % values
    )


def _heading() -> tuple[str, ...]:
    return (
        gettext("Month"),
        gettext("Value"),
        gettext("95% from"),
        gettext("95% to"),
        gettext("n"),
        gettext("Target from"),
        gettext("Target to"),
        gettext("Verdict"),
        gettext("Incidents"),
    )


def _cells(kpi: str, month: Month, ground: ReviewGround, labels: Mapping[Month, Sequence[str]]) -> list[Cell]:
    """One month: each cell as it is printed and as a value."""
    entry, name = entry_at(ground, month, kpi), words.month_name(month)
    known = ", ".join(labels.get(month, ()))
    last: Cell = (known or numbers.DASH, known or None)
    if entry is None:
        return [(name, str(month)), *([NOTHING] * 7), last]
    unit, target = entry["unit"], entry["target"] or {}
    word = _word(kpi, entry)
    return [
        (name, str(month)),
        *(_shown(value, unit) for value in (entry["value"], *(entry["interval"] or (None, None)))),
        (numbers.number(entry["n"]), entry["n"]),
        *((numbers.bound(target.get(edge), unit), numbers.as_decimal(target.get(edge))) for edge in EDGES),
        (word or numbers.DASH, word or None),
        last,
    ]


def _shown(value: str | None, unit: str) -> Cell:
    return numbers.kpi_value(value, unit), numbers.as_decimal(value)
