"""The audit trail: one event per act, written by the service that did it, in the same transaction."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """Who did what to which thing, when, from what to what, and why. Append-only (database triggers)."""

    at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=10)  # user, client, system
    actor_id = models.CharField(max_length=24, blank=True)  # public id, so that erasing a person needs no edit here
    organisation = models.ForeignKey(
        "contracts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=60)  # the service's name: contract_load, delivery_receive, …
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=60)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    why = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["contract", "at"], name="audit_contract_at")]

    def __str__(self) -> str:
        return f"{self.at} {self.action} {self.object_id}"
