"""Every figure of the monthly review, in the order of the page; the page prints them, addresses give them as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from contracts.domain.months import Month
from contracts.domain.roles import EXPORT, READ_STATEMENTS
from contracts.selectors import Actor, Contract, may, side_of
from metrics.domain.errors import NoSuchMonth
from metrics.presentation.amounts import money_box
from metrics.presentation.changes import change_box
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.kpi_lines import trend_box
from metrics.presentation.local_day import today_at
from metrics.presentation.period import read_query
from metrics.presentation.review_ground import BALANCED, ReviewGround, review_ground
from metrics.presentation.splits import split_boxes
from metrics.selectors.figures import live_months


def review_boxes(
    *, actor: Actor | AnonymousUser, contract: Contract, month: Month, query: Mapping[str, str], now: datetime
) -> tuple[FigureBox, ...]:
    """The figures of one month as `query` asks for them. Raises NoSuchMonth, ChoiceUnknown."""
    rows = live_months(contract)
    if month not in rows:
        raise NoSuchMonth(contract=contract.key, month=str(month))
    ground = review_ground(
        contract,
        month,
        read_query(query),
        rows,
        side=side_of(actor, contract),
        sees_money=may(actor, READ_STATEMENTS, contract),
        today=today_at(contract, now),
    )
    return boxes_of(ground, may_export=may(actor, EXPORT, contract))


def boxes_of(ground: ReviewGround, *, may_export: bool) -> tuple[FigureBox, ...]:
    """All of them that the reader may see; with their addresses when the reader may save them."""
    boxes = (
        *(trend_box(kpi, ground) for kpi in BALANCED),
        *(change_box(kpi, ground) for kpi in BALANCED),
        *((money_box(ground),) if ground.sees_money else ()),
        *split_boxes(ground.document, ground.brands, with_prices=ground.sees_money),
    )
    return with_addresses(boxes, ground) if may_export else boxes


def with_addresses(boxes: Sequence[FigureBox], ground: ReviewGround) -> tuple[FigureBox, ...]:
    """Where each figure lies as a file; what the reader chose stands in the address. Without rows there is no file."""

    def address(box: FigureBox, ending: str) -> str:
        parts = (ground.contract.key, "review", str(ground.month), box.key)
        return reverse(f"metrics:figure-{ending}", args=parts) + ground.query.text()

    return tuple(
        replace(box, csv_url=address(box, "csv"), xlsx_url=address(box, "xlsx")) if box.rows else box for box in boxes
    )
