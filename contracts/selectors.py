"""The one door to contracts: who may see which, and what was agreed for a month (DESIGN.md 6).

Every list, page, document and upload starts here. An actor is a person or a program; a program came in by a token
(`client.token`) and sees that token's contract alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from contracts.domain import roles
from contracts.domain.counting import CountingRules
from contracts.domain.errors import NoSuchContract, NotAllowed, NoTerms, NotVisible
from contracts.domain.months import Month
from contracts.domain.targets import Target
from contracts.domain.terms import CommissionRow, PriceRow, ScoreRules, Terms
from contracts.models.agreements import Brand, ContractVersion, VersionState
from contracts.models.agreements import Contract as Contract  # metrics names the type through this door
from contracts.models.parties import ApiClient, Membership, User

Actor: TypeAlias = User | ApiClient
SIDES: tuple[str, ...] = ("buyer", "vendor")


def contracts_visible_to(actor: Actor | AnonymousUser) -> QuerySet[Contract]:
    """Contracts of which the actor's organisation is a party. The operator, as such, sees none."""
    contracts = Contract.objects.select_related("buyer", "vendor")
    if isinstance(actor, ApiClient):
        token = actor.token
        if token is None or not actor.is_active:
            return contracts.none()
        party = Q(buyer=actor.organisation_id) | Q(vendor=actor.organisation_id)
        return contracts.filter(party, pk=token.contract_id)
    return contracts.filter(_with_right(actor, roles.READ)) if _is_person(actor) else contracts.none()


def _is_person(actor: User | AnonymousUser) -> bool:
    """A logged-in person who is not the installation's operator."""
    return actor.is_authenticated and actor.is_active and not actor.is_staff


def _with_right(user: User | AnonymousUser, right: str) -> Q:
    """Contracts on which a person has a right by a role on the right side: a buyer's role counts at the buyer only."""
    memberships = Membership.objects.filter(user=user.pk)
    found = Q()
    for side in SIDES:
        held = memberships.filter(role__in=roles.roles_with(right, side))
        found |= Q(**{f"{side}__in": held.values("organisation")})
    return found


def contract_visible_to(actor: Actor | AnonymousUser, key: str) -> Contract:
    """One contract by its key or public id. Raises NotVisible, the same for foreign and missing."""
    found = _named(contracts_visible_to(actor), key)
    if found is None:
        raise NotVisible()
    return found


def _named(contracts: QuerySet[Contract], key: str) -> Contract | None:
    """The contract of this key or public id; a NUL, which PostgreSQL cannot even look for, names none."""
    return None if "\x00" in key else contracts.filter(Q(key=key) | Q(public_id=key)).first()


def may(actor: Actor | AnonymousUser, right: str, contract: Contract) -> bool:
    """Does the actor have this right on this contract: by role, or by the scopes of its token?"""
    if isinstance(actor, ApiClient):
        scopes = actor.token.scopes if actor.token is not None else ()
        allowed = roles.scope_allows(scopes, right)
        return allowed and contracts_visible_to(actor).filter(pk=contract.pk).exists()
    if not _is_person(actor):
        return False
    return Contract.objects.filter(_with_right(actor, right), pk=contract.pk).exists()


def require(actor: Actor | AnonymousUser, right: str, contract: Contract) -> None:
    """Raise NotAllowed unless the actor has this right on this contract."""
    if not may(actor, right, contract):
        raise NotAllowed()


def side_of(actor: Actor | AnonymousUser, contract: Contract) -> str:
    """ "buyer" or "vendor": whose eyes the actor looks with. Raises NotVisible for who stands on neither side."""
    for side, organisation_id in (("buyer", contract.buyer_id), ("vendor", contract.vendor_id)):
        if _stands_for(actor, organisation_id, side):
            return side
    raise NotVisible()


def _stands_for(actor: Actor | AnonymousUser, organisation_id: int, side: str) -> bool:
    if isinstance(actor, ApiClient):
        return actor.organisation_id == organisation_id
    held = Membership.objects.filter(user=actor.pk, organisation=organisation_id)
    return _is_person(actor) and held.filter(role__in=roles.roles_with(roles.READ, side)).exists()


def roles_held_by(user: User | AnonymousUser) -> QuerySet[Membership]:
    """A person's memberships with their organisations."""
    return Membership.objects.filter(user=user.pk).select_related("organisation").order_by("organisation__name", "role")


