"""From YAML to frozen contract documents: every value is checked at its place, nothing is passed over."""

from __future__ import annotations

import difflib
import zoneinfo
from datetime import date

from babel.core import get_global

from contracts.document import schema
from contracts.document.load_terms import read_version
from contracts.document.nodes import Node
from contracts.document.schema import BrandDocument, ContractDocument, PartyDocument, VersionDocument
from contracts.document.yaml_text import read_documents
from contracts.domain.errors import N_

_ZONE_FILES_THAT_ARE_NO_PLACE = frozenset({"localtime", "posixrules", "Factory"})


def load_documents(text: str) -> tuple[ContractDocument, ...]:
    """All contracts of a text in format 1. Raises DocumentInvalid with line, column and path."""
    contracts: list[ContractDocument] = []
    for document in read_documents(text):
        contract = _read_document(document)
        if contract.key in {known.key for known in contracts}:
            sentence = N_("Line %(line)s, column %(column)s: the contract “%(key)s” stands in this file twice.")
            document.need("contract").need("key").refuse("contract_twice", sentence, key=contract.key)
        contracts.append(contract)
    return tuple(contracts)


def _read_document(document: Node) -> ContractDocument:
    document.check_keys(schema.DOCUMENT.known, later=schema.DOCUMENT.later)
    number = document.need("format")
    if number.text != str(schema.FORMAT):
        sentence = N_("Line %(line)s, column %(column)s: format %(value)s is not known; this portal reads format 1.")
        number.refuse("format_unknown", sentence, value=number.shown)
    node = document.need("contract").check_keys(schema.CONTRACT.known, later=schema.CONTRACT.later)
    start = node.need("start").as_date()
    end = None if (last := node.get("end")) is None or last.is_null else last.as_date()
    if last is not None and end is not None and end < start:
        last.refuse("end_before_start", N_("Line %(line)s, column %(column)s: the contract ends before it starts."))
    return ContractDocument(
        key=node.need("key").as_text(longest=60, pattern=schema.KEY, shape=_KEY_SHAPE),
        title=node.need("title").as_text(),
        buyer=_read_buyer(node.need("buyer")),
        vendor=_read_vendor(node),
        start=start,
        end=end,
        currency=_read_currency(node.get("currency")),
        time_zone=_read_time_zone(node.get("time_zone")),
        billing_unit=_choice(node.get("billing_unit"), schema.BILLING_UNITS),
        month_by=_choice(node.get("month_by"), schema.MONTH_BY),
        brands=_read_brands(node.get("brands")),
        versions=_read_versions(document.need("versions"), end),
        places={entry.key: (entry.line, entry.column) for entry in node},
    )


_KEY_SHAPE = N_("small letters, digits and hyphens")
_NUMBER_SHAPE = N_("an organisation number in quotes")


def _choice(node: Node | None, choices: tuple[str, ...]) -> str:
    """A word of a list whose first is the default."""
    return choices[0] if node is None else node.as_choice(choices)


def _read_buyer(node: Node) -> PartyDocument:
    node.check_keys(schema.BUYER.known)
    return PartyDocument(node.need("name").as_text(), _number(node), "buyer")


def _read_vendor(contract: Node) -> PartyDocument:
    node = contract.need("vendor").check_keys(schema.VENDOR.known)
    kind, number = _choice(node.get("kind"), schema.VENDOR_KINDS), _number(node)
    if number == _number(contract.need("buyer")):
        sentence = N_("Line %(line)s, column %(column)s: buyer and vendor have the same organisation number.")
        node.need("organisation_number").refuse("same_party", sentence)
    return PartyDocument(node.need("name").as_text(), number, kind)


def _number(party: Node) -> str:
    """Digits without quotes are taken as written: a leading zero would have been refused."""
    node = party.need("organisation_number")
    if node.kind == "integer" and schema.ORGANISATION_NUMBER.fullmatch(node.text):
        return node.text
    return node.as_text(longest=20, pattern=schema.ORGANISATION_NUMBER, shape=_NUMBER_SHAPE)


def _read_currency(node: Node | None) -> str:
    """A code of ISO 4217, for example NOK."""
    if node is None:
        return schema.DEFAULT_CURRENCY
    code = node.as_text(longest=20)
    if code not in get_global("all_currencies"):
        sentence = N_("Line %(line)s, column %(column)s: “%(value)s” is not a currency code such as NOK or EUR.")
        node.refuse("currency_unknown", sentence, value=node.shown)
    return code


def _read_time_zone(node: Node | None) -> str:
    """A place of the time zone database, for example Europe/Oslo."""
    if node is None:
        return schema.DEFAULT_TIME_ZONE
    name = node.as_text(longest=60)
    places = zoneinfo.available_timezones() - _ZONE_FILES_THAT_ARE_NO_PLACE
    if name not in places:
        near = (*difflib.get_close_matches(name, sorted(places), n=1), schema.DEFAULT_TIME_ZONE)[0]
        sentence = N_("Line %(line)s, column %(column)s: “%(value)s” is not a time zone such as %(nearest)s.")
        node.refuse("time_zone_unknown", sentence, value=node.shown, nearest=near)
    return name


def _read_brands(node: Node | None) -> tuple[BrandDocument, ...]:
    """Brands by key; a brand that was taken over names another one of the list."""
    if node is None:
        return ()
    brands = tuple(_read_brand(item) for item in node.as_list())
    keys = [brand.key for brand in brands]
    for item, brand in zip(node.as_list(), brands, strict=True):
        if keys.count(brand.key) > 1:
            sentence = N_("Line %(line)s, column %(column)s: the brand “%(key)s” stands here twice.")
            item.need("key").refuse("brand_twice", sentence, key=brand.key)
        if brand.merged_into and (brand.merged_into == brand.key or brand.merged_into not in keys):
            sentence = N_("Line %(line)s, column %(column)s: “%(key)s” is not another brand of this contract.")
            item.need("merged_into").refuse("brand_unknown", sentence, key=brand.merged_into)
    return brands


def _read_brand(node: Node) -> BrandDocument:
    node.check_keys(schema.BRAND.known)
    into = node.get("merged_into")
    return BrandDocument(
        key=node.need("key").as_text(longest=60, pattern=schema.KEY, shape=_KEY_SHAPE),
        name=node.need("name").as_text(longest=100),
        valid_from=node.need("from").as_date(),
        merged_into="" if into is None or into.is_null else into.as_text(longest=60),
    )


def _read_versions(node: Node, end: date | None) -> tuple[VersionDocument, ...]:
    """At least one; each begins on a day of its own, none after the contract ended."""
    items = node.as_list()
    if not items:
        node.refuse("versions_empty", N_("Line %(line)s, column %(column)s: a contract needs at least one version."))
    versions: list[VersionDocument] = []
    for item in items:
        version = read_version(item)
        place = item.need("valid_from")
        if version.valid_from in {known.valid_from for known in versions}:
            sentence = N_("Line %(line)s, column %(column)s: two versions begin on %(value)s.")
            place.refuse("version_twice", sentence, value=place.shown)
        if end is not None and version.valid_from > end:
            sentence = N_("Line %(line)s, column %(column)s: the version begins after the contract has ended.")
            place.refuse("version_after_end", sentence)
        versions.append(version)
    return tuple(sorted(versions, key=lambda version: version.valid_from))
