"""Where the month came from: channels, brands, queues and topics side by side, with a sentence and a chart each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from contracts.domain.errors import N_
from contracts.presentation import numbers
from metrics.charts.split_bars import Bar, split_figure
from metrics.presentation import words
from metrics.presentation.cards import band_text

Document = Mapping[str, Any]
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
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One slice, ready to print."""

    name: str
    contacts: str
    aht: str
    csat: str
    hit_rate: str
    cost: str


@dataclass(frozen=True, slots=True)
class Split:
    """A split of the month: title that states the finding, rows, the total's row and the chart."""

    by: str
    title: str
    finding: str
    column: str
    rows: tuple[SplitRow, ...]
    total: SplitRow
    figure: dict[str, Any]

    @property
    def figure_id(self) -> str:
        """Where the page keeps the chart's data."""
        return f"figure-{self.by}"


def splits_of(document: Document) -> tuple[Split, ...]:
    """The splits that say something: those with at least one named slice."""
    found = []
    for by in TITLES:
        slices = [part for part in document["slices"] if by in part["by"]]
        if any(part["by"][by] for part in slices):
            found.append(_split(by, slices, document))
    return tuple(found)


def _split(by: str, slices: Sequence[Document], document: Document) -> Split:
    names = [words.slice_name(by, part["by"][by]) for part in slices]
    whole = {"kpis": document["kpis"], "cost": _volume_cost(document)}
    return Split(
        by=by,
        title=gettext(TITLES[by]),
        finding=_finding(slices, names, document),
        column=gettext(COLUMNS[by]),
        rows=tuple(_row(name, part, document) for name, part in zip(names, slices, strict=True)),
        total=_row(gettext("All"), whole, document),
        figure=_figure(by, slices, names, document),
    )


def _volume_cost(document: Document) -> str | None:
    """What the contacts cost without commission, which belongs to no slice."""
    amounts = [line["amount"] for line in document["cost"]["lines"] if line["kind"] in {"volume", "unpriced"}]
    if any(amount is None for amount in amounts):
        return None
    return str(sum((Decimal(amount) for amount in amounts), Decimal(0)))


def _row(name: str, part: Document, document: Document) -> SplitRow:
    kpis = part["kpis"]
    return SplitRow(
        name=name,
        contacts=numbers.number(kpis["contacts"]["value"]),
        aht=numbers.number(kpis["aht"]["value"]),
        csat=numbers.kpi_value(kpis["csat"]["value"], document["kpis"]["csat"]["unit"]),
        hit_rate=numbers.percent(kpis["hit_rate"]["value"]),
        cost=numbers.money(part["cost"], document["cost"]["currency"], 0),
    )


def _aht(part: Document) -> Decimal | None:
    return numbers.as_decimal(part["kpis"]["aht"]["value"])


def _finding(slices: Sequence[Document], names: Sequence[str], document: Document) -> str:
    """The slice with the longest handling time among those with enough contacts, against the whole."""
    whole = _aht(document)
    timed = [
        (aht, name, part)
        for part, name in zip(slices, names, strict=True)
        if (aht := _aht(part)) is not None and part["kpis"]["aht"]["n"] >= 30
    ]
    if whole is None or len(timed) < 2:
        return gettext("There is one part with figures; nothing to compare.")
    longest, shortest = max(timed, key=lambda t: t[0]), min(timed, key=lambda t: t[0])
    values = {
        "longest": longest[1], "longest_aht": numbers.seconds(longest[0]),
        "shortest": shortest[1], "shortest_aht": numbers.seconds(shortest[0]), "all": numbers.seconds(whole),
    }  # fmt: skip
    return (
        gettext("Longest handling time: %(longest)s, %(longest_aht)s; shortest: %(shortest)s, %(shortest_aht)s.")
        % values
    )


def _figure(by: str, slices: Sequence[Document], names: Sequence[str], document: Document) -> dict[str, Any]:
    """Handling time by slice against the contract's band."""
    target = document["kpis"]["aht"]["target"]
    bars = [
        Bar(name, float(aht), numbers.seconds(aht), numbers.number(part["kpis"]["aht"]["n"]))
        for part, name in zip(slices, names, strict=True)
        if (aht := _aht(part)) is not None
    ]
    high = None if target is None or target.get("band_high") is None else float(target["band_high"])
    return split_figure(
        bars[:_MOST_BARS],
        band=None if target is None or high is None else (float(target["band_low"]), high),
        band_label="" if target is None else gettext("agreed %(band)s s") % {"band": band_text(target, "s")},
        value_label=gettext("handling time, seconds"),
        count_label=gettext("contacts"),
    )
