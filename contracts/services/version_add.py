"""Add a version to a contract: written as a draft with all its rows, then approved, and from then on immutable."""

from __future__ import annotations

from dataclasses import asdict, fields

from django.db import transaction
from django.utils import timezone

from contracts.document.schema import VersionDocument
from contracts.domain.counting import CountingRules
from contracts.models.agreements import Contract, ContractVersion, VersionState
from contracts.models.prices import CommissionRule, PriceLine
from contracts.models.targets import TargetBand
from contracts.selectors import Actor
from contracts.services.audit import audit_write

_LISTS = ("handle_time", "not_billable")


@transaction.atomic
def version_add(
    *, contract: Contract, terms: VersionDocument, number: int, origin: str, by: Actor | None = None
) -> ContractVersion:
    """An approved version with its prices, commission and targets; `origin` says who brought it in."""
    version = ContractVersion(
        contract=contract,
        number=number,
        valid_from=terms.valid_from,
        origin=origin,
        document_hash=terms.hash(),
        score_floor=terms.score.floor,
        zone_in_balance=terms.score.in_balance,
        zone_watch=terms.score.watch,
        zone_imbalance=terms.score.imbalance,
    )
    for rule in fields(CountingRules):
        value = getattr(terms.counting, rule.name)
        setattr(version, rule.name, list(value) if rule.name in _LISTS else value)
    version.save()
    _add_rows(version, terms)
    version.state, version.approved_at = VersionState.APPROVED, timezone.now()
    version.save(update_fields=["state", "approved_at"])
    audit_write(
        action="version_add",
        by=by,
        contract=contract,
        object_kind="contract_version",
        object_id=f"{contract.public_id}/{number}",
        after={"number": number, "valid_from": str(terms.valid_from), "origin": origin, "hash": version.document_hash},
    )
    return version


def _add_rows(version: ContractVersion, terms: VersionDocument) -> None:
    """The rate card, the commission and the targets, each row at its place."""
    rows: list[PriceLine | CommissionRule | TargetBand] = [
        *(PriceLine(**asdict(price)) for price in terms.prices),
        *(CommissionRule(**asdict(rule)) for rule in terms.commission),
        *(TargetBand(**asdict(target), position=position) for position, target in enumerate(terms.targets)),
    ]
    for row in rows:
        row.contract, row.version = version.contract, version
        row.save()
