"""Where the month came from: channels, brands, queues and topics side by side, with a sentence and a chart each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from contracts.domain.errors import N_
from contracts.presentation import numbers
from metrics.charts.split_dots import Dot, Edge, Panel, split_figure
from metrics.presentation import words
from metrics.presentation.cards import ENOUGH, title_of
from metrics.presentation.figure_box import FigureBox

Document = Mapping[str, Any]
Cell = tuple[str, object]
TITLES: dict[str, str] = {
    "channel": N_("Channels"),
    "brand": N_("Brands"),
    "queue": N_("Queues"),
    "topic": N_("Topics"),
}
COLUMNS: dict[str, str] = {
    "channel": N_("Channel"),
    "brand": N_("Brand"),
    "queue": N_("Queue"),
    "topic": N_("Topic"),
}
PANELS: tuple[str, ...] = ("aht", "csat", "hit_rate")
MOST_DOTS = 12


@dataclass(frozen=True, slots=True)
class _Slice:
    name: str
    part: Document

    def value(self, kpi: str) -> Decimal | None:
        return numbers.as_decimal(self.part["kpis"][kpi]["value"])

    def n(self, kpi: str) -> int:
        return int(self.part["kpis"][kpi]["n"])


def split_boxes(
    document: Document, brands: Mapping[str, str] = words.NO_NAMES, *, with_prices: bool = True
) -> tuple[FigureBox, ...]:
    """The splits that say something: those with at least one named slice. `brands` are names by key.

    The price of the contacts is the last column, left out for who does not see money.
    """
    found = []
    for by in TITLES:
        parts = [part for part in document["slices"] if by in part["by"]]
        if any(part["by"][by] for part in parts):
            slices = [_Slice(words.slice_name(by, part["by"][by], brands), part) for part in parts]
            found.append(_box(by, slices, document, end=None if with_prices else -1))
    return tuple(found)


def _box(by: str, slices: Sequence[_Slice], document: Document, *, end: int | None) -> FigureBox:
    whole = _Slice(gettext("All"), {"kpis": document["kpis"], "cost": _volume_cost(document)})
    *cells, total = [_cells(one, document)[:end] for one in (*slices, whole)]
    title = _finding(by, slices, document["kpis"]["aht"]["target"])
    name = gettext(TITLES[by])
    return FigureBox(
        key=f"split-{by}",
        title=title,
        subtitle="" if name == title else name,
        summary=_summary(slices),
        drawings=_figure(slices[:MOST_DOTS], document),
        heading=_heading(by)[:end],
        rows=tuple(tuple(text for text, _ in row) for row in cells),
        data=tuple(tuple(value for _, value in row) for row in cells),
        total=tuple(text for text, _ in total),
        total_data=tuple(value for _, value in total),
    )


def _heading(by: str) -> tuple[str, ...]:
    return (
        gettext(COLUMNS[by]),
        pgettext("column", "Contacts"),
        gettext("AHT, s"),
        pgettext("column", "CSAT"),
        gettext("Answers"),
        gettext("Hit rate"),
        gettext("Price of the contacts"),
    )


def _volume_cost(document: Document) -> str | None:
    """What the contacts cost without commission, which belongs to no slice."""
    amounts = [line["amount"] for line in document["cost"]["lines"] if line["kind"] in {"volume", "unpriced"}]
    if any(amount is None for amount in amounts):
        return None
    return str(sum((Decimal(amount) for amount in amounts), Decimal(0)))


def _cells(one: _Slice, document: Document) -> list[Cell]:
    """One slice: each cell as it is printed and as a value."""
    cost = numbers.as_decimal(one.part["cost"])
    return [
        (one.name, one.name),
        (numbers.number(one.value("contacts")), one.n("contacts")),
        (numbers.number(one.value("aht")), one.value("aht")),
        (numbers.kpi_value(one.value("csat"), document["kpis"]["csat"]["unit"]), one.value("csat")),
        (numbers.number(one.n("csat")), one.n("csat")),
        (numbers.percent(one.value("hit_rate")), one.value("hit_rate")),
        (numbers.money(cost, document["cost"]["currency"], 0), cost),
    ]


def _measured(slices: Sequence[_Slice], kpi: str) -> list[tuple[Decimal, _Slice]]:
    """Slices with enough behind their value to be compared, lowest value first."""
    found = [(value, one) for one in slices if (value := one.value(kpi)) is not None and one.n(kpi) >= ENOUGH]
    return sorted(found, key=lambda pair: pair[0])


def _finding(by: str, slices: Sequence[_Slice], target: Document | None) -> str:
    """Which slice is furthest outside the handling-time band; the split's own name when there is nothing to say."""
    timed = _measured(slices, "aht")
    if len(timed) < 2 or target is None:
        return gettext(TITLES[by])
    low, high = Decimal(target["band_low"]), Decimal(target.get("band_high") or "Infinity")
    (shortest, first), (longest, last) = timed[0], timed[-1]
    if longest - high >= low - shortest and longest > high:
        values = {"name": last.name, "aht": numbers.seconds(longest)}
        return gettext("%(name)s is furthest over the handling-time band: %(aht)s") % values
    if shortest < low:
        values = {"name": first.name, "aht": numbers.seconds(shortest)}
        return gettext("%(name)s is furthest under the handling-time band: %(aht)s") % values
    return gettext("Handling time is inside the band in all of them")


