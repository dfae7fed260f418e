"""Load contracts from their YAML document: the operator's way to bring in what two parties agreed on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from contracts.document.load import load_documents
from contracts.document.nodes import DocumentInvalid
from contracts.document.schema import BrandDocument, ContractDocument, VersionDocument
from contracts.domain.errors import N_
from contracts.models.agreements import Brand, Contract, ContractVersion
from contracts.models.parties import Organisation
from contracts.selectors import Actor, brands_of, terms_of, versions_of
from contracts.services.audit import audit_write
from contracts.services.organisations import organisation_ensure
from contracts.services.version_add import version_add

# What contacts, months and money already rest on.
FIXED = ("buyer", "vendor", "currency", "time_zone", "billing_unit", "month_by", "start")


class LoadRefused(DocumentInvalid):
    """The document is sound, but what is already agreed stands against it."""

    status = 409


@dataclass(frozen=True, slots=True)
class LoadedContract:
    """What became of one document: its newest version's number, and whether anything is new.

    `created`: a version was added (for a new contract, all of them). `changed`: title, end or brands were.
    """

    key: str
    version: int
    created: bool
    changed: bool = False


@transaction.atomic
def contract_load(*, text: str, by: Actor | None = None) -> tuple[LoadedContract, ...]:
    """Load every contract of a text, all or none. The same text again changes nothing.

    Organisations come into being by their number; a known one keeps its name. Title, end and brands may be added to;
    whatever contacts and money rest on may not change, an agreed version may not change, and a new version begins
    after all known ones. Raises DocumentInvalid, LoadRefused, OrganisationKindConflict.
    """
    return tuple(_load(document, by) for document in load_documents(text))


def _load(document: ContractDocument, by: Actor | None) -> LoadedContract:
    buyer, vendor = (
        organisation_ensure(number=party.organisation_number, name=party.name, kind=party.kind, by=by).organisation
        for party in (document.buyer, document.vendor)
    )
    contract = Contract.objects.select_for_update().filter(key=document.key).first()
    if contract is None:
        contract, changed = _create(document, buyer, vendor, by), False
    else:
        _check_fixed(document, contract, buyer, vendor)
        changed = _amend(document, contract, by)
    added = _add_versions(document, contract, by)
    newest = versions_of(contract).get(valid_from=document.versions[-1].valid_from)
    return LoadedContract(contract.key, newest.number, added > 0, changed)


def _create(document: ContractDocument, buyer: Organisation, vendor: Organisation, by: Actor | None) -> Contract:
    contract = Contract.objects.create(
        key=document.key,
        title=document.title,
        buyer=buyer,
        vendor=vendor,
        currency=document.currency,
        time_zone=document.time_zone,
        billing_unit=document.billing_unit,
        month_by=document.month_by,
        start=document.start,
        end=document.end,
    )
    for brand in document.brands:
        _add_brand(contract, brand)
    _audit(contract, by, before=None)
    return contract


def _check_fixed(document: ContractDocument, contract: Contract, buyer: Organisation, vendor: Organisation) -> None:
    """Raise LoadRefused when the document says otherwise on something that is fixed."""
    given = {name: getattr(document, name) for name in FIXED} | {"buyer": buyer, "vendor": vendor}
    for name in FIXED:
        stored = getattr(contract, name)
        if stored != given[name]:
            sentence = N_(
                "Line %(line)s, column %(column)s: %(field)s of contract %(key)s is fixed: %(stored)s, not %(given)s."
            )
            facts = {"field": name, "key": contract.key, "stored": str(stored), "given": str(given[name])}
            raise _refused(document, name, "fixed_field", sentence, **facts)


def _refused(document: ContractDocument, name: str, code: str, sentence: str, **params: object) -> LoadRefused:
    line, column = document.places.get(name) or document.places["key"]
    return LoadRefused(code, sentence, line=line, column=column, path=f"contract.{name}", **params)


def _amend(document: ContractDocument, contract: Contract, by: Actor | None) -> bool:
    """Take over title, end and brands; True when that changed something."""
    before = _facts(contract)
    contract.title, contract.end = document.title, document.end
    contract.save(update_fields=["title", "end"])
    known = {brand.key: brand for brand in brands_of(contract)}
    for brand in document.brands:
        if brand.key not in known:
            _add_brand(contract, brand)
        else:
            _amend_brand(document, known[brand.key], brand)
    if _facts(contract) == before:
        return False
    _audit(contract, by, before=before)
    return True


def _add_brand(contract: Contract, brand: BrandDocument) -> None:
    Brand.objects.create(
        contract=contract,
        key=brand.key,
        name=brand.name,
        valid_from=brand.valid_from,
        merged_into=brand.merged_into,
    )


def _amend_brand(document: ContractDocument, stored: Brand, given: BrandDocument) -> None:
    """A brand may get another name and be taken over; the day from which it is served stays."""
    if stored.valid_from != given.valid_from:
        sentence = N_("Line %(line)s, column %(column)s: brand %(brand)s is served from %(stored)s, not %(given)s.")
        facts = {"brand": stored.key, "stored": str(stored.valid_from), "given": str(given.valid_from)}
        raise _refused(document, "brands", "fixed_field", sentence, **facts)
    stored.name, stored.merged_into = given.name, given.merged_into
    stored.save(update_fields=["name", "merged_into"])


def _add_versions(document: ContractDocument, contract: Contract, by: Actor | None) -> int:
    """Add the versions that are new, in the order in which they begin; gives how many."""
    known = {version.valid_from: version for version in versions_of(contract)}
    last = max(known, default=date.min)
    added = 0
    for version in document.versions:
        if version.valid_from in known:
            _check_same(contract, known[version.valid_from], version)
            continue
        if version.valid_from < last:
            sentence = N_(
                "Line %(line)s, column %(column)s: a version that begins on %(given)s would come before one that is "
                "agreed already, from %(last)s; what was agreed for a month does not change afterwards."
            )
            raise _version_refused(version, "version_in_past", sentence, last=str(last))
        added += 1
        version_add(contract=contract, terms=version, number=len(known) + added, origin="operator", by=by)
    return added


def _check_same(contract: Contract, stored: ContractVersion, given: VersionDocument) -> None:
    """Raise LoadRefused unless the document says what was agreed; compared value by value, so 0.30 equals 0.3."""
    agreed = terms_of(contract, stored)
    parts = ("counting", "prices", "commission", "targets", "score")
    different = [part for part in parts if getattr(agreed, part) != getattr(given, part)]
    if different:
        sentence = N_(
            "Line %(line)s, column %(column)s: version %(number)s of contract %(key)s begins on %(given)s too, with "
            "other %(parts)s. An agreed version never changes; let a new one begin on a later day."
        )
        facts = {"number": stored.number, "key": contract.key, "parts": ", ".join(different)}
        raise _version_refused(given, "version_exists", sentence, **facts)


def _version_refused(version: VersionDocument, code: str, sentence: str, **params: object) -> LoadRefused:
    line, column = version.place
    given = str(version.valid_from)
    return LoadRefused(code, sentence, line=line, column=column, path="versions", given=given, **params)


def _facts(contract: Contract) -> dict[str, object]:
    """What a contract says of itself, for the audit trail."""
    brands = [
        {"key": brand.key, "name": brand.name, "from": str(brand.valid_from), "merged_into": brand.merged_into}
        for brand in brands_of(contract)
    ]
    facts = {name: str(getattr(contract, name)) for name in FIXED if name not in {"buyer", "vendor"}}
    return facts | {
        "title": contract.title,
        "end": None if contract.end is None else str(contract.end),
        "buyer": contract.buyer.organisation_number,
        "vendor": contract.vendor.organisation_number,
        "brands": brands,
    }


def _audit(contract: Contract, by: Actor | None, *, before: dict[str, object] | None) -> None:
    audit_write(
        action="contract_load",
        by=by,
        contract=contract,
        object_kind="contract",
        object_id=contract.public_id,
        before=before,
        after=_facts(contract),
    )
