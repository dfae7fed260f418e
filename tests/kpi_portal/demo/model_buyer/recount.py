"""Count the written files anew: row by row, with the standard library, by the rules of MATH.md 3.1."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Oslo")
OUTCOMES = {"answered", "abandoned", "overflow", "test", "internal"}
DURATIONS = ("wait_s", "talk_s", "hold_s", "wrap_s")
LONGEST_CALL_S = 4 * 3_600
Row = dict[str, str]
Counts = Counter[str]


class Unusable(Exception):
    """A row that nobody can use; the message is the code of the reason."""


@dataclass(slots=True)
class Kept:
    """Rows of one contract after all files, by their keys, and what was left out, by feed."""

    contacts: dict[str, Row] = field(default_factory=dict)
    surveys: dict[tuple[str, str], Row] = field(default_factory=dict)
    sales: dict[str, Row] = field(default_factory=dict)
    rejected: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counter))
    duplicate: Counts = field(default_factory=Counter)
    lines: Counts = field(default_factory=Counter)


def at(text: str) -> datetime:
    """An instant as the files write it."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@cache
def kept_rows(folder: Path, contract: str) -> Kept:
    """Everything of a contract, file by file in the order in which they were sent."""
    kept = Kept()
    for sent in json.loads((folder / "deliveries.json").read_text(encoding="utf-8")):
        if sent["contract"] == contract:
            for row in read(folder / sent["file"], ";" if sent["profile"] == "telephony" else ","):
                kept.lines[sent["feed"]] += 1
                _keep(kept, sent["feed"], row)
            kept.lines[sent["feed"]] += 1
    return kept


def read(path: Path, delimiter: str) -> Iterator[Row]:
    """The rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _keep(kept: Kept, feed: str, row: Row) -> None:
    try:
        key = _KEYS[feed](row)
    except Unusable as reason:
        kept.rejected[feed][str(reason)] += 1
        return
    rows: dict[Any, Row] = getattr(kept, feed)
    if key in rows and rows[key] == row:
        kept.duplicate[feed] += 1
    elif key not in rows or row.get("updated", "") > rows[key].get("updated", ""):
        rows[key] = row


def _contact_key(row: Row) -> str:
    if row["channel"] not in {"phone", "chat", "email"} or row["outcome"] not in OUTCOMES:
        raise Unusable("unmapped_value")
    for name in DURATIONS:
        _check_duration(row[name], is_phone=row["channel"] == "phone")
    try:
        started = at(row["started"])
    except ValueError:
        raise Unusable("bad_time") from None
    if not row["contact_id"]:
        raise Unusable("empty_id")
    if started.year < 2026:
        raise Unusable("outside_contract")
    return row["contact_id"]


def _check_duration(text: str, *, is_phone: bool) -> None:
    if text and not text.removeprefix("-").isdigit():
        raise Unusable("bad_duration")
    if text.startswith("-"):
        raise Unusable("negative_duration")
    if text and is_phone and int(text) > LONGEST_CALL_S:
        raise Unusable("duration_too_long")


def _survey_key(row: Row) -> tuple[str, str]:
    if not row["contact_id"]:
        raise Unusable("empty_id")
    if not row["score"].isdigit():
        raise Unusable("bad_number")
    if not 1 <= int(row["score"]) <= 5:
        raise Unusable("score_outside_scale")
    return row["contact_id"], row["answered"]


def _sale_key(row: Row) -> str:
    if not row["sale_id"]:
        raise Unusable("empty_id")
    if not row["units"].isdigit() or not row["value"].replace(".", "").isdigit():
        raise Unusable("bad_number")
    return row["sale_id"]


_KEYS: dict[str, Any] = {"contacts": _contact_key, "surveys": _survey_key, "sales": _sale_key}


def months(kept: Kept) -> dict[tuple[str, str], Counts]:
    """Counts by local month and channel."""
    legs: dict[str, list[Row]] = defaultdict(list)
    for row in kept.contacts.values():
        legs[row["root_id"] or row["contact_id"]].append(row)
    answers: dict[str, list[Row]] = defaultdict(list)
    for row in kept.surveys.values():
        answers[row["contact_id"]].append(row)
    sold: dict[str, list[Row]] = defaultdict(list)
    for row in kept.sales.values():
        sold[row["contact_id"]].append(row)
    found: dict[tuple[str, str], Counts] = defaultdict(Counter)
    for rows in legs.values():
        rows.sort(key=lambda row: row["started"])
        month = str(at(rows[0]["started"]).astimezone(ZONE).date())[:7]
        counts = found[month, rows[0]["channel"]]
        _count_contact(counts, rows)
        _count_answers(counts, rows, answers)
        _count_sales(counts, [sale for row in rows for sale in sold[row["contact_id"]]])
    return found


def _count_contact(counts: Counts, rows: list[Row]) -> None:
    first = rows[0]
    if first["outcome"] in {"test", "internal"}:
        counts["excluded"] += 1
        return
    counts["contacts"] += 1
    counts["legs"] += len(rows)
    is_inbound = first["direction"] == "in"
    wait = int(first["wait_s"] or 0)
    counts["offered_in"] += is_inbound
    if first["outcome"] == "abandoned":
        counts["short_abandoned" if wait < 5 else "abandoned"] += 1
        counts["abandoned_after"] += wait > 30
    if first["outcome"] != "answered":
        return
    seconds = {name: sum(int(row[name]) for row in rows) for name in DURATIONS[1:]}
    handle = sum(seconds.values())
    counts["handled"] += 1
    counts["handle_seconds"] += handle
    counts["handle_seconds_squared"] += handle**2
    counts.update({f"{name[:-2]}_seconds": value for name, value in seconds.items()})
    counts["billable"] += is_inbound and handle >= 10
    counts["not_billable_outbound"] += not is_inbound
    counts["not_billable_short_misroute"] += is_inbound and handle < 10
    counts["transferred"] += first["transferred"] == "yes"
    counts["resolved"] += rows[-1]["resolved"] == "yes"
    counts["sale_eligible"] += any(row["offered"] == "yes" for row in rows)
    if is_inbound:
        counts["answered_in"] += 1
        counts["wait_seconds"] += wait
        counts["in_service_level"] += wait <= 30


def _count_answers(counts: Counts, rows: list[Row], answers: dict[str, list[Row]]) -> None:
    """The first answer within seven days of the contact's end counts."""
    timely: list[Row] = []
    late = 0
    for row in rows:
        for answer in answers[row["contact_id"]]:
            if at(answer["answered"]) - at(row["ended"]) <= timedelta(days=7):
                timely.append(answer)
            else:
                late = 1
    counts["surveys_late"] += late
    if timely:
        score = int(min(timely, key=lambda answer: answer["answered"])["score"])
        counts["surveys"] += 1
        counts["satisfied"] += score >= 4
        counts["score_milli"] += score * 1_000


def _count_sales(counts: Counts, sales: list[Row]) -> None:
    accepted = [sale for sale in sales if sale["accepted"]]
    counts["contacts_with_sale"] += bool(accepted)
    counts["sales"] += len(accepted)
    counts["sale_units"] += sum(int(sale["units"]) for sale in accepted)
    counts["sale_value_cents"] += sum(int(Decimal(sale["value"]) * 100) for sale in accepted)
    counts["sales_active"] += sum(bool(sale["active"]) for sale in accepted)
    counts["sales_withdrawn"] += sum(bool(sale["withdrawn"]) for sale in accepted)
    counts["sales_cancelled"] += sum(bool(sale["cancelled"]) for sale in accepted)
