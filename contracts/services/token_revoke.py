"""Take a token back: from that moment it opens nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from contracts.models.parties import ApiToken
from contracts.selectors import Actor
from contracts.services.audit import audit_write


@transaction.atomic
def token_revoke(*, token: ApiToken, now: datetime, by: Actor | None = None, why: str = "") -> ApiToken:
    """Revoke a token; a revoked one keeps its first moment, so that the same again changes nothing."""
    changed = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)
    token.refresh_from_db()
    if changed:
        audit_write(
            action="token_revoke",
            by=by,
            contract=token.contract,
            organisation=token.client.organisation,
            object_kind="api_token",
            object_id=token.token_key,
            why=why,
        )
    return token
