"""Builders of rows for tests. Each makes what is asked for and sensible values for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from contracts.models import (
    ApiClient,
    ApiToken,
    Brand,
    CommissionRule,
    Contract,
    ContractVersion,
    Membership,
    Organisation,
    PriceLine,
    TargetBand,
    User,
)
from contracts.services.token_create import CreatedToken, token_create

PASSWORD = "a-long-test-password"
PRICES: tuple[tuple[str, str], ...] = (("phone", "42.00"), ("chat", "31.00"), ("email", "36.50"))
COMMISSION: tuple[tuple[str, str], ...] = (("*", "150.00"),)
# KPI, weight, lower, band low, band high, upper: examples/contract.yaml
TARGETS: tuple[tuple[str, str, str, str, str | None, str | None], ...] = (
    ("aht", "0.30", "216", "324", "378", "504"),
    ("csat", "0.40", "0.60", "0.80", None, None),
    ("hit_rate", "0.30", "0.015", "0.057", "0.078", "0.12"),
)
COUNTING: dict[str, Any] = {
    "short_abandon_s": 5,
    "misroute_s": 10,
    "service_level_s": 30,
    "service_level_formula": "answered_within_over_answered_and_abandoned_after",
    "handle_time": ["talk_s", "hold_s", "wrap_s"],
    "csat_kind": "top_box",
    "csat_satisfied_from": Decimal("0.75"),
    "hit_rate_denominator": "handled",
    "survey_cut_off_days": 7,
    "sale_maturity_days": 21,
    "month_cut_off_days": 10,
    "repeat_days": 7,
    "not_billable": ["outbound", "internal", "test", "short_misroute"],
    "judged_on": "raw",
    "score_floor": Decimal("0.05"),
    "zone_in_balance": Decimal("95"),
    "zone_watch": Decimal("85"),
    "zone_imbalance": Decimal("70"),
}
_running = count(1)


def make_organisation(name: str = "", *, number: str = "", kind: str = "buyer") -> Organisation:
    """A buyer, a partner or an in-house unit."""
    n = next(_running)
    return Organisation.objects.create(
        name=name or f"Organisation {n}", organisation_number=number or f"{900_000_000 + n}", kind=kind
    )


def make_user(username: str = "", *memberships: tuple[Organisation, str], is_operator: bool = False) -> User:
    """A person with roles in organisations; the password is PASSWORD."""
    username = username or f"user{next(_running)}"
    user = User.objects.create_user(
        username, email=f"{username}@example.test", password=PASSWORD, is_staff=is_operator, is_superuser=is_operator
    )
    for organisation, role in memberships:
        make_membership(user, organisation, role)
    return user


def make_membership(user: User, organisation: Organisation, role: str) -> Membership:
    """A role, whether or not it makes sense there."""
    return Membership.objects.create(user=user, organisation=organisation, role=role)


def make_contract(
    key: str = "",
    *,
    buyer: Organisation | None = None,
    vendor: Organisation | None = None,
    with_version: bool = True,
    version: dict[str, Any] | None = None,
    **fields: Any,
) -> Contract:
    """A contract in Oslo, in NOK, from 2024 on, with one brand and, unless told otherwise, one approved version."""
    key = key or f"contract-{next(_running)}"
    facts = {
        "title": f"Customer service {key}",
        "currency": "NOK",
        "time_zone": "Europe/Oslo",
        "start": date(2024, 1, 1),
        **fields,
    }
    contract = Contract.objects.create(
        key=key, buyer=buyer or make_organisation(), vendor=vendor or make_organisation(kind="partner"), **facts
    )
    Brand.objects.create(contract=contract, key="main", name="Main", valid_from=contract.start)
    if with_version:
        make_version(contract, **(version or {}))
    return contract


def make_version(
    contract: Contract,
    *,
    number: int = 1,
    valid_from: date | None = None,
    approved: bool = True,
    prices: Iterable[tuple[str, str]] = PRICES,
    commission: Iterable[tuple[str, str]] = COMMISSION,
    targets: Iterable[tuple[str, str, str, str, str | None, str | None]] = TARGETS,
    **counting: Any,
) -> ContractVersion:
    """A version with the terms of the example contract; counting and score rules by name. Approved last, as in life."""
    version = ContractVersion(
        contract=contract,
        number=number,
        valid_from=valid_from or contract.start,
        document_hash=f"made-for-a-test-{number}",
    )
    for name, value in (COUNTING | counting).items():
        setattr(version, name, value)
    version.save()
    _add_terms(version, prices, commission, targets)
    if approved:
        version.state = "approved"
        version.approved_at = timezone.now()
        version.save(update_fields=["state", "approved_at"])
    return version


def _add_terms(
    version: ContractVersion,
    prices: Iterable[tuple[str, str]],
    commission: Iterable[tuple[str, str]],
    targets: Iterable[tuple[str, str, str, str, str | None, str | None]],
) -> None:
    contract = version.contract
    for position, (channel, price) in enumerate(prices):
        PriceLine.objects.create(
            contract=contract, version=version, position=position, channel=channel, model="flat", unit_price=price
        )
    for position, (product, amount) in enumerate(commission):
        CommissionRule.objects.create(
            contract=contract, version=version, position=position, product=product, model="fixed", amount=amount
        )
    for position, (kpi, weight, lower, band_low, band_high, upper) in enumerate(targets):
        TargetBand.objects.create(
            contract=contract,
            version=version,
            position=position,
            kpi=kpi,
            weight=weight,
            lower=lower,
            band_low=band_low,
            band_high=band_high,
            upper=upper,
        )


def make_token(
    contract: Contract,
    *scopes: str,
    organisation: Organisation | None = None,
    name: str = "",
    expires: datetime | None = None,
) -> CreatedToken:
    """A token with these scopes (all readable ones when none is named); `.secret` goes into the Authorization head."""
    made = token_create(
        contract=contract,
        name=name or f"client {next(_running)}",
        scopes=scopes or ("read:contracts", "read:scorecards", "read:deliveries"),
        organisation=organisation,
    )
    if expires is not None:
        ApiToken.objects.filter(pk=made.token.pk).update(expiry=expires)
        made.token.refresh_from_db()
    return made


def make_client(contract: Contract, *scopes: str, organisation: Organisation | None = None) -> ApiClient:
    """A client as it stands in `request.user`: with the token that it came in by."""
    token = make_token(contract, *scopes, organisation=organisation).token
    client: ApiClient = token.client
    client.token = token
    return client


def yesterday() -> datetime:
    """A moment that has passed, for tokens that have ended."""
    return timezone.now() - timedelta(days=1)
