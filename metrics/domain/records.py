"""The canonical records: columns and types of the three parts (DESIGN.md 4). Unknown is null, never 0.

Ingest writes staged files with exactly these columns, the store merges them, the roll-up reads them. Types are
DuckDB's; instants are UTC without zone (TIMESTAMP), days and hours are the contract's local ones.
"""

from __future__ import annotations

Column = tuple[str, str]

# What identifies a row version and decides which one is newest.
_LINEAGE: tuple[Column, ...] = (
    ("delivery", "BIGINT"),  # receive sequence of the delivery (Delivery.id): the order of "later delivery wins"
    ("line", "BIGINT"),  # line in the file (sheet row, JSON record number)
    ("updated_at", "TIMESTAMP"),  # the source's own time of change; null when the profile maps none
    ("content_hash", "UBIGINT"),  # of the canonical values, without lineage
)

CONTACTS: tuple[Column, ...] = (
    ("source", "VARCHAR"),
    ("contact_id", "VARCHAR"),
    ("leg_no", "INTEGER"),  # 0 when the source knows no legs
    ("root_contact_id", "VARCHAR"),
    *_LINEAGE,
    ("started_at", "TIMESTAMP"),
    ("answered_at", "TIMESTAMP"),
    ("ended_at", "TIMESTAMP"),
    ("time_precision", "VARCHAR"),  # second, minute, day
    ("customer", "VARCHAR"),  # keyed pseudonym, per buyer
    ("agent", "VARCHAR"),  # keyed pseudonym, per contract
    ("channel", "VARCHAR"),
    ("direction", "VARCHAR"),  # in, out, unknown
    ("queue", "VARCHAR"),
    ("topic", "VARCHAR"),
    ("brand", "VARCHAR"),
    ("language", "VARCHAR"),
    ("hours_class", "VARCHAR"),
    ("site", "VARCHAR"),
    ("team", "VARCHAR"),
    ("escalated_to_buyer", "BOOLEAN"),
    ("outcome", "VARCHAR"),
    ("handled_by", "VARCHAR"),
    ("wait_s", "BIGINT"),
    ("talk_s", "BIGINT"),
    ("hold_s", "BIGINT"),
    ("wrap_s", "BIGINT"),
    ("other_s", "BIGINT"),
    ("handle_s_reported", "BIGINT"),
    ("resolution_s", "BIGINT"),
    ("transferred", "BOOLEAN"),
    ("resolved", "BOOLEAN"),
    ("resolved_basis", "VARCHAR"),
    ("offered", "BOOLEAN"),  # a sale was offered
    ("sold", "BOOLEAN"),  # the contact record's own word on a sale; false overrules an inline sale sent before
    ("local_day", "DATE"),  # by the contract's month_by; as written when the source knows only the day
    ("local_hour", "SMALLINT"),  # null with day precision
    ("hour_start", "TIMESTAMP"),  # UTC; null with day precision
)

SURVEYS: tuple[Column, ...] = (
    ("source", "VARCHAR"),
    ("survey_key", "VARCHAR"),  # inline: "inline:" + contact_id; feed: the profile's key fields joined
    ("contact_id", "VARCHAR"),
    *_LINEAGE,
    ("answered_at", "TIMESTAMP"),
    ("kind", "VARCHAR"),
    ("score", "DECIMAL(9,3)"),
    ("scale_min", "DECIMAL(9,3)"),
    ("scale_max", "DECIMAL(9,3)"),
)

SALES: tuple[Column, ...] = (
    ("source", "VARCHAR"),
    ("sale_id", "VARCHAR"),  # inline without an id of its own: the contact id
    ("contact_id", "VARCHAR"),
    *_LINEAGE,
    ("inline", "BOOLEAN"),  # came as columns of a contact file
    ("product", "VARCHAR"),
    ("kind", "VARCHAR"),  # new, upgrade, retained
    ("units", "INTEGER"),
    ("value", "DECIMAL(14,2)"),
    ("accepted_at", "TIMESTAMP"),
    ("active_at", "TIMESTAMP"),
    ("withdrawn_at", "TIMESTAMP"),
    ("cancelled_at", "TIMESTAMP"),
)

PARTS: dict[str, tuple[Column, ...]] = {"contacts": CONTACTS, "surveys": SURVEYS, "sales": SALES}
KEYS: dict[str, tuple[str, ...]] = {
    "contacts": ("source", "contact_id", "leg_no"),
    "surveys": ("source", "survey_key"),
    "sales": ("source", "sale_id"),
}
LINEAGE: tuple[str, ...] = tuple(name for name, _ in _LINEAGE)

OUTCOMES: tuple[str, ...] = (
    "answered", "abandoned_queue", "abandoned_ivr", "overflow", "rejected", "test", "internal", "unknown",
)  # fmt: skip
DIRECTIONS: tuple[str, ...] = ("in", "out", "unknown")
HANDLED_BY: tuple[str, ...] = ("agent", "bot", "bot_then_agent", "none")
FEEDS: tuple[str, ...] = ("contacts", "surveys", "sales")
ON_CHANGE: tuple[str, ...] = ("newest_wins", "later_delivery_wins", "conflict")
