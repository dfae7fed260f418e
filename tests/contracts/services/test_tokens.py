"""Tokens: for one contract, with scopes, shown once, ending some day, taken back at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contracts.domain.roles import SCOPES
from contracts.models import ApiClient, ApiToken, AuditEvent, Contract
from contracts.services.token_create import NotAParty, ScopeUnknown, TokenDaysInvalid, token_create
from contracts.services.token_revoke import token_revoke
from tests.factories import make_token
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_token_belongs_to_the_buyer_unless_told_otherwise(contract: Contract) -> None:
    token = token_create(contract=contract, name="dashboard", scopes=("read:scorecards",)).token
    assert (token.client.organisation, token.client.name) == (contract.buyer, "dashboard")
    assert (token.contract, token.scopes) == (contract, ["read:scorecards"])


def test_the_secret_is_kept_nowhere(contract: Contract) -> None:
    made = token_create(contract=contract, name="dashboard", scopes=SCOPES)
    stored = ApiToken.objects.filter(pk=made.token.pk).values().get()
    assert made.secret not in str(stored)
    assert made.secret not in str(list(AuditEvent.objects.values()))
    assert len(made.secret) == 64


def test_a_token_ends_after_its_days(contract: Contract) -> None:
    before = timezone.now()
    token = token_create(contract=contract, name="x", scopes=SCOPES, days=30).token
    assert before + timedelta(days=30) <= token.expiry <= timezone.now() + timedelta(days=30)


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_token_without_a_sensible_end_is_refused(contract: Contract, days: int) -> None:
    with pytest.raises(TokenDaysInvalid):
        token_create(contract=contract, name="x", scopes=SCOPES, days=days)


@pytest.mark.parametrize("scopes", [(), ("read:all",), ("read:contracts", "write:contracts")])
def test_only_known_scopes_are_given(contract: Contract, scopes: tuple[str, ...]) -> None:
    with pytest.raises(ScopeUnknown):
        token_create(contract=contract, name="x", scopes=scopes)
    assert not ApiClient.objects.exists()


def test_only_a_party_gets_a_token(world: World) -> None:
    vendor = token_create(contract=world.contract, name="x", scopes=("write:deliveries",), organisation=world.fjord)
    assert vendor.token.client.organisation == world.fjord
    with pytest.raises(NotAParty):
        token_create(contract=world.contract, name="x", scopes=SCOPES, organisation=world.skog)


def test_one_client_may_hold_an_old_and_a_new_token(contract: Contract) -> None:
    old, new = (token_create(contract=contract, name="dashboard", scopes=SCOPES) for _ in range(2))
    assert old.token.client == new.token.client
    assert old.secret != new.secret


def test_a_token_is_taken_back_once(contract: Contract) -> None:
    token = make_token(contract).token
    first, later = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    assert token_revoke(token=token, now=first, why="lost").revoked_at == first
    assert token_revoke(token=token, now=later).revoked_at == first
    assert list(AuditEvent.objects.filter(action="token_revoke").values_list("why", flat=True)) == ["lost"]