def contract_by_key(key: str) -> Contract:
    """The operator's door: any contract by key or public id, for commands and tasks only. Raises NoSuchContract."""
    found = _named(Contract.objects.select_related("buyer", "vendor"), key)
    if found is None:
        raise NoSuchContract(key=key)
    return found


def versions_of(contract: Contract) -> QuerySet[ContractVersion]:
    """Approved versions in the order in which they begin, with their prices, commission and targets."""
    approved = ContractVersion.objects.within(contract).filter(state=VersionState.APPROVED)
    return approved.order_by("valid_from").prefetch_related("prices", "commission", "targets")


def brands_of(contract: Contract) -> QuerySet[Brand]:
    """The buyer's brands that the contract serves, oldest first."""
    return Brand.objects.within(contract).order_by("valid_from", "key")


def terms_for(contract: Contract, month: Month) -> Terms:
    """What was agreed for a month: by the version valid on its first day, else the first that begins within it."""
    terms = terms_over(contract, (month,)).get(month)
    if terms is None:
        raise NoTerms(key=contract.key, month=str(month))
    return terms


def terms_over(contract: Contract, months: Iterable[Month]) -> dict[Month, Terms]:
    """The terms of several months by the same rule, in a fixed number of queries; a month without any is left out."""
    versions = tuple(versions_of(contract))
    chosen = {month: _version_for(versions, month) for month in months}
    terms = {version.pk: terms_of(contract, version) for version in versions if version in chosen.values()}
    return {month: terms[version.pk] for month, version in chosen.items() if version is not None}


def _version_for(versions: Sequence[ContractVersion], month: Month) -> ContractVersion | None:
    """Of versions in the order in which they begin: valid on the month's first day, else first to begin within it."""
    begun = [version for version in versions if version.valid_from <= month.first_day]
    within = [version for version in versions if month.first_day < version.valid_from <= month.last_day]
    return begun[-1] if begun else next(iter(within), None)


def terms_of(contract: Contract, version: ContractVersion) -> Terms:
    """The frozen terms of one version."""
    prices = version.prices.all()
    commission = version.commission.all()
    return Terms(
        contract_key=contract.key,
        currency=contract.currency,
        time_zone=contract.time_zone,
        billing_unit=contract.billing_unit,
        month_by=contract.month_by,
        version=version.number,
        valid_from=version.valid_from,
        counting=_counting(version),
        prices=tuple(PriceRow(p.position, p.channel, p.model, _plain(p.unit_price, 2)) for p in prices),
        commission=tuple(CommissionRow(c.position, c.product, c.model, _plain(c.amount, 2)) for c in commission),
        targets=_targets(version),
        score=ScoreRules(
            floor=_plain(version.score_floor),
            in_balance=_plain(version.zone_in_balance),
            watch=_plain(version.zone_watch),
            imbalance=_plain(version.zone_imbalance),
        ),
    )


def _counting(version: ContractVersion) -> CountingRules:
    return CountingRules(
        short_abandon_s=version.short_abandon_s,
        misroute_s=version.misroute_s,
        service_level_s=version.service_level_s,
        service_level_formula=version.service_level_formula,
        handle_time=tuple(version.handle_time),
        csat_kind=version.csat_kind,
        csat_satisfied_from=_plain(version.csat_satisfied_from),
        hit_rate_denominator=version.hit_rate_denominator,
        survey_cut_off_days=version.survey_cut_off_days,
        sale_maturity_days=version.sale_maturity_days,
        month_cut_off_days=version.month_cut_off_days,
        repeat_days=version.repeat_days,
        not_billable=tuple(version.not_billable),
        judged_on=version.judged_on,
    )


def _targets(version: ContractVersion) -> tuple[Target, ...]:
    return tuple(
        Target(
            kpi=row.kpi,
            weight=_plain(row.weight, 2),
            lower=_plain(row.lower),
            band_low=_plain(row.band_low),
            band_high=None if row.band_high is None else _plain(row.band_high),
            upper=None if row.upper is None else _plain(row.upper),
        )
        for row in version.targets.all()
    )


def _plain(value: Decimal, places: int = 0) -> Decimal:
    """As a person writes it: no padding zeros beyond so many places, never an exponent; 42.0000 becomes 42.00."""
    short = value.normalize()
    padding = Decimal(1).scaleb(-places)
    exponent = short.as_tuple().exponent
    return short.quantize(padding) if isinstance(exponent, int) and exponent > -places else short
