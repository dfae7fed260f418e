"""Handle times by agent, for the precision of an AHT. For calculations only: no agent is shown to the other party."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Sum

from contracts.selectors import Contract
from metrics.domain.design_effect import HandleSums
from metrics.models import AgentFigure, ContractMonth


def agent_handle_sums(contract: Contract, rows: Collection[ContractMonth]) -> dict[int, list[tuple[str, HandleSums]]]:
    """Handle times by agent (empty text: not known) of some months, by figure set; one query however many."""
    wanted = [row.figure_set_id for row in rows if row.figure_set_id is not None]
    found: dict[int, list[tuple[str, HandleSums]]] = {figure_set_id: [] for figure_set_id in wanted}
    by_agent = AgentFigure.objects.within(contract).filter(figure_set__in=wanted).values("figure_set_id", "agent")
    sums = {"n": Sum("handled_timed"), "seconds": Sum("handle_seconds"), "squares": Sum("handle_seconds_squared")}
    groups: Iterable[Mapping[str, Any]] = by_agent.annotate(**sums).order_by("figure_set_id", "agent")
    for group in groups:
        handled = HandleSums(group["n"], group["seconds"], group["squares"])
        found[group["figure_set_id"]].append((group["agent"], handled))
    return found
