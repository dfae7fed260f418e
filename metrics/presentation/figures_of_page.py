"""The figures of a page by their key, for addresses that give one of them as a file.

Each page has a room with a function of this shape; it raises NoSuchMonth for a month without data:
`(*, actor, contract, month: Month, query: Mapping[str, str], now: datetime) -> tuple[FigureBox, ...]`.
`query` is the query string of the page, so that the file holds what the reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from contracts.domain.months import Month
from contracts.selectors import Actor, Contract
from metrics.domain.errors import NoSuchFigure
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.status import status_boxes
from metrics.presentation.trends import review_boxes

PAGES: Mapping[str, Callable[..., tuple[FigureBox, ...]]] = {"review": review_boxes, "status": status_boxes}


def boxes(
    *,
    actor: Actor | AnonymousUser,
    contract: Contract,
    page: str,
    month: Month,
    query: Mapping[str, str],
    now: datetime,
) -> Mapping[str, FigureBox]:
    """The figures of one page as its query string asks for them, by key; of an unknown page none."""
    if page not in PAGES:
        return {}
    found = PAGES[page](actor=actor, contract=contract, month=month, query=query, now=now)
    return {box.key: box for box in found}


def figure_of_page(
    key: str,
    *,
    actor: Actor | AnonymousUser,
    contract: Contract,
    page: str,
    month: Month,
    query: Mapping[str, str],
    now: datetime,
) -> FigureBox:
    """One of them. Raises NoSuchFigure, also when the page shows it without figures."""
    found = boxes(actor=actor, contract=contract, page=page, month=month, query=query, now=now).get(key)
    if found is None or not found.rows:
        raise NoSuchFigure(figure=key)
    return found
