"""Organisations come into being by their number."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from contracts.domain.errors import N_, ContractError
from contracts.models.parties import Organisation, OrganisationKind
from contracts.selectors import Actor
from contracts.services.audit import audit_write


class OrganisationKindConflict(ContractError):
    """A buyer's number was given for a vendor, or the other way round."""

    code = "organisation_kind"
    text = N_("Organisation %(number)s is known as %(known)s; it cannot also be %(given)s.")
    status = 409


class NoSuchOrganisation(ContractError):
    """An operator named an organisation that is not there."""

    code = "no_such_organisation"
    text = N_("There is no organisation with the number %(number)s.")
    status = 404


@dataclass(frozen=True, slots=True)
class EnsuredOrganisation:
    """An organisation, and whether it is new."""

    organisation: Organisation
    created: bool


@transaction.atomic
def organisation_ensure(*, number: str, name: str, kind: str, by: Actor | None = None) -> EnsuredOrganisation:
    """The organisation with this number, made when it is new.

    A known organisation keeps its stored name: a document of one contract must not rename a party of others.
    Raises OrganisationKindConflict when the number is known as another kind.
    """
    organisation, created = Organisation.objects.get_or_create(
        organisation_number=number, defaults={"name": name, "kind": OrganisationKind(kind)}
    )
    if organisation.kind != kind:
        raise OrganisationKindConflict(number=number, known=str(organisation.kind), given=kind)
    if created:
        audit_write(
            action="organisation_ensure",
            by=by,
            organisation=organisation,
            object_kind="organisation",
            object_id=organisation.public_id,
            after={"organisation_number": number, "name": name, "kind": kind},
        )
    return EnsuredOrganisation(organisation, created)


def organisation_by_number(number: str) -> Organisation:
    """The organisation with this number. Raises NoSuchOrganisation."""
    found = Organisation.objects.filter(organisation_number=number).first()
    if found is None:
        raise NoSuchOrganisation(number=number)
    return found
