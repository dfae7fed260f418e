"""Fields that are instants, as SQL: as written, placed in their zone, in UTC; and the contract's local day and hour."""

from __future__ import annotations

from metrics.ingest.literals import moment
from metrics.ingest.plan import Facts, Plan, Wanted
from metrics.ingest.profile import Column
from metrics.ingest.times_sql import Instant, instant, joined, to_utc
from metrics.ingest.zones import AMBIGUOUS, NONEXISTENT


def fill_instant(plan: Plan, facts: Facts, wanted: Wanted) -> None:
    """One instant: read, placed, taken to UTC; a time that occurs twice or never is seen before any conversion."""
    name, column, spec = wanted.name, wanted.column, facts.profile.time
    found = _written(column, facts)
    plan.value[f"w_{name}"] = found.written
    if found.own_offset is not None:
        plan.value[f"z_{name}"] = found.own_offset
    plan.placed[f"o_{name}"] = _offset(facts, name, found)
    plan.utc[f"u_{name}"] = to_utc(f"w_{name}", f"o_{name}") if plan.placed[f"o_{name}"] != "0" else f"w_{name}"
    some = f"{facts.cell(column.all_names)} IS NOT NULL"
    shown = ", ".join(spec.formats)
    plan.check("bad_time", column, facts, f"{some} AND w_{name} IS NULL", formats=shown)
    plan.check("ambiguous_time", column, facts, f"o_{name} = {AMBIGUOUS} AND w_{name} IS NOT NULL", zone=spec.zone)
    plan.check("nonexistent_time", column, facts, f"o_{name} = {NONEXISTENT} AND w_{name} IS NOT NULL", zone=spec.zone)
    plan.check("in_future", column, facts, f"u_{name} > {moment(facts.latest)}")


def _written(column: Column, facts: Facts) -> Instant:
    spec = facts.profile.time
    if column.time:
        day, clock = facts.cell(column.date), facts.cell(column.time)
        return joined(day, clock, spec, typed_days=facts.typed_days)
    cell = facts.cell(column.names or column.date)
    return instant(cell, spec, typed_days=facts.typed_days)


def _offset(facts: Facts, name: str, found: Instant) -> str:
    """Seconds east of UTC: the text's own, else the zone's. A day alone begins at its first instant, by every rule."""
    spec = facts.profile.time
    by_day = spec.precision == "day"
    tree = facts.zone.offset_of_local(
        f"w_{name}",
        ambiguous="first" if by_day else spec.ambiguous,
        nonexistent="shift" if by_day else spec.nonexistent,
    )
    return tree if found.own_offset is None else f"COALESCE(z_{name}, {tree})"


def place_in_contract(plan: Plan, facts: Facts) -> None:
    """Local day, local hour and the UTC start of that hour, of the moment that decides (MATH.md 2).

    With day precision the day is as written, and there is no hour.
    """
    name = deciding_instant(plan, facts)
    if facts.profile.time.precision == "day":
        plan.local["l_time"] = f"w_{name}"
        plan.kept["local_hour"], plan.kept["hour_start"] = "CAST(NULL AS SMALLINT)", "CAST(NULL AS TIMESTAMP)"
    else:
        plan.offset["l_offset"] = _contract_offset(plan, facts, name)
        plan.local["l_time"] = f"u_{name} + to_seconds(l_offset)" if plan.offset["l_offset"] != "0" else f"u_{name}"
        plan.kept["local_hour"] = "CAST(hour(l_time) AS SMALLINT)"
        plan.kept["hour_start"] = "date_trunc('hour', l_time) - to_seconds(l_offset)"
        if facts.zone.name == facts.contract_zone.name and _speaks_zone(plan, facts, name):
            plan.local["l_time"] = f"w_{name}"
    plan.kept["local_day"] = "CAST(l_time AS DATE)"


def deciding_instant(plan: Plan, facts: Facts) -> str:
    """The field that decides day and month. A source that maps no end is judged by its start."""
    return "ended_at" if facts.month_by == "ended" and "w_ended_at" in plan.value else "started_at"


def _speaks_zone(plan: Plan, facts: Facts, name: str) -> bool:
    """The file's own local times are those of the clock on the wall: no offsets, none shifted over a gap."""
    return f"z_{name}" not in plan.value and facts.profile.time.nonexistent == "reject"


def _contract_offset(plan: Plan, facts: Facts, name: str) -> str:
    """SQL: seconds east of UTC in the contract's zone."""
    if facts.zone.name == facts.contract_zone.name and _speaks_zone(plan, facts, name):
        return f"o_{name}"
    return facts.contract_zone.offset_of_utc(f"u_{name}")


def keep_odd_hours(plan: Plan, facts: Facts, name: str) -> None:
    """Mark times that occur twice or never and were placed by the profile's rule: they are counted in a warning."""
    spec = facts.profile.time
    allowed = {True: spec.ambiguous != "reject", False: spec.nonexistent != "reject"}
    spans = [
        f"(w_{name} >= {moment(first)} AND w_{name} < {moment(last)})"
        for first, last, twice in facts.zone.odd_spans()
        if allowed[twice]
    ]
    if spans and spec.precision != "day":
        plan.kept["odd_hours"] = " OR ".join(spans)
