"""Fields that are instants, as SQL: as written, placed in their zone, in UTC; and the contract's local day and hour."""

from __future__ import annotations

from metrics.ingest.literals import moment, text
from metrics.ingest.plan import Facts, Plan, Wanted
from metrics.ingest.profile import Column
from metrics.ingest.times_sql import EARLIEST, Instant, instant, joined
from metrics.ingest.zones import AMBIGUOUS, NONEXISTENT


def fill_instant(plan: Plan, facts: Facts, wanted: Wanted) -> None:
    """One instant: read, then taken to UTC; a time that occurs twice or never is seen before any conversion."""
    name, column, spec = wanted.name, wanted.column, facts.profile.time
    found = _written(column, facts)
    plan.value[f"w_{name}"] = found.written
    if found.own_offset is not None:
        plan.value[f"z_{name}"] = found.own_offset
    plan.utc[f"u_{name}"] = _utc(facts, name, found)
    unread = f"(w_{name} IS NULL AND {facts.filled(column.all_names)}) OR w_{name} < {EARLIEST}"
    plan.check("bad_time", column, facts, unread, formats=", ".join(spec.formats))
    for code in (AMBIGUOUS, NONEXISTENT):
        odd = f"u_{name} IS NULL AND w_{name} IS NOT NULL AND {facts.zone.oddity(f'w_{name}')} = {text(code)}"
        plan.check(code, column, facts, odd, zone=spec.zone)
    plan.check("in_future", column, facts, f"u_{name} > {moment(facts.latest)}")


def _written(column: Column, facts: Facts) -> Instant:
    spec = facts.profile.time
    if column.time:
        day, clock = facts.raw(column.date), facts.raw(column.time)
        return joined(day, clock, spec, typed_days=facts.typed_days)
    cell = facts.raw(column.names or column.date)
    return instant(cell, spec, typed_days=facts.typed_days)


def _utc(facts: Facts, name: str, found: Instant) -> str:
    """UTC by the text's own offset, else by the zone's. A day alone begins at its first instant, by every rule."""
    spec = facts.profile.time
    by_day = spec.precision == "day"
    by_zone = facts.zone.utc_of_local(
        f"w_{name}",
        ambiguous="first" if by_day else spec.ambiguous,
        nonexistent="shift" if by_day else spec.nonexistent,
    )
    if found.own_offset is None:
        return by_zone
    return (
        f"CASE WHEN z_{name} = 0 THEN w_{name} WHEN z_{name} IS NOT NULL THEN w_{name} - to_seconds(z_{name})"
        f" ELSE {by_zone} END"
    )


def place_in_contract(plan: Plan, facts: Facts) -> None:
    """Local day, local hour and the UTC start of that hour, of the moment that decides (MATH.md 2).

    With day precision the day is as written, and there is no hour.
    """
    name = deciding_instant(plan, facts)
    plan.kept["local_day"] = "CAST(l_time AS DATE)"
    if facts.profile.time.precision == "day":
        plan.local["l_time"] = f"w_{name}"
        plan.kept["local_hour"], plan.kept["hour_start"] = "CAST(NULL AS SMALLINT)", "CAST(NULL AS TIMESTAMP)"
        return
    as_written = _speaks_zone(plan, facts, name) and facts.zone.name == facts.contract_zone.name
    plan.local["l_time"] = f"w_{name}" if as_written else facts.contract_zone.local_of_utc(f"u_{name}")
    plan.kept["local_hour"] = "CAST(hour(l_time) AS SMALLINT)"
    into_the_hour = "(l_time - date_trunc('hour', l_time))"
    whole = facts.contract_zone.has_whole_hours()
    plan.kept["hour_start"] = f"date_trunc('hour', u_{name})" if whole else f"u_{name} - {into_the_hour}"


def deciding_instant(plan: Plan, facts: Facts) -> str:
    """The field that decides day and month. A source that maps no end is judged by its start."""
    return "ended_at" if facts.month_by == "ended" and "w_ended_at" in plan.value else "started_at"


def _speaks_zone(plan: Plan, facts: Facts, name: str) -> bool:
    """The file's own local times are those of the clock on the wall: no offsets, none shifted over a gap."""
    return f"z_{name}" not in plan.value and facts.profile.time.nonexistent == "reject"


def keep_odd_hours(plan: Plan, facts: Facts, name: str) -> None:
    """Mark times that occur twice or never and were placed by the profile's rule: they are counted in a warning."""
    spec = facts.profile.time
    if spec.precision == "day" or (spec.ambiguous, spec.nonexistent) == ("reject", "reject"):
        return
    oddity = facts.zone.oddity(f"w_{name}")
    plan.kept["odd_hours"] = f"{oddity} IS NOT NULL"
