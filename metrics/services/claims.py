"""Who works on a delivery: a claim is a random token in its row, with a lease that runs out when its worker is silent.

Every move is one conditional UPDATE. A worker that slept past its lease finds its token gone and stops; its last
write carries the token too, so it can never write over the work of the one who came after it (fencing).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from contracts.services.audit import audit_write
from metrics.models import Delivery, DeliveryState

FREE: dict[str, Any] = {"claim_token": "", "lease_until": None, "step": "", "rows_read": None, "rows_expected": None}


class LeaseLost(RuntimeError):
    """Another worker may have the delivery by now: stop and write nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on one delivery."""

    delivery_id: int
    token: str

    def row(self) -> QuerySet[Delivery]:
        """The delivery's row, while this claim holds it."""
        return Delivery.all_rows.filter(pk=self.delivery_id, claim_token=self.token, state=DeliveryState.READING)


def lease_end(now: datetime) -> datetime:
    """Until when a sign of life given now is good."""
    return now + timedelta(seconds=settings.DELIVERY_LEASE_S)


def delivery_claim(*, delivery_id: int, now: datetime) -> Claim | None:
    """Take a waiting delivery in hand, or None when it is not to be had. The attempt counts from here."""
    claim = Claim(delivery_id, secrets.token_hex(16))
    waiting = Delivery.all_rows.filter(
        pk=delivery_id, state=DeliveryState.RECEIVED, attempts__lt=settings.DELIVERY_ATTEMPTS
    )
    taken = waiting.update(
        **FREE
        | {
            "state": DeliveryState.READING,
            "claim_token": claim.token,
            "lease_until": lease_end(now),
            "attempts": F("attempts") + 1,
            "step": "reading",
        }
    )
    return claim if taken else None


def claim_renew(claim: Claim, **progress: object) -> None:
    """Give a sign of life, with how far the work is. Raises LeaseLost."""
    if not claim.row().update(lease_until=lease_end(timezone.now()), **progress):
        raise LeaseLost(f"delivery {claim.delivery_id}")


def claim_put_back(claim: Claim, *, counts: bool) -> None:
    """Let the delivery wait again. `counts`: the attempt speaks against the file; else it was the surroundings."""
    left = F("attempts") if counts else Greatest(F("attempts") - 1, 0)
    claim.row().update(**FREE | {"state": DeliveryState.RECEIVED, "attempts": left})


@transaction.atomic
def claim_give_up(claim: Claim, code: str) -> None:
    """The delivery has failed for good. Raises LeaseLost."""
    if not claim.row().update(**_failed(code)):
        raise LeaseLost(f"delivery {claim.delivery_id}")
    _audit_failure(claim.delivery_id, code)


def is_spent(claim: Claim) -> bool:
    """Was this the last attempt?"""
    return claim.row().filter(attempts__gte=settings.DELIVERY_ATTEMPTS).exists()


def claims_release(*, now: datetime, delivery_id: int | None = None) -> tuple[list[int], list[int]]:
    """Deliveries whose worker is silent wait again, or have failed when tried often enough: both, by id."""
    silent = Delivery.all_rows.filter(state=DeliveryState.READING, lease_until__lt=now)
    if delivery_id is not None:
        silent = silent.filter(pk=delivery_id)
    released, failed = [], []
    for pk, token, attempts in silent.values_list("pk", "claim_token", "attempts"):
        held = Claim(pk, token)
        if attempts >= settings.DELIVERY_ATTEMPTS:
            if _fail_silent(held, now):
                failed.append(pk)
        elif held.row().filter(lease_until__lt=now).update(**FREE | {"state": DeliveryState.RECEIVED}):
            released.append(pk)
    return released, failed


@transaction.atomic
def _fail_silent(held: Claim, now: datetime) -> bool:
    if not held.row().filter(lease_until__lt=now).update(**_failed("gave_up")):
        return False
    _audit_failure(held.delivery_id, "gave_up")
    return True


def _failed(code: str) -> dict[str, Any]:
    return FREE | {"state": DeliveryState.FAILED, "refusal_code": code, "finished_at": timezone.now()}


def _audit_failure(delivery_id: int, code: str) -> None:
    delivery = Delivery.all_rows.select_related("contract").get(pk=delivery_id)
    audit_write(
        action="delivery_process",
        by=None,
        contract=delivery.contract,
        object_kind="delivery",
        object_id=delivery.public_id,
        after={"state": "failed", "code": code, "attempts": delivery.attempts},
    )
