"""The fields that a profile may fill, feed by feed: what kind of value each holds, and which words it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.domain.channels import CHANNELS
from metrics.domain.records import DIRECTIONS, HANDLED_BY, OUTCOMES

# Kinds: id, text, word (one of `words`), flag (true or false), time, seconds, person (stored as a pseudonym),
# whole (a count), score, money.
UNITS: tuple[str, ...] = ("s", "ms", "min", "h:mm:ss", "excel_time")
SURVEY_KINDS: tuple[str, ...] = ("csat", "nps", "ces", "binary")
SALE_KINDS: tuple[str, ...] = ("new", "upgrade", "retained")
RESOLVED_BASES: tuple[str, ...] = ("agent", "survey", "no_repeat")
# Texts in which a name, an address or a number of a customer may hide; they are kept as they come.
FREE_TEXTS: tuple[str, ...] = ("queue", "topic", "brand", "site", "team")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `elapsed` is calendar time, which never enters handle time."""

    name: str
    kind: str
    words: tuple[str, ...] = ()
    elapsed: bool = False


def _by_name(*fields: Field) -> Mapping[str, Field]:
    return MappingProxyType({field.name: field for field in fields})


_SALE_DATES = ("accepted_at", "active_at", "withdrawn_at", "cancelled_at")

CONTACT: Mapping[str, Field] = _by_name(
    Field("contact_id", "id"),
    Field("root_contact_id", "id"),
    Field("leg_no", "whole"),
    *(Field(name, "time") for name in ("started_at", "answered_at", "ended_at")),
    *(Field(name, "person") for name in ("customer", "agent")),
    Field("channel", "word", CHANNELS),
    Field("direction", "word", DIRECTIONS),
    *(Field(name, "text") for name in (*FREE_TEXTS, "language", "hours_class")),
    Field("outcome", "word", OUTCOMES),
    Field("handled_by", "word", HANDLED_BY),
    *(Field(name, "seconds") for name in ("wait_s", "talk_s", "hold_s", "wrap_s", "other_s", "handle_s_reported")),
    Field("resolution_s", "seconds", elapsed=True),
    *(Field(name, "flag") for name in ("escalated_to_buyer", "transferred", "resolved", "offered", "sold")),
    Field("resolved_basis", "word", RESOLVED_BASES),
)
SURVEY: Mapping[str, Field] = _by_name(
    Field("contact_id", "id"),
    Field("answered_at", "time"),
    Field("kind", "word", SURVEY_KINDS),
    *(Field(name, "score") for name in ("score", "scale_min", "scale_max")),
)
SALE: Mapping[str, Field] = _by_name(
    Field("sale_id", "id"),
    Field("contact_id", "id"),
    Field("product", "text"),
    Field("kind", "word", SALE_KINDS),
    Field("units", "whole"),
    Field("value", "money"),
    *(Field(name, "time") for name in _SALE_DATES),
)
BY_FEED: Mapping[str, Mapping[str, Field]] = MappingProxyType({"contacts": CONTACT, "surveys": SURVEY, "sales": SALE})
# Without these a row says nothing.
REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "contacts": ("started_at", "channel", "outcome"),
        "surveys": ("contact_id", "kind", "score", "scale_min", "scale_max"),
        "sales": ("sale_id", "contact_id"),
    }
)
# What tells one record of a feed from the next.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"contacts": ("contact_id", "leg_no"), "surveys": ("contact_id", "answered_at", "kind"), "sales": ("sale_id",)}
)
