"""Load incidents from their YAML document: what both parties wrote down about a disturbed window of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from contracts.document.nodes import DocumentInvalid
from contracts.document.yaml_text import read_documents
from contracts.domain.errors import N_
from contracts.domain.months import Month, local_start, month_of, months_between
from contracts.selectors import Actor, Contract, brands_of
from contracts.services.audit import audit_write
from metrics.domain.incident_document import read_incidents
from metrics.domain.incidents import IncidentDocument
from metrics.models import Incident
from metrics.services.scorecards import scorecard_refresh

_TOUCH = timedelta(microseconds=1)


class IncidentRefused(DocumentInvalid):
    """The document is sound, but the contract stands against it."""

    status = 409


@dataclass(frozen=True, slots=True)
class LoadedIncident:
    """What became of one incident of one contract."""

    contract: str
    number: int
    key: str
    created: bool
    changed: bool


def incidents_load(
    *, text: str, contract: Contract | None = None, by: Actor | None = None
) -> tuple[LoadedIncident, ...]:
    """Load every incident of a text for each contract that it names, all or none; `contract`: for this one alone.

    The same text again changes nothing. A known key is brought up to date and keeps its number; one that the text
    leaves out stays. Drafts of the months concerned are drawn anew. Raises DocumentInvalid, IncidentRefused.
    """
    documents = read_incidents(read_documents(text))
    with transaction.atomic():
        done, months = _load_all(documents, contract, by)
    for agreed, month in sorted(months, key=lambda each: (each[0].key, each[1])):
        scorecard_refresh(contract=agreed, month=month)
    return done


_Touched = set[tuple[Contract, Month]]


def _load_all(
    documents: tuple[IncidentDocument, ...], only: Contract | None, by: Actor | None
) -> tuple[tuple[LoadedIncident, ...], _Touched]:
    """Contract by contract, each held so that two loads give no number twice; by begin, so that numbers follow it."""
    done: list[LoadedIncident] = []
    months: _Touched = set()
    named = sorted({key for document in documents for key in document.contracts})
    for key in named if only is None else [key for key in named if key == only.key]:
        mine = [document for document in documents if key in document.contracts]
        contract = Contract.objects.select_for_update().filter(key=key).first()
        if contract is None:
            sentence = N_("Line %(line)s, column %(column)s: there is no contract “%(key)s”.")
            raise _refused(mine[0], "contracts", "no_such_contract", sentence, key=key)
        for document in sorted(mine, key=lambda one: (one.begins_at, one.key)):
            _check(document, contract)
            stored = Incident.objects.within(contract).filter(key=document.key).first()
            if stored is not None:
                months |= _months(contract, stored.begins_at, stored.ends_at)
            months |= _months(contract, document.begins_at, document.ends_at)
            done.append(_load(document, contract, stored, by))
    return tuple(done), months


def _check(document: IncidentDocument, contract: Contract) -> None:
    """Raise IncidentRefused unless it lies within the contract's term and names brands that the contract serves."""
    begins = local_start(contract.start, contract.time_zone)
    ends = None if contract.end is None else local_start(contract.end + timedelta(days=1), contract.time_zone)
    facts = {"key": contract.key, "start": str(contract.start), "end": str(contract.end or "")}
    if document.begins_at < begins:
        sentence = N_(
            "Line %(line)s, column %(column)s: the incident begins before contract %(key)s does, on %(start)s."
        )
        raise _refused(document, "from", "outside_contract", sentence, **facts)
    if ends is not None and document.ends_at > ends:
        sentence = N_("Line %(line)s, column %(column)s: the incident ends after contract %(key)s does, on %(end)s.")
        raise _refused(document, "until", "outside_contract", sentence, **facts)
    known = {brand.key for brand in brands_of(contract)}
    for brand in document.scope.get("brand", ()):
        if brand not in known:
            sentence = N_("Line %(line)s, column %(column)s: contract %(key)s serves no brand “%(brand)s”.")
            raise _refused(document, "scope", "brand_unknown", sentence, key=contract.key, brand=brand[:60])


def _refused(document: IncidentDocument, name: str, code: str, sentence: str, **params: object) -> IncidentRefused:
    line, column = document.places[name]
    return IncidentRefused(code, sentence, line=line, column=column, path=f"incidents.{name}", **params)


def _months(contract: Contract, begins_at: datetime, ends_at: datetime) -> _Touched:
    """The contract's months that a window touches."""
    first, last = month_of(begins_at, contract.time_zone), month_of(ends_at - _TOUCH, contract.time_zone)
    return {(contract, month) for month in months_between(first, last)}


def _load(document: IncidentDocument, contract: Contract, stored: Incident | None, by: Actor | None) -> LoadedIncident:
    before = None if stored is None else _facts(stored)
    incident = stored or Incident(contract=contract, key=document.key, number=_next_number(contract))
    incident.owner = document.owner
    incident.begins_at, incident.ends_at = document.begins_at, document.ends_at
    incident.scope = document.stored_scope()
    incident.sentence_en, incident.sentence_nb = document.sentence_en, document.sentence_nb
    changed = before is not None and before != _facts(incident)
    if stored is None or changed:
        incident.save()
        audit_write(
            action="incident_load",
            by=by,
            contract=contract,
            object_kind="incident",
            object_id=f"{contract.public_id}/{incident.number}",
            before=before,
            after=_facts(incident),
        )
    return LoadedIncident(contract.key, incident.number, incident.key, stored is None, changed)


def _next_number(contract: Contract) -> int:
    """One more than the highest; a number is given once."""
    highest: int | None = Incident.objects.within(contract).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _facts(incident: Incident) -> dict[str, object]:
    """What an incident says, for the audit trail and to see whether anything changed."""
    return {
        "number": incident.number,
        "key": incident.key,
        "owner": str(incident.owner),
        "from": incident.begins_at.isoformat(),
        "until": incident.ends_at.isoformat(),
        "scope": incident.scope,
        "en": incident.sentence_en,
        "nb": incident.sentence_nb,
    }
