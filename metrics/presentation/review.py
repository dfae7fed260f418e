"""The page of a month: everything that the monthly review shows, ready to print (LOOK.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from contracts.domain.months import Month
from contracts.presentation import numbers
from metrics.domain import kpis
from metrics.domain.scorecard import BASIS_REASONS
from metrics.presentation import words
from metrics.presentation.answers import answers_of, change_lead, score_before, state_text
from metrics.presentation.cards import KpiCard, change_between, kpi_card, null_reason, title_of
from metrics.presentation.controls import Controls, controls_of
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.incident_list import IncidentLine, incident_lines, incident_sentence
from metrics.presentation.money import Answer, has_prices
from metrics.presentation.month_money import MonthMoney, month_money
from metrics.presentation.review_ground import BALANCED, ReviewGround
from metrics.presentation.score_panel import (
    LossBar,
    bounds_text,
    losses_of,
    lost_title,
    lost_total,
    score_strip_of,
)
from metrics.presentation.sentences import month_sentence, score_text, zone_tone, zone_word
from metrics.presentation.sparks import Spark, score_spark
from metrics.presentation.strips import ScoreStrip
from metrics.presentation.trends import boxes_of

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OtherKpi:
    """A KPI beside the balance: value, what stands behind it, difference, or why there is none."""

    title: str
    value: str
    n: str
    difference: str
    note: str


@dataclass(frozen=True, slots=True)
class CardWithLine:
    """A KPI's card with its months below."""

    card: KpiCard
    line: FigureBox


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """The part of the page that is drawn: cards with their lines, changes, money, splits."""

    cards: tuple[CardWithLine, ...]
    changes: tuple[FigureBox, ...]
    splits: tuple[FigureBox, ...]
    money: FigureBox | None  # None for who does not see money


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The monthly review of one contract and month."""

    month: str
    month_name: str
    state: str
    version: int | None
    contract_version: int
    basis_note: str
    sentences: tuple[str, ...]
    answers: tuple[Answer, ...]
    score: str
    zone: str
    zone_key: str
    tone: str
    knocked_out: str
    strip: ScoreStrip
    bounds: str
    losses: tuple[LossBar, ...]
    lost_title: str
    lost_total: str
    spark: Spark | None
    span_months: int
    remarks: tuple[str, ...]
    controls: Controls
    figures: ReviewFigures  # drawn when the page asks for them
    figures_key: str
    others: tuple[OtherKpi, ...]
    other_month: str
    change_lead: str
    incidents: tuple[IncidentLine, ...]
    money: MonthMoney


def review_page(ground: ReviewGround, remarks: tuple[str, ...], *, may_export: bool) -> ReviewPage:
    """Lay out a month for one side of the contract; both see the same figures.

    The figures are most of the work and change only with what is in the ground, so the page keeps them by their key.
    """
    document, month = ground.document, ground.month
    score = document["score"]
    return ReviewPage(
        month=str(month),
        month_name=words.month_name(month),
        state=state_text(document),
        version=document["version"],
        contract_version=document["contract_version"],
        basis_note=_basis_note(document),
        sentences=(*month_sentence(document, score_before(ground)), *incident_sentence(ground)),
        answers=answers_of(ground),
        score=score_text(score["value"]),
        zone=words.capital(zone_word(score)) if score["state"] else gettext("No score"),
        zone_key=score["state"] or "",
        tone=zone_tone(score),
        knocked_out=", ".join(title_of(kpi) for kpi in score["knocked_out"]),
        strip=score_strip_of(score, ground.terms[month]),
        bounds=bounds_text(score),
        losses=losses_of(score),
        lost_title=lost_title(score),
        lost_total=lost_total(score),
        spark=score_spark([(m, _score_at(ground, m)) for m in ground.span], ground.terms[month].score.in_balance),
        span_months=len(ground.span),
        remarks=remarks,
        controls=controls_of(ground),
        figures=cast(ReviewFigures, SimpleLazyObject(lambda: _figures(ground, may_export=may_export))),
        figures_key=ground.digest(words.locale(), may_export, has_prices(ground.terms[month])),
        others=others_of(ground),
        other_month=words.month_name(ground.other),
        change_lead=change_lead(ground),
        incidents=incident_lines(ground),
        money=month_money(ground),
    )


def _figures(ground: ReviewGround, *, may_export: bool) -> ReviewFigures:
    boxes = boxes_of(ground, may_export=may_export)
    by_key = {box.key: box for box in boxes}
    return ReviewFigures(
        cards=tuple(_card(key, ground, by_key[f"trend-{key}"]) for key in BALANCED),
        changes=tuple(by_key[f"change-{key}"] for key in BALANCED),
        splits=tuple(box for box in boxes if box.key.startswith("split-")),
        money=by_key.get("money"),
    )


def _score_at(ground: ReviewGround, month: Month) -> str | None:
    summary = ground.summaries.get(month)
    return None if summary is None else summary["score"]["value"]


def _card(key: str, ground: ReviewGround, line: FigureBox) -> CardWithLine:
    return CardWithLine(kpi_card(key, ground.document["kpis"][key], words.month_name(ground.month.previous)), line)


def _basis_note(document: Document) -> str:
    note = gettext("These are raw figures: everything counts, no incident is taken out.")
    reason = BASIS_REASONS.get(document["basis_reason"] or "")
    return f"{note} {gettext(reason)}" if reason else note


def others_of(ground: ReviewGround) -> tuple[OtherKpi, ...]:
    """The KPIs beside the balance; a version minted before a KPI came to be does not know it."""
    known = ground.document["kpis"]
    return tuple(_other(kpi.key, ground) for kpi in kpis.ALL if kpi.key not in BALANCED and kpi.key in known)


def _other(key: str, ground: ReviewGround) -> OtherKpi:
    entry = ground.document["kpis"][key]
    before = ground.summaries.get(ground.other, {}).get("kpis", {}).get(key)
    has_value = entry["value"] is not None
    return OtherKpi(
        title=title_of(key),
        value=numbers.kpi_value(entry["value"], entry["unit"]),
        n=numbers.number(entry["n"]) if has_value else "",
        difference=change_between(entry, before),
        note="" if has_value else null_reason(entry),
    )
