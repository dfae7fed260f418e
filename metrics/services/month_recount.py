"""Count months anew from their parts: when it was put off, terms were loaded late, or a count has a new meaning."""

from __future__ import annotations

import time
from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from contracts.domain.months import Month
from contracts.selectors import Contract, terms_over
from contracts.services.audit import audit_write
from metrics.domain.counts import DEFINITION_VERSION
from metrics.models import ContractMonth
from metrics.selectors.months import manifest_of
from metrics.services.figures_write import figures_forget
from metrics.services.manifest_swap import Change, SwapLost, manifest_swap
from metrics.services.month_figures import months_roll_up
from metrics.services.uploads import contact_store
from metrics.store.connection import Session, StoreLimits, open_session
from metrics.store.files import forget_folder

TRY_FOR_S = 60.0


def months_recount(*, contract: Contract, months: Collection[Month] | None = None) -> tuple[Month, ...]:
    """New figures for these months (all by default); gives those that have contacts. Scorecards are not drawn here."""
    wanted = None if months is None else {str(month) for month in months}
    with_data = ContractMonth.objects.within(contract).exclude(contacts_part=None, figures_due_since=None)
    names = with_data.order_by("month").values_list("month", flat=True)
    chosen = [name for name in names if wanted is None or name in wanted]
    if not chosen:
        return ()
    folder = contact_store().new_work(0)
    limits = StoreLimits(settings.STORE_MEMORY_MB, settings.STORE_THREADS)
    try:
        with open_session(limits=limits, spill=folder / "spill") as session:
            for name in chosen:
                _recount(contract, name, session)
    finally:
        forget_folder(folder)
    return tuple(Month.parse(name) for name in chosen)


def months_out_of_date(contract: Contract) -> tuple[Month, ...]:
    """Months whose figures were put off, or counted under other terms or by an older definition."""
    rows = ContractMonth.objects.within(contract).exclude(figure_set=None, figures_due_since=None).order_by("month")
    fields = ("month", "figures_due_since", "figure_set__terms_hash", "figure_set__definition_version")
    found = {Month.parse(name): facts for name, *facts in rows.values_list(*fields)}
    terms = terms_over(contract, found)
    return tuple(
        month
        for month, (due, *counted) in found.items()
        if month in terms and (due is not None or counted != [terms[month].counting_hash(), DEFINITION_VERSION])
    )


def _recount(contract: Contract, name: str, session: Session) -> None:
    deadline = time.monotonic() + TRY_FOR_S
    while True:
        try:
            _swap_figures(contract, name, session)
        except SwapLost:
            if time.monotonic() > deadline:
                raise
        else:
            return


def _swap_figures(contract: Contract, name: str, session: Session) -> None:
    """New figures over the parts that are there; the parts stay."""
    before = manifest_of(contract)
    after = {month: state.paths for month, state in before.months.items()}
    figures = months_roll_up(session=session, store=contact_store(), contract=contract, months={name}, after=after)
    try:
        with transaction.atomic():
            manifest_swap(contract=contract, before=before, change=Change(figures=figures))
            audit_write(
                action="recompute",
                by=None,
                contract=contract,
                object_kind="contract_month",
                object_id=f"{contract.key} {name}",
                after={"definition": DEFINITION_VERSION},
            )
    except SwapLost:
        figures_forget([new.figure_set_id for new in figures if new.figure_set_id is not None])
        raise
