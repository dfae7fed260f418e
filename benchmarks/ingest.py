"""The product's own way from lines to figures: receive a file, process the delivery."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clock import Clock
from benchmarks.installation import start_django
from benchmarks.measure import Task
from benchmarks.notes import FEEDS, KEY, Notes

if TYPE_CHECKING:
    from metrics.models import Delivery


class NotApplied(RuntimeError):
    """A file of the benchmark was not taken in: nothing that was measured means anything."""


def contacts(task: Task, clock: Clock) -> dict[str, Any]:
    """The contacts alone: lines to figures."""
    start_django()
    rejected = 0
    for name in Notes.load(task.data).files["contacts"]:
        with clock.part("ingest"):
            rejected += process(receive(KEY, "contacts", task.data / name))
    return {"totals": totals(), "rejected": {"contacts": rejected}, "stored_bytes": stored_bytes(task.folder)}


def everything(task: Task, clock: Clock) -> dict[str, Any]:
    """Contacts, surveys and sales that come together, as at the end of a month."""
    start_django()
    notes = Notes.load(task.data)
    rejected = dict.fromkeys(FEEDS, 0)
    with clock.part("ingest"):
        received = {feed: [receive(KEY, feed, task.data / name) for name in notes.files[feed]] for feed in FEEDS}
        for feed, deliveries in received.items():
            rejected[feed] += sum(map(process, deliveries))
    return {"totals": totals(), "rejected": rejected, **counted_rows()}


def redelivery(task: Task, clock: Clock) -> dict[str, Any]:
    """A corrected day into a year that is there."""
    start_django()
    with clock.part("ingest"):
        process(receive(KEY, "contacts", task.data / Notes.load(task.data).corrected))
    return {"totals": totals()}


def receive(key: str, feed: str, file: Path, profile: str = "") -> Delivery:
    """A file comes in."""
    from contracts.selectors import contract_by_key
    from metrics.selectors.deliveries import profile_of
    from metrics.services.deliveries import delivery_receive

    contract = contract_by_key(key)
    with file.open("rb") as stream:
        receipt = delivery_receive(
            contract=contract,
            feed=feed,
            profile=profile_of(contract, profile or FEEDS[feed]),
            file=stream,
            file_name=file.name,
            by=None,
            door="command",
        )
    return receipt.delivery


def process(delivery: Delivery) -> int:
    """It is worked on; gives the rows that were rejected. Raises NotApplied."""
    from metrics.models import DeliveryState
    from metrics.services.delivery_process import delivery_process

    done = delivery_process(delivery_id=delivery.pk)
    if done.state != DeliveryState.APPLIED:
        raise NotApplied(f"{done.file_name}: {done.state} {done.refusal_code} {done.refusal_params}")
    return done.rejected or 0


def close_months() -> None:
    """Months past their cut-off become final, as they do by themselves a day later."""
    from django.utils import timezone

    from metrics.services.month_close import months_close

    report = months_close(now=timezone.now(), settle_hours=0)
    assert report.closed, report


def totals() -> dict[str, int]:
    """Sums over the live figures of every month, by name of the count."""
    from django.db.models import Sum

    from metrics.domain.counts import NAMES
    from metrics.models import ContractMonth, MonthlyFigure

    live = ContractMonth.all_rows.values("figure_set")
    figures = MonthlyFigure.all_rows.filter(figure_set__in=live)
    return {name: int(value or 0) for name, value in figures.aggregate(**{n: Sum(n) for n in NAMES}).items()}


def counted_rows() -> dict[str, int]:
    """How many rows of figures there are."""
    from metrics.models import AgentFigure, DailyFigure, HandleTimeBin, HourFigure, MonthlyFigure

    tables = (MonthlyFigure, DailyFigure, HourFigure, HandleTimeBin, AgentFigure)
    return {f"rows_{table.__name__}": table.all_rows.count() for table in tables}


def stored_bytes(folder: Path) -> int:
    """Bytes of all parts in the contact store."""
    return sum(file.stat().st_size for file in (folder / "store").rglob("*.parquet"))
