"""How a delivery ends: applied or refused, in one short transaction that only the holder of the claim can make.

The counts, the rejected rows, the swap of the manifest and the audit event are committed together or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from contracts.services.audit import audit_write
from metrics.domain.line_balance import LineBalance
from metrics.domain.storable import storable
from metrics.ingest.job import Refusal, Report
from metrics.models import ContractMonthDelivery, Delivery, DeliveryState, RejectedRow
from metrics.selectors.months import Manifest
from metrics.services.claims import FREE, Claim, LeaseLost
from metrics.services.manifest_swap import Change, manifest_swap
from metrics.services.rejected_write import rejected_rows_of
from metrics.store.files import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery's lines, and where all its rejected rows lie ("": there are none)."""

    balance: LineBalance
    months: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Mapping[str, Any], ...] = ()
    rejected_path: str = ""

    def columns(self) -> dict[str, Any]:
        """The delivery's columns."""
        return self.balance.counts() | {
            "months": list(self.months),
            "reasons": dict(self.reasons),
            "warnings": storable(self.warnings),
            "rejected_path": self.rejected_path,
        }


class FileRefused(Exception):
    """The file as a whole is not taken in; nothing of it counts."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)


def delivery_apply(
    *, delivery: Delivery, claim: Claim, store: Store, before: Manifest, change: Change, outcome: Outcome
) -> None:
    """Make the delivery's rows count. Raises LeaseLost, SwapLost; then nothing has changed."""
    outcome.balance.check()
    rejected = _rejected(delivery, store, outcome.rejected_path)
    with transaction.atomic():
        _end(claim, {"state": DeliveryState.APPLIED, **outcome.columns()})
        rows = manifest_swap(contract=delivery.contract, before=before, change=change)
        ContractMonthDelivery.objects.within(delivery.contract).bulk_create(
            ContractMonthDelivery(contract=delivery.contract, contract_month_id=pk, delivery=delivery)
            for month, pk in rows.items()
            if month in outcome.months
        )
        _keep_rejected(delivery, rejected)
        _audit(delivery, {"state": "applied", "rows": outcome.balance.counts(), "months": list(outcome.months)})


def delivery_refuse(
    *, delivery: Delivery, claim: Claim, store: Store, refusal: Refusal, report: Report, rejected_path: str
) -> None:
    """Refuse the file, with the reason, the first lines that show it and what the reader saw. Raises LeaseLost."""
    rejected = _rejected(delivery, store, rejected_path)
    seen = {name: report.counts[name] for name in ("lines", "header", "blank", "continuation") if name in report.counts}
    columns: dict[str, Any] = {
        "state": DeliveryState.REFUSED,
        "refusal_code": refusal.code,
        "refusal_params": storable({**refusal.params, "lines": list(refusal.lines)}),
        "reasons": dict(report.reasons),
        "warnings": storable(report.warnings),
        "rejected_path": rejected_path,
        **(seen if any(seen.values()) else {}),
    }
    with transaction.atomic():
        _end(claim, columns)
        _keep_rejected(delivery, rejected)
        _audit(delivery, {"state": "refused", "code": refusal.code, "lines": list(refusal.lines)})


def _end(claim: Claim, columns: Mapping[str, Any]) -> None:
    """The delivery's last move. It carries the token, so a worker that slept past its lease changes nothing."""
    if not claim.row().update(**FREE | {"finished_at": timezone.now()} | dict(columns)):
        raise LeaseLost(f"delivery {claim.delivery_id}")


def _rejected(delivery: Delivery, store: Store, path: str) -> list[RejectedRow]:
    file: Path | None = store.path(path) if path else None
    return rejected_rows_of(delivery, file)


def _keep_rejected(delivery: Delivery, rejected: list[RejectedRow]) -> None:
    RejectedRow.objects.within(delivery.contract).bulk_create(rejected)


def _audit(delivery: Delivery, after: dict[str, Any]) -> None:
    audit_write(
        action="delivery_process",
        by=None,
        contract=delivery.contract,
        object_kind="delivery",
        object_id=delivery.public_id,
        after=after,
    )
