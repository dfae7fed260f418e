"""Put the plan of a feed together: every field, in the order in which reasons are given."""

from __future__ import annotations

from metrics.ingest.instants_sql import deciding_instant, fill_instant, keep_odd_hours, place_in_contract
from metrics.ingest.literals import texts
from metrics.ingest.plan import Facts, Filler, Plan, Wanted, wanted_fields
from metrics.ingest.values_sql import check_scale, fill_number, fill_seconds, fill_text, fill_words
from metrics.ingest.vocabulary import word

_FILLERS: dict[str, Filler] = {
    "time": fill_instant,
    "id": fill_text,
    "person": fill_text,
    "word": fill_words,
    "flag": fill_words,
    "text": fill_words,
    "seconds": fill_seconds,
    "whole": fill_number,
    "score": fill_number,
    "money": fill_number,
}
_ORDER: tuple[str, ...] = ("time", "id", "person", "word", "flag", "text", "seconds", "whole", "score", "money")
# A contact without these is none; outcome and direction have a word for “unknown”.
_NEEDED = {
    "contacts": {"started_at": "missing_time", "contact_id": "empty_id", "leg_no": "missing_value"},
    "surveys": {"contact_id": "empty_id", "answered_at": "missing_time", "score": "missing_value"},
    "sales": {"sale_id": "empty_id", "contact_id": "empty_id"},
}
_UNKNOWN = "unknown"


def make_plan(facts: Facts) -> Plan:
    """The plan of the profile's feed."""
    plan = Plan()
    wanted = sorted(wanted_fields(facts.profile), key=lambda one: _ORDER.index(one.field.kind))
    for one in wanted:
        _check_needed(plan, facts, one)
        _FILLERS[one.field.kind](plan, facts, one)
        prefix = "u" if one.field.kind == "time" else "v"
        plan.kept[one.name] = f"{prefix}_{one.name}"
    for one in wanted:
        _check_more(plan, facts, one)
    if facts.profile.feed == "contacts":
        _finish_contacts(plan, facts, wanted)
    return plan


def _check_needed(plan: Plan, facts: Facts, one: Wanted) -> None:
    """A row without its time or its id."""
    code = _NEEDED[facts.profile.feed].get(one.name)
    if code is not None and (one.name in facts.profile.key_fields or one.name in {"started_at", "contact_id", "score"}):
        blank = f"NOT {facts.filled(one.column.date or one.column.names)}"
        if one.column.time:
            blank += f" OR NOT {facts.filled(one.column.time)}"
        plan.check(code, one.column, facts, blank)


def _check_more(plan: Plan, facts: Facts, one: Wanted) -> None:
    """Checks that need another field's value."""
    if one.field.kind != "score" or one.field.name != "score":
        return
    block = facts.profile.survey
    check_scale(plan, facts, one, dict(block.constants if block is not None else facts.profile.constants))


def _finish_contacts(plan: Plan, facts: Facts, wanted: list[Wanted]) -> None:
    """What contacts alone have: a local day within the term, a channel, words for unknown, a brand by routing."""
    by_name = {one.name: one.column for one in wanted}
    place_in_contract(plan, facts)
    keep_odd_hours(plan, facts, deciding_instant(plan, facts))
    deciding = by_name[deciding_instant(plan, facts)]
    if deciding.field == "ended_at":
        plan.check("missing_time", deciding, facts, f"NOT {facts.filled(deciding.all_names)}")
    term = f"CAST(l_time AS DATE) < DATE '{facts.start}'"
    if facts.end is not None:
        term += f" OR CAST(l_time AS DATE) > DATE '{facts.end}'"
    shown = {"start": str(facts.start), "end": str(facts.end) if facts.end else "…"}
    plan.check("outside_contract", deciding, facts, term, **shown)
    if "channel" in by_name:
        plan.check("missing_value", by_name["channel"], facts, "v_channel IS NULL")
    for name in ("outcome", "direction"):
        if name in by_name:
            plan.kept[name] = f"COALESCE(v_{name}, {word(name, _UNKNOWN)})"


def find_elsewhere(facts: Facts) -> str | None:
    """SQL: the row belongs to another contract, by the routing field; so does an empty field. None: nothing routes."""
    routing = facts.profile.routing
    if routing is None:
        return None
    ours = texts(value for value, _ in routing.brands)
    return f"COALESCE(v_{routing.field} NOT IN ({ours}), TRUE)"