def _summary(slices: Sequence[_Slice]) -> str:
    """Extremes of satisfaction and hit rate in words, and how many slices the chart shows."""
    return " ".join(part for part in (_extremes(slices, "csat"), _extremes(slices, "hit_rate"), _shown(slices)) if part)


def _extremes(slices: Sequence[_Slice], kpi: str) -> str:
    measured = _measured(slices, kpi)
    if len(measured) < 2:
        return ""
    (low, lowest), (high, highest) = measured[0], measured[-1]
    unit = lowest.part["kpis"][kpi]["unit"]
    values = {
        "kpi": title_of(kpi),
        "lowest": lowest.name,
        "low": numbers.kpi_value(low, unit),
        "highest": highest.name,
        "high": numbers.kpi_value(high, unit),
    }
    if values["low"] == values["high"]:
        return gettext("%(kpi)s is the same in all of them, %(low)s.") % values
    return gettext("%(kpi)s from %(low)s (%(lowest)s) to %(high)s (%(highest)s).") % values


def _shown(slices: Sequence[_Slice]) -> str:
    if len(slices) <= MOST_DOTS:
        return ""
    return gettext("The chart shows the %(shown)s with most contacts of %(all)s.") % {
        "shown": MOST_DOTS,
        "all": len(slices),
    }


def _figure(slices: Sequence[_Slice], document: Document) -> dict[str, Any]:
    """The three KPIs of the balance by slice, each against its band."""
    return split_figure([one.name for one in slices], [_panel(kpi, slices, document) for kpi in PANELS])


def _panel(kpi: str, slices: Sequence[_Slice], document: Document) -> Panel:
    entry = document["kpis"][kpi]
    return Panel(
        title=title_of(kpi),
        dots=tuple(_dot(one, kpi, entry["unit"]) for one in slices),
        band=_edges(entry["target"], entry["unit"]),
    )


def _dot(one: _Slice, kpi: str, unit: str) -> Dot:
    value = one.value(kpi)
    n = {"n": numbers.number(one.n(kpi))}
    if kpi == "csat":
        sample = ngettext("%(n)s answer", "%(n)s answers", one.n(kpi)) % n
    else:
        sample = ngettext("%(n)s contact", "%(n)s contacts", one.n(kpi)) % n
    return Dot(
        value=None if value is None else float(value),
        text=numbers.kpi_value(value, unit),
        sample=sample,
        is_thin=one.n(kpi) < ENOUGH,
    )


def _edges(target: Document | None, unit: str) -> tuple[Edge, ...]:
    if target is None:
        return ()
    edges = [target["band_low"], target.get("band_high")]
    return tuple(Edge(float(edge), numbers.bound(edge, unit)) for edge in edges if edge is not None)
