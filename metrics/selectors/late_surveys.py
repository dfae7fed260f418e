"""Which surveys come too late for a month: those that are new to it after it first became final (DESIGN.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.selectors import Contract
from metrics.models import Delivery, Part, ScorecardState, ScorecardVersion

# Surveys come in files of their own, or as columns of a contact file.
_FEEDS = ("contacts", "surveys")
_FINAL = (ScorecardState.FINAL, ScorecardState.SIGNED)


@dataclass(frozen=True, slots=True)
class LateSurveys:
    """Deliveries that were received when the month was final, and the part with the surveys that it had then.

    A survey of that part counts on, whatever file brings it again. A backfill is never late.
    """

    deliveries: tuple[int, ...] = ()
    timely_path: str | None = None


def late_surveys(contract: Contract, month: str) -> LateSurveys:
    """What is late for a month; nothing is while it is open. One query for an open month, three for a final one."""
    versions = ScorecardVersion.objects.within(contract).filter(month=month, state__in=_FINAL)
    first = versions.order_by("version").values_list("minted_at", "figure_set__part_paths").first()
    if first is None:
        return LateSurveys()
    minted_at, part_paths = first
    after = Delivery.objects.within(contract).filter(feed__in=_FEEDS, backfill=False, received_at__gt=minted_at)
    parts = Part.objects.within(contract).filter(month=month, kind="surveys", path__in=part_paths)
    return LateSurveys(
        deliveries=tuple(after.order_by("pk").values_list("pk", flat=True)),
        timely_path=parts.values_list("path", flat=True).first(),
    )
