"""A figure of a page as a file: what the reader sees there, to take along."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.domain.months import Month
from contracts.domain.roles import EXPORT
from contracts.selectors import Contract, contract_visible_to, require
from metrics.presentation.chart_files import csv_download, xlsx_download
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.figures_of_page import figure_of_page


@require_safe
@login_required
def csv(request: HttpRequest, key: str, page: str, month: str, figure: str) -> HttpResponse:
    """The figure's table as CSV."""
    contract, box = _found(request, key, page, Month.parse(month), figure, timezone.now())
    return csv_download(box, contract, Month.parse(month))


@require_safe
@login_required
def xlsx(request: HttpRequest, key: str, page: str, month: str, figure: str) -> HttpResponse:
    """The figure's table as a workbook."""
    now = timezone.now()
    contract, box = _found(request, key, page, Month.parse(month), figure, now)
    return xlsx_download(box, contract, Month.parse(month), request.GET.dict(), now)


def _found(
    request: HttpRequest, key: str, page: str, month: Month, figure: str, now: datetime
) -> tuple[Contract, FigureBox]:
    """The contract as its parties see it, and the figure for those who may save it."""
    contract = contract_visible_to(request.user, key)
    require(request.user, EXPORT, contract)
    query = request.GET.dict()
    return contract, figure_of_page(
        figure, actor=request.user, contract=contract, page=page, month=month, query=query, now=now
    )
