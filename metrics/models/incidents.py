"""Incidents: what disturbed traffic or handling time, when, where, and whose it was."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from contracts.models.scoping import ContractRow


class IncidentOwner(models.TextChoices):
    BUYER = "buyer"
    VENDOR = "vendor"
    THIRD_PARTY = "third_party"


class Incident(ContractRow):
    """One incident of one contract, as loaded: shown and marked, nothing is relieved by it yet.

    `scope` names values by dimension, {"queue": ["Invoice"]}; a dimension that is not named is not limited.
    """

    number = models.PositiveIntegerField()  # within the contract, …
    key = models.SlugField(max_length=60)
    owner = models.CharField(max_length=12, choices=IncidentOwner)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    scope = models.JSONField(default=dict)
    sentence_en = models.CharField(max_length=400)
    sentence_nb = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ContractRow.Meta):
        ordering = ["contract_id", "begins_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_incident_per_number"),
            models.UniqueConstraint(fields=["contract", "key"], name="one_incident_per_key"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="incident_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["contract", "begins_at"], name="incident_begins")]

    def __str__(self) -> str:
        return f"{self.contract_id} R-{self.number}"
