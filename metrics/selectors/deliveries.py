"""Deliveries of a contract, their rejected rows, and the public document of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from contracts.selectors import Contract
from metrics.domain.delivery_errors import NoSuchDelivery, NoSuchProfile
from metrics.domain.delivery_messages import message
from metrics.domain.line_balance import NAMES
from metrics.domain.records import FEEDS
from metrics.models import Delivery, DeliveryState, RejectedRow, SourceProfile, WorkerBeat

FINAL: tuple[str, ...] = (DeliveryState.APPLIED, DeliveryState.REFUSED, DeliveryState.FAILED)
NOT_TAKEN: tuple[str, ...] = (DeliveryState.REFUSED, DeliveryState.FAILED)
SILENT_AFTER = timedelta(seconds=180)


def deliveries_of(contract: Contract) -> QuerySet[Delivery]:
    """A contract's deliveries, the newest first."""
    return Delivery.objects.within(contract).select_related("profile", "organisation").order_by("-id")


def deliveries_in_work(contracts: QuerySet[Contract]) -> QuerySet[Delivery]:
    """Deliveries of these contracts that have not come to their end, the oldest first."""
    return Delivery.objects.within(contracts).exclude(state__in=FINAL).select_related("contract").order_by("id")


def files_in_work(contract: Contract) -> int:
    """How many files of the contract have not come to their end."""
    return Delivery.objects.within(contract).exclude(state__in=FINAL).count()


def delivery_of(contract: Contract, public_id: str) -> Delivery:
    """One delivery of the contract. Raises NoSuchDelivery, the same for foreign and missing."""
    found = deliveries_of(contract).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchDelivery()
    return found


def delivery_by_id(public_id: str) -> Delivery:
    """The operator's door, for commands only: any delivery by its public id. Raises NoSuchDelivery."""
    found = Delivery.all_rows.select_related("contract", "profile").filter(public_id=public_id).first()
    if found is None:
        raise NoSuchDelivery()
    return found


def profile_of(contract: Contract, key: str) -> SourceProfile:
    """The newest version of a contract's source profile. Raises NoSuchProfile."""
    found = SourceProfile.objects.within(contract).filter(key=key).order_by("version").last()
    if found is None:
        raise NoSuchProfile(contract=contract.key, profile=key)
    return found


def profiles_of(contract: Contract) -> list[SourceProfile]:
    """The newest version of each of the contract's profiles, by feed (contacts first) and key."""
    newest = {row.key: row for row in SourceProfile.objects.within(contract).order_by("version")}
    return sorted(newest.values(), key=lambda profile: (FEEDS.index(profile.feed), profile.key))


def first_rejected(delivery: Delivery) -> QuerySet[RejectedRow]:
    """The rejected rows that the book keeps: the first thousand."""
    return RejectedRow.objects.within(delivery.contract_id).filter(delivery=delivery)


def rejected_rows(delivery: Delivery) -> Iterator[dict[str, Any]]:
    """Every rejected row: line, column, code, message, values. A refused or failed file gives its reason first."""
    if (reason := refusal_of(delivery)) is not None:
        for line in reason["lines"] or [None]:
            yield {"line": line, "column": None, "code": reason["code"], "message": reason["message"], "values": {}}
    if delivery.rejected_path:
        path = Path(settings.CONTACT_STORE) / delivery.rejected_path
        with path.open(encoding="utf-8") as file:
            yield from (_rejected(json.loads(row)) for row in file)


def _rejected(row: dict[str, Any]) -> dict[str, Any]:
    params = row.get("params") or {}
    return {
        "line": row["line"],
        "column": row.get("column"),
        "code": row["code"],
        "message": message(row["code"], params),
        "values": row.get("values") or {},
    }


def refusal_of(delivery: Delivery) -> dict[str, Any] | None:
    """Why the file was not taken in: code, params, English message and the first lines that show it."""
    if delivery.state not in NOT_TAKEN:
        return None
    params = {name: value for name, value in delivery.refusal_params.items() if name != "lines"}
    return {
        "code": delivery.refusal_code,
        "params": params,
        "message": message(delivery.refusal_code, params),
        "lines": delivery.refusal_params.get("lines", []),
    }


def delivery_document(delivery: Delivery, *, repeat: bool = False) -> dict[str, Any]:
    """What `ingest_file --json` and the API say of a delivery. Rows are null until the file has been read."""
    return {
        "delivery": delivery.public_id,
        "state": delivery.state,
        "feed": delivery.feed,
        "profile": {"key": delivery.profile.key, "version": delivery.profile.version},
        "file_name": delivery.file_name,
        "size": delivery.size,
        "sha256": delivery.sha256,
        "received_at": _instant(delivery.received_at),
        "finished_at": _instant(delivery.finished_at),
        "step": delivery.step or None,
        "rows_read": delivery.rows_read,
        "rows_expected": delivery.rows_expected,
        "rows": {name: getattr(delivery, name) for name in NAMES},
        "months": delivery.months,
        "reasons": delivery.reasons,
        "warnings": [
            {**warning, "message": message(warning["code"], warning.get("params") or {})}
            for warning in delivery.warnings
        ],
        "refusal": refusal_of(delivery),
        "repeat": repeat,
    }


def somebody_works(now: datetime) -> bool:
    """Has any worker given a sign of life lately? Without one, files wait."""
    return WorkerBeat.objects.filter(at__gt=now - SILENT_AFTER).exists()


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds").replace("+00:00", "Z")
