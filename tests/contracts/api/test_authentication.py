"""Who a token speaks for, and when it speaks for nobody."""

from __future__ import annotations

import pytest
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from contracts.api.authentication import TokenAuthentication
from contracts.models import ApiClient, ApiToken, Contract
from contracts.selectors import contracts_visible_to
from contracts.services.token_revoke import token_revoke
from tests.factories import make_token, yesterday

pytestmark = pytest.mark.django_db


def authenticate(header: str | None) -> tuple[ApiClient, ApiToken] | None:
    heads = {} if header is None else {"Authorization": header}
    request = Request(APIRequestFactory().get("/", headers=heads))
    found: tuple[ApiClient, ApiToken] | None = TokenAuthentication().authenticate(request)
    return found


def test_a_live_token_speaks_for_its_client_on_its_contract(contract: Contract) -> None:
    made = make_token(contract, "read:scorecards")
    found = authenticate(f"Token {made.secret}")
    assert found is not None
    client, token = found
    assert client == made.token.client
    assert token == made.token == client.token
    assert list(contracts_visible_to(client)) == [contract]
    assert client.is_authenticated
    assert not client.is_anonymous


def test_without_a_token_somebody_else_is_asked() -> None:
    assert authenticate(None) is None
    assert authenticate("Bearer something") is None


def test_an_ended_a_revoked_and_a_switched_off_token_speak_for_nobody(contract: Contract) -> None:
    ended = make_token(contract, expires=yesterday())
    revoked, switched_off = make_token(contract), make_token(contract)
    token_revoke(token=revoked.token, now=timezone.now())
    ApiClient.objects.filter(pk=switched_off.token.client_id).update(is_active=False)
    answers = set()
    for made in (ended, revoked, switched_off):
        with pytest.raises(AuthenticationFailed) as refused:
            authenticate(f"Token {made.secret}")
        answers.add(str(refused.value.detail))
    assert len(answers) == 1
    assert ApiToken.objects.count() == 3


@pytest.mark.parametrize("secret", ["nonsense", "é" * 64, "\x00", "0" * 64])
def test_an_unknown_token_speaks_for_nobody(contract: Contract, secret: str) -> None:
    make_token(contract)
    with pytest.raises(AuthenticationFailed):
        TokenAuthentication().authenticate_credentials(secret.encode())


def test_a_token_that_begins_like_another_is_unknown(contract: Contract) -> None:
    secret = make_token(contract).secret
    last = "0" if secret[-1] != "0" else "1"
    with pytest.raises(AuthenticationFailed):
        authenticate(f"Token {secret[:-1]}{last}")


def test_a_refusal_says_how_to_log_in() -> None:
    request = Request(APIRequestFactory().get("/"))
    assert TokenAuthentication().authenticate_header(request) == "Token"
