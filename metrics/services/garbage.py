"""Remove what nobody points at: parts that were replaced, figure sets that lost a race, files without a row.

Only after a grace of hours since they were let go of, because a reader may still have them open and a worker may be
about to swap them in.
Minted scorecards keep their figure set, and a figure set in use keeps the parts that it was rolled up from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from metrics.domain.waiting import WAITING
from metrics.models import ContractMonth, Delivery, FigureSet, Part, ScorecardVersion, Waiting
from metrics.services.figures_write import figures_forget
from metrics.services.uploads import contact_store
from metrics.store.garbage import forget_files, forget_work

AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Removed:
    """How many figure sets, part rows and files were removed."""

    figure_sets: int = 0
    parts: int = 0
    files: int = 0


def garbage_remove(*, now: datetime) -> Removed:
    """One round; what is left is found by the next."""
    before = now - timedelta(hours=settings.GARBAGE_GRACE_HOURS)
    sets = _old_figure_sets(before)
    figures_forget(sets)
    parts = _old_parts(before)
    Part.all_rows.filter(pk__in=parts).delete()
    store = contact_store()
    files = forget_files(store, "parts", _known(Part.all_rows.values_list("path", flat=True)), before)
    files += forget_files(store, "uploads", _known(Delivery.all_rows.values_list("file_path", flat=True)), before)
    files += forget_files(store, "rejected", _known(Delivery.all_rows.values_list("rejected_path", flat=True)), before)
    files += forget_work(store, before)
    return Removed(len(sets), len(parts), files)


def _old_figure_sets(before: datetime) -> list[int]:
    """Neither live nor pinned by a minted scorecard."""
    old = FigureSet.all_rows.filter(~_changed_since(before), created_at__lt=before)
    live = ContractMonth.all_rows.exclude(figure_set=None).values("figure_set")
    unused = old.exclude(pk__in=live).exclude(pk__in=ScorecardVersion.all_rows.values("figure_set"))
    return list(unused.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])


def _old_parts(before: datetime) -> list[int]:
    """Neither live, nor waiting, nor behind a figure set that is in use."""
    live = Q()
    for kind in ("contacts_part", "surveys_part", "sales_part"):
        live |= Q(pk__in=ContractMonth.all_rows.exclude(**{kind: None}).values(kind))
    for kind in ("surveys_part", "sales_part"):
        live |= Q(pk__in=Waiting.all_rows.exclude(**{kind: None}).values(kind))
    waits = Waiting.all_rows.filter(contract=OuterRef("contract"), changed_at__gte=before)
    just_left = Q(Exists(waits), month=WAITING)
    old = Part.all_rows.filter(~_changed_since(before), created_at__lt=before).exclude(live).exclude(just_left)
    candidates = list(old.order_by("pk").values_list("pk", "contract_id", "path"))
    used = _paths_behind_figures({contract_id for _, contract_id, _ in candidates})
    return [pk for pk, _, path in candidates if path not in used][:AT_A_TIME]


def _changed_since(before: datetime) -> Exists:
    """The row's month was swapped within the grace: what it let go of may still be read, however old it is."""
    months = ContractMonth.all_rows.filter(contract=OuterRef("contract"), month=OuterRef("month"))
    return Exists(months.filter(changed_at__gte=before))


def _paths_behind_figures(contract_ids: Iterable[int]) -> set[str]:
    lists = FigureSet.all_rows.filter(contract__in=list(contract_ids)).values_list("part_paths", flat=True)
    return {path for paths in lists for path in paths}


def _known(paths: Iterable[str]) -> set[str]:
    return {path for path in paths if path}
