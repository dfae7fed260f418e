"""Builders of profiles and deliveries that need no worker: rows in the book, rejected rows in the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from contracts.models import Contract
from metrics.models import Delivery, SourceProfile
from metrics.services.profiles import profile_load

EXAMPLES = Path(__file__).resolve().parent / "data" / "examples"
_running = count(1)


def load_example_profile(contract: Contract, name: str = "profile_nordic") -> SourceProfile:
    """A profile of examples/ on a contract."""
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    return profile_load(contract=contract, text=text, by=None).profile


def make_delivery(
    contract: Contract,
    *,
    rejected: Iterable[Mapping[str, Any]] = (),
    profile: SourceProfile | None = None,
    **facts: Any,
) -> Delivery:
    """A delivery that came in by command; rejected rows go to the store as the worker writes them."""
    n = next(_running)
    values = {
        "feed": "contacts",
        "file_name": f"file-{n}.csv",
        "file_path": f"uploads/{contract.pk}/made-{n}",
        "size": 100,
        "sha256": f"{n:064x}",
        "door": "command",
        "received_by_kind": "system",
        **facts,
    }
    delivery = Delivery.all_rows.create(contract=contract, profile=profile or load_example_profile(contract), **values)
    if rows := list(rejected):
        delivery.rejected_path = f"rejected/{contract.pk}/{delivery.pk}-made.jsonl"
        path = Path(settings.CONTACT_STORE) / delivery.rejected_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        delivery.save()
    return delivery
