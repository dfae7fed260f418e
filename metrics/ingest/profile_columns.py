"""The `columns`, `constants`, `survey` and `sale` parts of a profile document: which field comes from where.

Every refusal names line and column (contracts.document.yaml_text).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from contracts.document.yaml_text import Entry, Node
from contracts.domain.errors import N_
from metrics.ingest.fields import CONTACT, SALE, SURVEY, UNITS, Field
from metrics.ingest.profile import Block, Column, Constants, Value

_ANSWERS = ("map", "otherwise", "present", "then")  # keys that turn words of the file into ours
_LONGEST = 200
_MOST_WORDS = 500
_BLANK_KEYS = frozenset({"null", "~", ""})
_SCALE = Decimal(100_000)
TIME = Field("updated_at", "time")


def read_columns(node: Node, fields: Mapping[str, Field]) -> tuple[Column, ...]:
    """One column per field of the feed."""
    node.check_keys(fields)
    return tuple(read_column(entry.value, fields[entry.key]) for entry in node)


def read_column(node: Node, field: Field) -> Column:
    """Where one field comes from: `from`, or `date` and `time`, or `present`."""
    node.check_keys(_known_keys(field))
    _check_source(node, field)
    return Column(
        field=field.name,
        names=_names(node.get("from")),
        date=_names(node.get("date")),
        time=_names(node.get("time")),
        present=_names(node.get("present")),
        then=_value(found, field) if (found := node.get("then")) else None,
        pairs=_pairs(found, field) if (found := node.get("map")) else (),
        otherwise=_value(found, field) if (found := node.get("otherwise")) else None,
        takes_rest=node.get("otherwise") is not None,
        unit=_unit(node, field),
    )


def _known_keys(field: Field) -> tuple[str, ...]:
    if field.kind == "time":
        return ("from", "date", "time")
    if field.kind == "seconds":
        return ("from", "unit", "duration")
    if field.kind in {"word", "flag", "text"}:
        return ("from", *_ANSWERS)
    return ("from",)


def _check_source(node: Node, field: Field) -> None:
    """Exactly one way in."""
    ways = [key for key in ("from", "date", "present") if node.get(key) is not None]
    if len(ways) != 1:
        text = N_("Line %(line)s, column %(column)s: “%(field)s” needs exactly one of: %(ways)s.")
        offered = [key for key in ("from", "date", "present") if key in _known_keys(field)]
        node.refuse("column_source", text, field=field.name, ways=", ".join(offered))
    if node.get("time") is not None and node.get("date") is None:
        text = N_("Line %(line)s, column %(column)s: “time” goes with “date”; a single column is named under “from”.")
        node.refuse("column_source", text)
    if ways == ["present"] and (node.get("then") is None or node.get("map") is not None):
        text = N_("Line %(line)s, column %(column)s: “present” goes with “then” and “otherwise”, not with “map”.")
        node.refuse("column_source", text)
    if ways != ["present"] and node.get("then") is not None:
        text = N_("Line %(line)s, column %(column)s: “then” goes with “present”.")
        node.refuse("column_source", text)


def _names(node: Node | None) -> tuple[str, ...]:
    """A list of column names; one alone may stand without brackets."""
    if node is None:
        return ()
    items = (node,) if node.kind != "list" else node.items
    if not items:
        node.refuse("names_missing", N_("Line %(line)s, column %(column)s: at least one column must be named."))
    return tuple(_word(item).strip() for item in items)


def _word(node: Node) -> str:
    """A word of the file as it is written there, also when it looks like a number or a truth."""
    if node.kind in {"mapping", "list", "null"} or not node.text.strip() or len(node.text) > _LONGEST:
        node.refuse("word_expected", N_("Line %(line)s, column %(column)s: a word of the file is expected here."))
    return node.text


def _pairs(node: Node, field: Field) -> tuple[tuple[str | None, Value], ...]:
    """The words of the file and ours; the key null stands for a blank cell."""
    if node.kind != "mapping" or not 0 < len(node.entries) <= _MOST_WORDS:
        text = N_("Line %(line)s, column %(column)s: “map” holds 1 to %(most)s words of the file, each with ours.")
        node.refuse("map_invalid", text, most=_MOST_WORDS)
    return tuple((_map_key(entry), _value(entry.value, field)) for entry in node)


def _map_key(entry: Entry) -> str | None:
    return None if entry.key in _BLANK_KEYS else entry.key.strip()


def _value(node: Node, field: Field) -> Value:
    """One of our values, by the kind of field; null is unknown."""
    if node.is_null:
        return None
    if field.kind == "flag":
        return node.as_boolean()
    if field.kind == "word":
        return node.as_choice(field.words)
    return _word(node)


def _unit(node: Node, field: Field) -> str | None:
    """The unit of a duration, and whether it is work or calendar time: elapsed time must never enter handle time."""
    if field.kind != "seconds":
        return None
    duration = node.get("duration")
    if duration is not None and duration.as_choice(("effort", "elapsed")) == "elapsed" and not field.elapsed:
        text = N_(
            "Line %(line)s, column %(column)s: elapsed time cannot be “%(field)s”, which is part of the handle time; "
            "store it as resolution_s."
        )
        duration.refuse("elapsed_as_effort", text, field=field.name)
    if duration is not None and duration.text == "effort" and field.elapsed:
        text = N_("Line %(line)s, column %(column)s: “%(field)s” is elapsed time, not effort.")
        duration.refuse("effort_as_elapsed", text, field=field.name)
    return node.need("unit").as_choice(UNITS)


def read_constants(node: Node | None, fields: Mapping[str, Field]) -> Constants:
    """Fields with the same value in every row."""
    if node is None:
        return ()
    possible = [name for name, field in fields.items() if field.kind in {"word", "flag", "text", "score"}]
    node.check_keys(possible)
    return tuple((entry.key, _constant(entry.value, fields[entry.key])) for entry in node)


def _constant(node: Node, field: Field) -> Value:
    if field.kind == "score":
        return str(node.as_decimal(-_SCALE, _SCALE, 3))
    found = _value(node, field)
    if found is None:
        node.refuse("constant_missing", N_("Line %(line)s, column %(column)s: a constant needs a value."))
    return found


def read_survey(node: Node | None) -> Block | None:
    """Inline survey columns: score, its scale, and when it was answered (else at the contact's end)."""
    if node is None:
        return None
    node.check_keys(("score", "scale_min", "scale_max", "kind", "answered_at"))
    constants = [(name, _constant(node.need(name), SURVEY[name])) for name in ("scale_min", "scale_max")]
    kind = node.get("kind")
    constants.append(("kind", _constant(kind, SURVEY["kind"]) if kind is not None else "csat"))
    check_scale(node, dict(constants))
    columns = [read_column(node.need("score"), SURVEY["score"])]
    if (answered := node.get("answered_at")) is not None:
        columns.append(read_column(answered, SURVEY["answered_at"]))
    return Block(tuple(columns), tuple(constants))


def check_scale(node: Node, constants: Mapping[str, Value]) -> None:
    """A scale goes up."""
    low, high = constants.get("scale_min"), constants.get("scale_max")
    if low is not None and high is not None and not Decimal(str(low)) < Decimal(str(high)):
        text = N_("Line %(line)s, column %(column)s: the scale must go up, from scale_min to scale_max.")
        node.refuse("scale_invalid", text)


def read_sale(node: Node | None) -> Block | None:
    """Inline sale columns: `sold` says whether there is a sale; `offered` and the rest are columns or constants."""
    if node is None:
        return None
    fields = {**{name: SALE[name] for name in SALE if name != "contact_id"}, "sold": CONTACT["sold"]}
    fields["offered"] = CONTACT["offered"]
    node.check_keys(fields)
    node.need("sold")
    columns: list[Column] = []
    constants: list[tuple[str, Value]] = []
    for entry in node:
        if entry.value.kind == "mapping":
            columns.append(read_column(entry.value, fields[entry.key]))
        elif fields[entry.key].kind in {"word", "flag", "text"} and entry.key != "sold":
            constants.append((entry.key, _constant(entry.value, fields[entry.key])))
        else:
            entry.value.check_keys(_known_keys(fields[entry.key]))
    return Block(tuple(columns), tuple(constants))
