"""The balance scores of several contracts over months, for small lines; two queries however many contracts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from contracts.domain.months import Month
from contracts.selectors import Contract
from metrics.models import ScorecardDraft, ScorecardVersion


def score_lines(contracts: QuerySet[Contract], months: Collection[Month]) -> dict[int, dict[Month, str | None]]:
    """By contract: each month's newest minted score, else that of its draft as it was last drawn."""
    wanted = [str(month) for month in months]
    versions = ScorecardVersion.objects.within(contracts)
    same = versions.filter(contract=OuterRef("contract"), month=OuterRef("month")).order_by("-version")
    newest = versions.filter(month__in=wanted, version=Subquery(same.values("version")[:1]))
    drafts = ScorecardDraft.objects.within(contracts).filter(month__in=wanted)
    found: dict[int, dict[Month, str | None]] = {}
    for rows in (drafts, newest):
        for contract_id, month, score in _scores(rows.values("contract_id", "month", "document__score")):
            found.setdefault(contract_id, {})[month] = score
    return found


def _scores(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, Month, str | None]]:
    return ((row["contract_id"], Month.parse(row["month"]), row["document__score"]["value"]) for row in rows)
