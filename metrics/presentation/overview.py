"""The overview: a line per contract with its newest month, and what is in work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from contracts.domain.months import Month
from contracts.presentation import numbers
from metrics.presentation import words
from metrics.presentation.cards import KpiCard, kpi_card
from metrics.presentation.next_step import next_step
from metrics.presentation.sentences import score_text, standing_word, zone_tone, zone_word
from metrics.presentation.sparks import Spark, score_spark

Document = Mapping[str, Any]
_MOST_NAMED = 3
BALANCED: tuple[str, ...] = ("aht", "csat", "hit_rate")


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One contract: who with whom, the newest month's score and the three KPIs."""

    key: str
    title: str
    parties: str
    month: str
    month_name: str
    contacts: str
    score: str
    zone: str
    standing: str
    is_in_balance: bool  # whatever its tone: chance may leave every zone open
    tone: str
    spark: Spark | None
    cards: tuple[KpiCard, ...]
    hint: str
    next_step: str
    next_detail: str


@dataclass(frozen=True, slots=True)
class ContractMonthView:
    """What the overview knows of one contract: its names, and the newest scorecard if there is one."""

    key: str
    title: str
    buyer: str
    vendor: str
    document: Document | None
    today: date
    scores: Sequence[tuple[Month, str | None]] = ()  # of 13 months, the oldest first


def overview_rows(found: Sequence[ContractMonthView]) -> tuple[OverviewRow, ...]:
    """A line per contract, in the order given."""
    return tuple(_row(one) for one in found)


def overview_sentence(rows: Sequence[OverviewRow]) -> str:
    """How many contracts there are and how many are not in balance."""
    with_score = [row for row in rows if row.standing]
    outside = [row for row in with_score if not row.is_in_balance]
    if not rows:
        return gettext("There is no contract to show.")
    if not with_score:
        return gettext("No contract has figures yet. They come with the first delivery.")
    if not outside:
        return ngettext(
            "The one contract with figures is in balance.",
            "All %(count)s contracts with figures are in balance.",
            len(with_score),
        ) % {"count": len(with_score)}
    if len(with_score) == 1:
        values = {
            "title": outside[0].title,
            "zone": outside[0].standing,
            "score": outside[0].score,
            "month": outside[0].month_name,
        }
        return gettext("%(title)s is %(zone)s at %(score)s in %(month)s.") % values
    counts = {"count": len(outside), "all": len(with_score), "list": _named(outside)}
    return (
        ngettext(
            "%(count)s of %(all)s contracts is not in balance: %(list)s.",
            "%(count)s of %(all)s contracts are not in balance: %(list)s.",
            len(outside),
        )
        % counts
    )


def _named(rows: Sequence[OverviewRow]) -> str:
    """The first contracts by name, with their scores; how many more there are."""
    named = ", ".join(f"{row.title} ({row.score})" for row in rows[:_MOST_NAMED])
    more = len(rows) - _MOST_NAMED
    if more <= 0:
        return named
    return ngettext("%(list)s and %(n)s more", "%(list)s and %(n)s more", more) % {"list": named, "n": more}


def _row(one: ContractMonthView) -> OverviewRow:
    document = one.document
    parties = f"{one.buyer} × {one.vendor}"
    if document is None:
        return _empty_row(one, parties)
    score = document["score"]
    step, detail = next_step(document, one.today)
    previous = words.month_name(_previous(document["month"]))
    return OverviewRow(
        key=one.key,
        title=one.title,
        parties=parties,
        month=document["month"],
        month_name=words.month_name(document["month"]),
        contacts=_contacts(document),
        score=score_text(score["value"]),
        zone=words.capital(zone_word(score)) if score["state"] else gettext("No score"),
        standing=standing_word(score) if score["state"] else "",
        is_in_balance=score["state"] == "in_balance",
        tone=zone_tone(score),
        spark=score_spark(one.scores),
        cards=tuple(kpi_card(key, document["kpis"][key], previous) for key in BALANCED),
        hint=gettext(words.SCORECARD_STATES[document["state"]]),
        next_step=step,
        next_detail=detail,
    )


def _empty_row(one: ContractMonthView, parties: str) -> OverviewRow:
    return OverviewRow(
        key=one.key,
        title=one.title,
        parties=parties,
        month="",
        month_name="",
        contacts="",
        score=numbers.DASH,
        zone=gettext("No data"),
        standing="",
        is_in_balance=False,
        tone="few",
        spark=None,
        cards=(),
        hint=gettext("No month has data yet."),
        next_step=gettext("First delivery"),
        next_detail="",
    )


def _previous(month: str) -> str:
    return str(Month.parse(month).previous)


def _contacts(document: Document) -> str:
    n = int(document["kpis"]["contacts"]["value"] or 0)
    return ngettext("%(n)s contact", "%(n)s contacts", n) % {"n": numbers.number(n)}
