"""Fields that are no instants, as SQL: words, truths, texts, ids, durations, numbers, and their checks."""

from __future__ import annotations

from metrics.ingest.fields import SURVEY
from metrics.ingest.literals import constant, text, texts
from metrics.ingest.plan import Facts, Plan, Wanted
from metrics.ingest.profile import Column, Value
from metrics.ingest.vocabulary import word

LONGEST_TEXT = 200
_HOUR = 3_600
_DAY = 24 * _HOUR
# Longest believable durations in seconds: on the phone, and on other channels.
LONGEST_CALL_S = 4 * _HOUR
_LONGEST_ELSEWHERE = {"wait_s": 60 * _DAY}
_LONGEST_ELAPSED_S = 400 * _DAY
_MOST = 1_000_000


def fill_words(plan: Plan, facts: Facts, wanted: Wanted) -> None:
    """A word, a truth or a text: mapped exactly; what the map does not know is rejected unless `otherwise` is given."""
    column, name = wanted.column, f"v_{wanted.name}"
    if column.present:
        plan.value[name] = _present(column, facts)
        return
    cell = facts.cell(column.names)
    plan.value[name] = _mapped(wanted, cell)
    if not column.takes_rest and (column.pairs or wanted.field.kind != "text"):
        unknown = f"{name} IS NULL AND {cell} IS NOT NULL"
        if nothing := [theirs for theirs, ours in column.pairs if theirs is not None and ours is None]:
            unknown += f" AND {cell} NOT IN ({texts(nothing)})"
        plan.check("unmapped_value", column, facts, unknown)
    if wanted.field.kind == "text":
        plan.check("text_too_long", column, facts, _too_long(name), limit=LONGEST_TEXT)


def _present(column: Column, facts: Facts) -> str:
    rest = word(column.field, column.otherwise)
    then = word(column.field, column.then)
    return f"CASE WHEN {facts.cell(column.present)} IS NOT NULL THEN {then} ELSE {rest} END"


def _mapped(wanted: Wanted, cell: str) -> str:
    """CASE over the words of the map; without a map the file must use our own words."""
    column, kind = wanted.column, wanted.field.kind
    pairs: tuple[tuple[str | None, Value], ...] = column.pairs
    if not pairs and kind == "flag":
        pairs = (("true", True), ("false", False))
    if not pairs and kind == "word":
        pairs = tuple((ours, ours) for ours in wanted.field.words)
    if not pairs:
        return cell if not column.takes_rest else f"COALESCE({cell}, {constant(column.otherwise)})"
    name = wanted.name
    blank = next((ours for theirs, ours in pairs if theirs is None), None)
    whens = " ".join(f"WHEN {text(theirs)} THEN {word(name, ours)}" for theirs, ours in pairs if theirs is not None)
    rest = f"CASE WHEN {cell} IS NULL THEN {word(name, blank)} ELSE {word(name, column.otherwise)} END"
    return f"CASE {cell} {whens} ELSE {rest} END" if whens else rest


def _too_long(name: str) -> str:
    """SQL: more signs than a text may have. Counting bytes first is cheap, and there are never fewer of them."""
    return f"strlen({name}) > {LONGEST_TEXT} AND length({name}) > {LONGEST_TEXT}"


def fill_text(plan: Plan, facts: Facts, wanted: Wanted) -> None:
    """An id or a person: kept as it is."""
    name = f"v_{wanted.name}"
    cell = facts.cell(wanted.column.names)
    plan.value[name] = cell
    if wanted.field.kind == "id":
        plan.check("text_too_long", wanted.column, facts, _too_long(name), limit=LONGEST_TEXT)
    if facts.typed_days and wanted.field.kind == "id":
        lost = f"regexp_full_match({name}, '[0-9]+(\\.[0-9]+)?e\\+[0-9]+')"
        plan.check("id_lost_digits", wanted.column, facts, lost)


def fill_seconds(plan: Plan, facts: Facts, wanted: Wanted) -> None:
    """A duration in whole seconds, not negative and believable for its channel."""
    name = f"v_{wanted.name}"
    cell = facts.raw(wanted.column.names)
    unit = wanted.column.unit or "s"
    plan.value[name] = facts.marks.seconds(cell, _plain(plan, wanted, cell), unit)
    unread = f"{name} IS NULL AND {facts.filled(wanted.column.names)}"
    plan.check("bad_duration", wanted.column, facts, unread, unit=unit)
    plan.check("negative_duration", wanted.column, facts, f"{name} < 0")
    if wanted.field.elapsed:
        plan.check(
            "duration_too_long", wanted.column, facts, f"{name} > {_LONGEST_ELAPSED_S}", limit_s=_LONGEST_ELAPSED_S
        )  # fmt: skip
        return
    elsewhere = _LONGEST_ELSEWHERE.get(wanted.name, _DAY)
    channel = _channel(facts)
    plan.check(
        "duration_too_long", wanted.column, facts, f"{name} > {LONGEST_CALL_S} AND {channel} = 'phone'",
        limit_s=LONGEST_CALL_S,
    )  # fmt: skip
    plan.check("duration_too_long", wanted.column, facts, f"{name} > {elsewhere}", limit_s=elsewhere)


def _plain(plan: Plan, wanted: Wanted, cell: str) -> str:
    """The cell as a plain whole number, in a layer of its own: it is used twice."""
    name = f"n_{wanted.name}"
    plan.cast[name] = f"TRY_CAST({cell} AS BIGINT)"
    return name


def _channel(facts: Facts) -> str:
    """SQL: the channel of a row, whether it is a column or the same in all rows."""
    constants = dict(facts.profile.constants)
    return constant(constants["channel"]) if "channel" in constants else "v_channel"


def fill_number(plan: Plan, facts: Facts, wanted: Wanted) -> None:
    """A count, a score or an amount of money."""
    name, kind = f"v_{wanted.name}", wanted.field.kind
    cell = facts.raw(wanted.column.names)
    if kind == "whole":
        plan.value[name] = facts.marks.strictly_whole(cell)
    else:
        sql_kind, places = ("DECIMAL(9, 3)", 3) if kind == "score" else ("DECIMAL(14, 2)", 2)
        plan.value[name] = facts.marks.rounded(cell, _plain(plan, wanted, cell), sql_kind, places)
    plan.check("bad_number", wanted.column, facts, f"{name} IS NULL AND {facts.filled(wanted.column.names)}")
    if kind == "whole":
        plan.check("bad_number", wanted.column, facts, f"{name} NOT BETWEEN 0 AND {_MOST}")


def check_scale(plan: Plan, facts: Facts, wanted: Wanted, constants: dict[str, Value]) -> None:
    """A score lies within its scale; the scale is a constant, or columns of the row."""
    low, high = (_bound(name, constants) for name in ("scale_min", "scale_max"))
    assert SURVEY[wanted.field.name].kind == "score"  # noqa: S101 asked for scores only
    outside = f"v_{wanted.name} < {low} OR v_{wanted.name} > {high}"
    scale = {name: str(constants.get(name, "")) for name in ("scale_min", "scale_max")}
    plan.check("score_outside_scale", wanted.column, facts, outside, **scale)


def _bound(name: str, constants: dict[str, Value]) -> str:
    found = constants.get(name)
    return f"v_{name}" if found is None else f"CAST({text(str(found))} AS DECIMAL(9, 3))"
