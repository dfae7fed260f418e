"""From the nodes of a YAML document to incidents: every value is checked at its place, nothing is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from contracts.document.nodes import Node
from contracts.domain.channels import CHANNELS
from contracts.domain.errors import N_
from metrics.domain.incidents import DIMENSIONS, OWNERS, IncidentDocument

FORMAT = "1"
LONGEST_KEY, LONGEST_SENTENCE, LONGEST_VALUE = 60, 400, 200
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_SHAPE = N_("small letters, digits and hyphens")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")
_INSTANT_SHAPE = N_("an instant with its zone, such as 2026-02-10T07:00:00Z")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def read_incidents(documents: Iterable[Node]) -> tuple[IncidentDocument, ...]:
    """All incidents of a text in format 1, as they stand. Raises DocumentInvalid with line, column and path."""
    found: dict[str, IncidentDocument] = {}
    for document in documents:
        document.check_keys(("format", "incidents"))
        number = document.need("format")
        if number.text != FORMAT:
            sentence = N_(
                "Line %(line)s, column %(column)s: format %(value)s is not known; this portal reads format 1."
            )
            number.refuse("format_unknown", sentence, value=number.shown)
        for item in document.need("incidents").as_list():
            incident = _read(item)
            if incident.key in found:
                sentence = N_("Line %(line)s, column %(column)s: the incident “%(key)s” stands in this file twice.")
                item.need("key").refuse("incident_twice", sentence, key=incident.key)
            found[incident.key] = incident
    return tuple(found.values())


def _read(node: Node) -> IncidentDocument:
    node.check_keys(("key", "contracts", "from", "until", "scope", "owner", "text"))
    begins_at, ends_at = _instant(node.need("from")), _instant(node.need("until"))
    if ends_at <= begins_at:
        sentence = N_("Line %(line)s, column %(column)s: the incident ends before it has begun.")
        node.need("until").refuse("end_before_begin", sentence)
    text = node.need("text").check_keys(("en", "nb"))
    norwegian = text.get("nb")
    return IncidentDocument(
        key=node.need("key").as_text(longest=LONGEST_KEY, pattern=_KEY, shape=_KEY_SHAPE),
        contracts=_contracts(node.need("contracts")),
        begins_at=begins_at,
        ends_at=ends_at,
        scope=_scope(node.get("scope")),
        owner=node.need("owner").as_choice(OWNERS),
        sentence_en=text.need("en").as_text(longest=LONGEST_SENTENCE),
        sentence_nb="" if norwegian is None or norwegian.is_null else norwegian.as_text(longest=LONGEST_SENTENCE),
        places={entry.key: (entry.value.line, entry.value.column) for entry in node},
    )


def _instant(node: Node) -> datetime:
    """An instant in UTC; one without a zone could mean two moments and is refused."""
    text = node.as_text(pattern=_INSTANT, shape=_INSTANT_SHAPE)
    try:
        instant = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        instant = None
    if instant is None or not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        sentence = N_("Line %(line)s, column %(column)s: “%(value)s” is not in any calendar.")
        node.refuse("instant_invalid", sentence, value=node.shown)
    return instant


def _contracts(node: Node) -> tuple[str, ...]:
    """At least one contract, each once."""
    keys = tuple(item.as_text(longest=LONGEST_KEY, pattern=_KEY, shape=_KEY_SHAPE) for item in node.as_list())
    if not keys:
        node.refuse("contracts_empty", N_("Line %(line)s, column %(column)s: an incident names at least one contract."))
    _check_once(node, keys)
    return keys


def _scope(node: Node | None) -> dict[str, tuple[str, ...]]:
    """Where it was felt: values by dimension, one or a list. Without a scope it was felt everywhere."""
    if node is None or node.is_null:
        return {}
    node.check_keys(DIMENSIONS)
    return {entry.key: _values(entry.key, entry.value) for entry in node}


def _values(dimension: str, node: Node) -> tuple[str, ...]:
    items = node.as_list() if node.kind == "list" else (node,)
    values = tuple(_value(dimension, item) for item in items)
    if not values:
        sentence = N_(
            "Line %(line)s, column %(column)s: leave “%(dimension)s” out if the incident was felt everywhere."
        )
        node.refuse("scope_empty", sentence, dimension=dimension)
    _check_once(node, values)
    return values


def _value(dimension: str, node: Node) -> str:
    return node.as_choice(CHANNELS) if dimension == "channel" else node.as_text(longest=LONGEST_VALUE)


def _check_once(node: Node, values: tuple[str, ...]) -> None:
    """Raise DocumentInvalid when a value of a list stands there twice."""
    for value in values:
        if values.count(value) > 1:
            sentence = N_("Line %(line)s, column %(column)s: “%(value)s” stands in this list twice.")
            node.refuse("value_twice", sentence, value=value[:60])
