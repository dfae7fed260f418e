"""Who a token speaks for: a program of a party, never a person."""

from __future__ import annotations

from hmac import compare_digest

from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from contracts.domain.errors import N_
from contracts.models.parties import ApiClient, ApiToken

INVALID = N_("This token is not valid: it is unknown, has expired or was revoked.")


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]  # knox ships no types
    """`Authorization: Token …` gives (client, token); the client carries its token as `client.token`.

    One answer for unknown, expired and revoked, so that trying tells nothing.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[ApiClient, ApiToken]:
        """The client of a live token. Raises AuthenticationFailed."""
        if not token.isalnum():
            raise AuthenticationFailed(INVALID, "token_invalid")
        secret = token.decode("ascii")
        digest = hash_token(secret)
        for known in _live_tokens(secret[: CONSTANTS.TOKEN_KEY_LENGTH]):
            if compare_digest(known.digest, digest):
                client = known.client
                client.token = known
                return client, known
        raise AuthenticationFailed(INVALID, "token_invalid")


def _live_tokens(key: str) -> list[ApiToken]:
    """Tokens that begin like this, have not ended, and whose client is active. A token without an end is none."""
    live = ApiToken.objects.filter(token_key=key, revoked_at=None, expiry__gt=timezone.now(), client__is_active=True)
    return list(live.select_related("client__organisation", "contract"))
