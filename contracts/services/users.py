"""People and their roles."""

from __future__ import annotations

from django.db import transaction

from contracts.domain import roles
from contracts.domain.errors import N_, ContractError
from contracts.models.parties import Membership, Organisation, OrganisationKind, User
from contracts.selectors import Actor
from contracts.services.audit import audit_write


class UserExists(ContractError):
    """The log-in name or the e-mail address is taken."""

    code = "user_exists"
    text = N_("The name “%(username)s” or its e-mail address is already in use.")
    status = 409


class RoleInvalid(ContractError):
    """The role does not exist, or belongs to the other side."""

    code = "role_invalid"
    text = N_("“%(role)s” is not a role in %(organisation)s.")


@transaction.atomic
def user_create(
    *,
    username: str,
    email: str,
    password: str | None,
    name: str = "",
    is_operator: bool = False,
    by: Actor | None = None,
) -> User:
    """A new person who may log in; without memberships nothing is visible. Raises UserExists."""
    if User.objects.filter(username=username).exists() or User.objects.filter(email__iexact=email).exists():
        raise UserExists(username=username)
    user = User.objects.create_user(
        username, email=email, password=password, name=name, is_staff=is_operator, is_superuser=is_operator
    )
    audit_write(
        action="user_create",
        by=by,
        object_kind="user",
        object_id=user.public_id,
        after={"username": username, "is_operator": is_operator},
    )
    return user


@transaction.atomic
def membership_add(*, user: User, organisation: Organisation, role: str, by: Actor | None = None) -> Membership:
    """Give a person a role in an organisation; the same again changes nothing. Raises RoleInvalid."""
    if role not in _roles_of(organisation):
        raise RoleInvalid(role=role, organisation=organisation.name)
    membership, created = Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
    if created:
        audit_write(
            action="membership_add",
            by=by,
            organisation=organisation,
            object_kind="membership",
            object_id=user.public_id,
            after={"role": role, "organisation": organisation.organisation_number},
        )
    return membership


def _roles_of(organisation: Organisation) -> tuple[str, ...]:
    """A buyer has buyer's roles, a partner or an in-house unit has vendor's; an auditor reads on either side."""
    own = roles.BUYER_ROLES if organisation.kind == OrganisationKind.BUYER else roles.VENDOR_ROLES
    return own + roles.BOTH_SIDES_ROLES
