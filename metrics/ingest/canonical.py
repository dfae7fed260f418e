"""Good rows -> canonical rows of the three parts, as SQL: exactly the columns of metrics.domain.records.

A contact file with survey or sale columns is split here, so that a corrected contact never wipes its survey. An inline
survey or sale without its own time happened at the contact's end, else at its start.
"""

from __future__ import annotations

from dataclasses import dataclass

from metrics.domain.records import LINEAGE, PARTS
from metrics.ingest.literals import constant, text
from metrics.ingest.profile import Constants, Profile
from metrics.ingest.vocabulary import type_of

_INLINE = "inline:"
_END = "COALESCE(ended_at, started_at)"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a delivery: its kind, the SQL of its columns over `good`, and which good rows belong to it."""

    kind: str
    columns: dict[str, str]
    where: str = "TRUE"

    def select(self, source: str = "good") -> str:
        """SELECT of the canonical rows: typed, with the hash of what they say."""
        typed = dict(PARTS[self.kind])
        said = [name for name in typed if name not in LINEAGE]
        cast = ", ".join(
            f"CAST({self.columns.get(name, 'NULL')} AS {type_of(name) or typed[name]}) AS {name}"
            for name in typed
            if name != "content_hash"
        )
        order = ", ".join(typed)
        hashed = (
            f"SELECT *, hash({', '.join(said)}) AS content_hash FROM (SELECT {cast} FROM {source} WHERE {self.where})"
        )
        return f"SELECT {order} FROM ({hashed})"


def parts_of(profile: Profile, delivery: int, filled: set[str]) -> tuple[Part, ...]:
    """The parts that a profile can give; `filled` names the columns of `good`."""
    lineage = {"source": text(profile.source), "delivery": str(delivery), "line": "line"}
    lineage["updated_at"] = "updated_at" if "updated_at" in filled else "NULL"
    if profile.feed == "surveys":
        return (Part("surveys", {**lineage, **_surveys(profile, filled)}),)
    if profile.feed == "sales":
        return (Part("sales", {**lineage, **_sales(profile, filled)}),)
    contacts = {**lineage, **_contacts(profile, filled)}
    parts = [Part("contacts", contacts)]
    if profile.survey is not None:
        parts.append(_inline_survey(profile.survey.constants, lineage, contacts, filled))
    if profile.sale is not None:
        parts.append(_inline_sale(profile.sale.constants, lineage, contacts, filled))
    return tuple(parts)


def _own(columns: set[str], prefix: str = "") -> dict[str, str]:
    """Fields by their canonical names."""
    return {name.removeprefix(prefix): name for name in columns if name.startswith(prefix)}


def _constants(constants: Constants) -> dict[str, str]:
    return {name: constant(value) for name, value in constants}


def _contacts(profile: Profile, filled: set[str]) -> dict[str, str]:
    sale = profile.sale.constants if profile.sale is not None else ()
    columns = {
        "outcome": "'unknown'",
        "direction": "'unknown'",
        "leg_no": "0",
        **_constants(profile.constants),
        **_own({name for name in filled if not name.startswith(("survey_", "sale_"))}),
        "time_precision": text(profile.time.precision),
    }
    columns.update({name: sql for name, sql in _constants(sale).items() if name == "offered"})
    if "customer" in filled:
        columns["customer"] = "customer_name"
    if "agent" in filled:
        columns["agent"] = "agent_name"
    if profile.routing is not None:
        whens = " ".join(f"WHEN {text(word)} THEN {constant(brand)}" for word, brand in profile.routing.brands)
        columns["brand"] = f"CASE {profile.routing.field} {whens} END"
    return columns


def _inline_survey(constants: Constants, lineage: dict[str, str], contacts: dict[str, str], filled: set[str]) -> Part:
    """The survey of a contact row; a blank score is no survey."""
    contact_id = contacts["contact_id"]
    own = {**_constants(constants), **_own({name for name in filled if name.startswith("survey_")}, "survey_")}
    own["survey_key"] = f"{text(_INLINE)} || {contact_id}"
    own["contact_id"] = contact_id
    own["answered_at"] = _first(own.get("answered_at"), _end(filled))
    return Part("surveys", {**lineage, **own}, "survey_score IS NOT NULL")


def _inline_sale(constants: Constants, lineage: dict[str, str], contacts: dict[str, str], filled: set[str]) -> Part:
    """The sale of a contact row; `sold` false or blank is no sale."""
    contact_id = contacts["contact_id"]
    named = {name: sql for name, sql in _constants(constants).items() if name != "offered"}
    own = {**named, **_own({name for name in filled if name.startswith("sale_")}, "sale_")}
    own["sale_id"] = _first(own.get("sale_id"), contact_id)
    own["contact_id"] = contact_id
    own["inline"] = "TRUE"
    own["units"] = _first(own.get("units"), "1")
    own["accepted_at"] = _first(own.get("accepted_at"), _end(filled))
    return Part("sales", {**lineage, **own}, "sold")


def _end(filled: set[str]) -> str:
    return _END if "ended_at" in filled else "started_at"


def _first(own: str | None, otherwise: str) -> str:
    return otherwise if own is None else f"COALESCE({own}, {otherwise})"


def _surveys(profile: Profile, filled: set[str]) -> dict[str, str]:
    columns = {**_constants(profile.constants), **_own(filled)}
    keys = [f"CAST({columns[name]} AS VARCHAR)" for name in profile.key_fields]
    columns["survey_key"] = f"concat_ws('|', {', '.join(keys)})"
    return columns


def _sales(profile: Profile, filled: set[str]) -> dict[str, str]:
    columns = {"inline": "FALSE", **_constants(profile.constants), **_own(filled)}
    columns["units"] = _first(columns.get("units"), "1")
    return columns
