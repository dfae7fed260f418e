"""What became of a month's scorecard: its minted versions, what is pending since the newest, and the tag of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from contracts.domain.months import Month, local_text
from contracts.selectors import Contract
from metrics.domain.errors import NoSuchMonth
from metrics.domain.scorecard import DRAFT, Document, tag_of
from metrics.domain.scorecard_difference import Change, difference
from metrics.models import ContractMonth, ScorecardState, ScorecardVersion
from metrics.selectors.grounds import ground_of
from metrics.selectors.scorecards import drafts_of, minted_line, newest_versions, stored_drafts


@dataclass(frozen=True, slots=True)
class Pending:
    """What would be different in a month if its scorecard were minted now; the newest version stays the official one.

    `changes` are empty when nothing is pending.
    """

    version: int
    state: str
    changes: tuple[Change, ...]


def is_final(contract: Contract, month: Month) -> bool:
    """Has the month a final version? After that nothing changes it in place."""
    versions = ScorecardVersion.objects.within(contract).filter(month=str(month))
    return versions.exclude(state=ScorecardState.PRELIMINARY).exists()


def shown_figure_sets(contract: Contract, rows: Mapping[Month, ContractMonth]) -> dict[Month, int]:
    """The figure set behind what is shown of each month: what its newest version pins, else the live one."""
    live = {month: pk for month, row in rows.items() if (pk := row.figure_set_id) is not None}
    pinned = newest_versions(contract, rows).values_list("month", "figure_set_id")
    return live | {Month.parse(month): pk for month, pk in pinned}


def pending_difference(contract: Contract, month: Month) -> Pending | None:
    """The draft of a month against its newest minted version; None while none is minted.

    What came after the final version (contacts, sales, corrections, incidents) stands here until it is settled.
    """
    newest = newest_versions(contract, (month,)).values("version", "state", "hash").first()
    if newest is None:
        return None
    draft = drafts_of(contract, (month,)).get(month, {})
    changes: list[Change] = []
    if newest["hash"] != draft.get("hash"):
        minted = ScorecardVersion.objects.within(contract).get(month=str(month), version=newest["version"])
        changes = difference(minted.document, draft)
    return Pending(newest["version"], newest["state"], tuple(changes))


def pending_document(contract: Contract, month: Month) -> Document:
    """The same for programs. Raises NoSuchMonth without data and without a version."""
    pending = pending_difference(contract, month)
    if pending is None:
        _require_data(contract, month)
    return {
        "contract": contract.key,
        "month": str(month),
        "version": None if pending is None else pending.version,
        "state": None if pending is None else pending.state,
        "changes": [] if pending is None else list(pending.changes),
    }


def scorecard_history(contract: Contract, month: Month) -> tuple[Document, ...]:
    """The minted versions of a month, newest first, each with who minted it and what changed from the one before.

    Raises NoSuchMonth without data and without a version.
    """
    rows = ScorecardVersion.objects.within(contract).filter(month=str(month)).order_by("-version")
    fields = ("month", "version", "state", "hash", "minted_at", "minted_by", "difference", "document__score")
    found = tuple(_version_line(contract, row) for row in rows.values(*fields))
    if not found:
        _require_data(contract, month)
    return found


def _version_line(contract: Contract, row: Mapping[str, Any]) -> Document:
    return {**minted_line(contract, row), "minted_by": row["minted_by"], "changes": row["difference"]}


def _require_data(contract: Contract, month: Month) -> None:
    if ground_of(contract, month) is None:
        raise NoSuchMonth(contract=contract.key, month=str(month))


def scorecard_tag(contract: Contract, month: Month, version: int | str | None = None) -> str | None:
    """The tag of the document that scorecard_of would give, read without it; None when it has to be drawn first."""
    if version == DRAFT:
        return _draft_tag(contract, month)
    if isinstance(version, int):
        rows = ScorecardVersion.objects.within(contract).filter(month=str(month), version=version)
        return _version_tag(contract, rows)
    return _version_tag(contract, newest_versions(contract, (month,))) or _draft_tag(contract, month)


def _version_tag(contract: Contract, rows: QuerySet[ScorecardVersion]) -> str | None:
    row = rows.values("version", "state", "minted_at", "hash", "document__inputs").first()
    if row is None:
        return None
    minted_at = local_text(row["minted_at"], contract.time_zone)
    return tag_of({**row, "minted_at": minted_at, "inputs": row["document__inputs"]})


def _draft_tag(contract: Contract, month: Month) -> str | None:
    row = stored_drafts(contract, (month,)).values("input_hash", "hash", "document__inputs").first()
    ground = None if row is None else ground_of(contract, month)
    if row is None or ground is None or not (row["input_hash"] == ground.input_hash or ground.is_mixed):
        return None
    facts = {"version": None, "state": DRAFT, "minted_at": None, "hash": row["hash"]}
    return tag_of({**facts, "inputs": row["document__inputs"]})
