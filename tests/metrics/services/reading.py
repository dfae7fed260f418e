"""A stand-in for the reader: the delivered file is a list of rows as JSON, which is staged as it stands.

Tests of the services say with it what a file holds, without any file format.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from contracts.models import Contract
from metrics.domain.counts import NAMES
from metrics.ingest.job import Job, Progress, Refusal, Report
from metrics.models import ContractMonth, Delivery, MonthlyFigure, SourceProfile
from metrics.services.deliveries import Receipt, delivery_receive
from metrics.services.delivery_process import delivery_process
from tests.metrics.store.staging import contact, sale, stage, survey


def make_profile(
    contract: Contract, *, key: str = "acd", on_change: str = "later_delivery_wins", feed: str = "contacts"
) -> SourceProfile:
    """A profile that only the stand-in understands."""
    profile, _ = SourceProfile.all_rows.get_or_create(
        contract=contract,
        key=key,
        version=1,
        defaults={"feed": feed, "source": "acd", "document": {"on_change": on_change}, "document_hash": key},
    )
    return profile


def deliver(
    contract: Contract, *rows: Mapping[str, Any], profile: SourceProfile | None = None, **facts: Any
) -> Receipt:
    """Receive a file of rows: id, at, and columns of a contact; score and sold make an inline survey and sale.

    By a profile of another feed only that kind of the rows counts.
    """
    read_by = profile or make_profile(contract)
    content = json.dumps({"rows": rows, "feed": read_by.feed, **facts}).encode()
    return delivery_receive(
        contract=contract,
        feed=read_by.feed,
        profile=read_by,
        file=io.BytesIO(content),
        file_name="october.json",
        by=None,
        door="api",
    )


def read_stand_in(job: Job, *, tick: Callable[[Progress], None]) -> Report:
    """Stage the rows; a file may also say how it is refused, or what else its lines were."""
    said = json.loads(job.file.read_bytes())
    feed = said.get("feed", "contacts")
    tick(Progress("reading", len(said["rows"])))
    if refusal := said.get("refusal"):
        return Report(Refusal(*refusal), {"lines": len(said["rows"])}, {}, (), (), "")
    contacts, surveys, sales = [], [], []
    for line, row in enumerate(said["rows"], start=2):
        facts = dict(row)
        key, at, score = facts.pop("id"), facts.pop("at", "2026-10-05 09:00:00"), facts.pop("score", None)
        lineage = {"line": line, "updated_at": facts.pop("updated_at", None)}
        own_id = {"sale_id": facts.pop("sale")} if "sale" in facts else {}
        contacts.append(contact(key, at, **facts, **lineage))
        if score is not None:
            surveys.append(survey(key, score, **lineage))
        if facts.get("sold"):
            is_inline = feed == "contacts"
            sales.append(sale(key, inline=is_inline, accepted_at=None if is_inline else at, **lineage, **own_id))
    kinds = {"contacts": contacts, "surveys": surveys, "sales": sales}
    if feed != "contacts":
        kinds = {feed: kinds[feed]}
    stage(job.out, delivery=job.delivery, **kinds)
    counts = {"header": 1, "blank": 0, "continuation": 0, "duplicate": 0, "stale": 0, "elsewhere": 0, "rejected": 0}
    counts |= said.get("counts", {})
    rejected = [{"line": 9, "column": "started", "code": "date_format", "params": {}, "values": {"started": "x"}}]
    if counts["rejected"]:
        text = "".join(json.dumps(row) + "\n" for row in rejected * counts["rejected"])
        (job.out / "rejected.jsonl").write_text(text, encoding="utf-8")
    counts["staged"] = len(kinds[feed])
    counts["lines"] = sum(counts.values()) + said.get("lost", 0)
    reasons = {"date_format": counts["rejected"]} if counts["rejected"] else {}
    months = tuple(sorted({f"{row['local_day']:%Y-%m}" for row in contacts}))
    return Report(None, counts, reasons, months, (), job.profile["on_change"])


def state_of(delivery: Delivery) -> Delivery:
    """The delivery as it stands now."""
    return Delivery.all_rows.get(pk=delivery.pk)


def take(contract: Contract, *rows: dict[str, Any], **facts: Any) -> Delivery:
    """Deliver and process."""
    return delivery_process(delivery_id=deliver(contract, *rows, **facts).delivery.pk)


def figures(contract: Contract, month: str = "2026-10") -> dict[str, int]:
    """The live figures of a month, all slices together."""
    row = ContractMonth.objects.within(contract).get(month=month)
    rows = MonthlyFigure.objects.within(contract).filter(figure_set=row.figure_set)
    return {name: sum(getattr(each, name) for each in rows) for name in NAMES}
