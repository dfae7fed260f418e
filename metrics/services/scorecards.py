"""Keep the draft of a month up to date, and mint its versions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from contracts.domain.months import Month, local_text
from contracts.selectors import Actor, Contract
from contracts.services.audit import audit_write
from metrics.domain.errors import FiguresOutOfDate, NoSuchMonth
from metrics.domain.scorecard import issue
from metrics.domain.scorecard_difference import difference
from metrics.models import ContractMonth, ScorecardDraft, ScorecardState, ScorecardVersion
from metrics.selectors.grounds import Drawing, Ground, draw_month, ground_of
from metrics.selectors.scorecards import is_past_cut_off
from metrics.services.month_recount import months_out_of_date, months_recount


@transaction.atomic
def scorecard_refresh(*, contract: Contract, month: Month) -> ScorecardDraft | None:
    """Draw the draft of a month anew if anything behind it changed; without data the draft goes. Repeatable.

    Under new terms a draft stays as it is until the figures have been counted under them (recompute, sweep).
    """
    _hold(contract, month)
    drafts = ScorecardDraft.objects.within(contract).filter(month=str(month))
    ground = ground_of(contract, month)
    if ground is None:
        drafts.delete()
        return None
    stored = drafts.first()
    if stored is not None and (stored.input_hash == ground.input_hash or ground.is_mixed):
        return stored
    return _keep(contract, month, stored, draw_month(contract, ground))


def _keep(contract: Contract, month: Month, stored: ScorecardDraft | None, drawing: Drawing) -> ScorecardDraft:
    draft = stored or ScorecardDraft(contract=contract, month=str(month))
    draft.document = drawing.document
    draft.hash = drawing.document["hash"]
    draft.input_hash = drawing.input_hash
    draft.save()
    return draft


def scorecard_mint(
    *, contract: Contract, month: Month, by: str, actor: Actor | None, now: datetime
) -> ScorecardVersion:
    """The month's scorecard as a version that never changes: a new one only if the result differs from the newest.

    Final once the month is past its cut-off, else preliminary; an unchanged preliminary version becomes final.
    Figures of other terms are counted anew first. `by` says what made it (cut_off, command).
    Raises NoSuchMonth without data, FiguresOutOfDate when terms changed once more meanwhile.
    """
    figures_bring_up_to_date(contract=contract, months=(month.previous, month))
    return _mint_or_advance(contract, month, by, actor, now)


def figures_bring_up_to_date(*, contract: Contract, months: Collection[Month]) -> None:
    """Count those of the months anew whose figures belong to other terms or another definition (sweep does it too)."""
    stale = set(months) & set(months_out_of_date(contract))
    done = months_recount(contract=contract, months=stale) if stale else ()
    for month in sorted({*done, *(month.next for month in done)}):
        scorecard_refresh(contract=contract, month=month)


@transaction.atomic
def _mint_or_advance(contract: Contract, month: Month, by: str, actor: Actor | None, now: datetime) -> ScorecardVersion:
    _hold(contract, month)
    ground = ground_of(contract, month)
    if ground is None:
        raise NoSuchMonth(contract=contract.key, month=str(month))
    if ground.is_mixed:
        raise FiguresOutOfDate(month=str(month))
    drawing = draw_month(contract, ground)
    newest = ScorecardVersion.objects.within(contract).filter(month=str(month)).order_by("version").last()
    state = _state(contract, ground, now)
    if newest is not None and newest.hash == drawing.document["hash"]:
        return _advance(contract, newest, state, by, actor)
    return _mint(contract, ground, drawing, newest, {"state": state, "minted_at": now, "minted_by": by}, actor)


def _hold(contract: Contract, month: Month) -> None:
    """One at a time per month: the manifest row is locked (SQLite has one writer anyway)."""
    ContractMonth.objects.within(contract).select_for_update().filter(month=str(month)).first()


def _state(contract: Contract, ground: Ground, now: datetime) -> str:
    today = now.astimezone(ZoneInfo(contract.time_zone)).date()
    is_past = is_past_cut_off(ground.month, ground.terms, today)
    return ScorecardState.FINAL.value if is_past else ScorecardState.PRELIMINARY.value


def _mint(
    contract: Contract,
    ground: Ground,
    drawing: Drawing,
    newest: ScorecardVersion | None,
    facts: dict[str, Any],
    actor: Actor | None,
) -> ScorecardVersion:
    number = 1 if newest is None else newest.version + 1
    minted_at = local_text(facts["minted_at"], contract.time_zone)
    version = ScorecardVersion.objects.create(
        contract=contract,
        month=str(ground.month),
        version=number,
        document=issue(drawing.document, version=number, state=facts["state"], minted_at=minted_at),
        difference=None if newest is None else difference(newest.document, drawing.document),
        hash=drawing.document["hash"],
        figure_set_id=drawing.figure_set_id,
        **facts,
    )
    before = None if newest is None else _facts(newest)
    _record(contract, version, before, version.minted_by, actor)
    return version


def _advance(
    contract: Contract, version: ScorecardVersion, state: str, by: str, actor: Actor | None
) -> ScorecardVersion:
    """The same result after the cut-off makes a preliminary version final; the version itself never changes."""
    if version.state != ScorecardState.PRELIMINARY or state != ScorecardState.FINAL:
        return version
    before = _facts(version)
    version.state = state
    version.save(update_fields=["state"])
    _record(contract, version, before, by, actor)
    return version


def _facts(version: ScorecardVersion) -> dict[str, object]:
    return {"version": version.version, "state": version.state, "hash": version.hash}


def _record(
    contract: Contract,
    version: ScorecardVersion,
    before: dict[str, object] | None,
    by: str,
    actor: Actor | None,
) -> None:
    audit_write(
        action="scorecard_mint",
        by=actor,
        contract=contract,
        object_kind="scorecard",
        object_id=f"{version.month} v{version.version}",
        before=before,
        after={**_facts(version), "minted_by": by},
    )
