"""Give a program of a party a token for one contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from contracts.domain import roles
from contracts.domain.errors import N_, ContractError
from contracts.models.agreements import Contract
from contracts.models.parties import ApiClient, ApiToken, Organisation
from contracts.selectors import Actor
from contracts.services.audit import audit_write

LONGEST_DAYS = 3650


class ScopeUnknown(ContractError):
    """A scope that does not exist, or none at all."""

    code = "scope_unknown"
    text = N_("“%(scope)s” is not a scope. Scopes are: %(known)s.")


class NotAParty(ContractError):
    """A token was asked for an organisation that has no part in the contract."""

    code = "not_a_party"
    text = N_("%(organisation)s is neither buyer nor vendor of %(contract)s.")


class TokenDaysInvalid(ContractError):
    """A token must end some day."""

    code = "token_days"
    text = N_("A token is valid for 1 to %(longest)s days, not %(days)s.")


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """The row, and the secret that is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def token_create(
    *,
    contract: Contract,
    name: str,
    scopes: tuple[str, ...],
    organisation: Organisation | None = None,
    days: int = 365,
    by: Actor | None = None,
) -> CreatedToken:
    """A token of the client `name` of a party (the buyer unless told otherwise); the client is made when it is new.

    A client may hold several tokens, so that an old one can be replaced without a gap.
    Raises ScopeUnknown, NotAParty, TokenDaysInvalid.
    """
    organisation = organisation or contract.buyer
    _check(contract, organisation, scopes, days)
    client, _ = ApiClient.objects.get_or_create(organisation=organisation, name=name)
    digest, secret = get_digest_token()
    token = ApiToken.objects.create(
        client=client,
        contract=contract,
        scopes=list(dict.fromkeys(scopes)),
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        expiry=timezone.now() + timedelta(days=days),
    )
    audit_write(
        action="token_create",
        by=by,
        contract=contract,
        organisation=organisation,
        object_kind="api_token",
        object_id=token.token_key,
        after={"client": client.public_id, "name": name, "scopes": token.scopes, "days": days},
    )
    return CreatedToken(token, secret)


def _check(contract: Contract, organisation: Organisation, scopes: tuple[str, ...], days: int) -> None:
    for scope in scopes or ("",):
        if scope not in roles.SCOPES:
            raise ScopeUnknown(scope=scope, known=", ".join(roles.SCOPES))
    if organisation.pk not in {contract.buyer_id, contract.vendor_id}:
        raise NotAParty(organisation=organisation.name, contract=contract.key)
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenDaysInvalid(days=days, longest=LONGEST_DAYS)
