"""Write the audit trail: one event per act, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from contracts.domain.request_id import request_id
from contracts.models.agreements import Contract
from contracts.models.audit import AuditEvent
from contracts.models.parties import ApiClient, Organisation
from contracts.selectors import Actor

Facts = Mapping[str, object]


class AuditOutsideTransaction(RuntimeError):
    """An act was recorded outside its transaction, so one could be kept without the other: a programming error."""


def actor_kind(by: Actor | None) -> str:
    """ "user", "client", or "system" for commands and the timetable."""
    if by is None:
        return "system"
    return "client" if isinstance(by, ApiClient) else "user"


def audit_write(
    *,
    action: str,
    by: Actor | None,
    contract: Contract | None = None,
    organisation: Organisation | None = None,
    object_kind: str,
    object_id: object,
    before: Facts | None = None,
    after: Facts | None = None,
    why: str = "",
) -> AuditEvent:
    """Record who did what to which thing, from what to what, and why. `by` None is the system (command, timetable).

    A client's act is its organisation's. The facts must be plain JSON.
    """
    if not connection.in_atomic_block:
        raise AuditOutsideTransaction(f"{action} must write its audit event in its own transaction")
    if organisation is None and isinstance(by, ApiClient):
        organisation = by.organisation
    return AuditEvent.objects.create(
        actor_kind=actor_kind(by),
        actor_id=by.public_id if by is not None else "",
        organisation=organisation,
        contract=contract,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        before=before,
        after=after,
        why=why,
        request_id=request_id.get(),
    )
