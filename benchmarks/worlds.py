"""What has to be there before anything is measured, each made once in a process of its own."""

from __future__ import annotations

from typing import Any

from benchmarks.clock import Clock
from benchmarks.data import make, quote
from benchmarks.ingest import close_months, process, receive
from benchmarks.installation import load_contract, prepare
from benchmarks.measure import Task
from benchmarks.notes import FEEDS, KEY, LONG, PAGES_FIRST, SHORT, TWO_YEARS, Notes
from contracts.domain.months import Month

YEAR = (12,)


def make_year(task: Task, _: Clock) -> dict[str, Any]:
    """A year's files."""
    return _made(task, task.contacts, "2025-01", YEAR)


def make_month(task: Task, _: Clock) -> dict[str, Any]:
    """One month's files, of a buyer twelve times as large: little that is done once for each month."""
    return _made(task, task.contacts * 12, "2026-02", (1,))


def make_two_years(task: Task, _: Clock) -> dict[str, Any]:
    """24 months in two files."""
    return _made(task, task.contacts, PAGES_FIRST, TWO_YEARS)


def make_quoted(task: Task, _: Clock) -> dict[str, Any]:
    """The year's files once more, every cell in quote signs."""
    quote(task.data, task.folder)
    return {}


def two_contracts(task: Task, clock: Clock) -> dict[str, Any]:
    """An installation in which one contract has 13 months and the other one 24, with the same newer ones."""
    prepare(task, clock)
    notes = Notes.load(task.data)
    text = (task.data / "contract.yaml").read_text(encoding="utf-8")
    for key, files in zip((SHORT, LONG), (slice(1, None), slice(None)), strict=True):
        load_contract(task, key, text.replace(f"key: {KEY}", f"key: {key}"))
        received = [receive(key, feed, task.data / name) for feed in FEEDS for name in notes.files[feed][files]]
        for delivery in received:
            process(delivery)
    close_months()
    return {}


def _made(task: Task, contacts_a_year: int, first: str, blocks: tuple[int, ...]) -> dict[str, Any]:
    notes = make(task.folder, contacts_a_year=contacts_a_year, first=Month.parse(first), blocks=blocks)
    return {"rows": notes.rows}
