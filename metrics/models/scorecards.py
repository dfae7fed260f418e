"""Scorecards: one draft per month, replaced in place, and minted versions that never change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from contracts.models.scoping import ContractRow
from metrics.models.figures import FigureSet


class ScorecardDraft(ContractRow):
    """The running truth of a month. `input_hash` names what it was drawn from; when that changes it is drawn anew."""

    month = models.CharField(max_length=7)
    document = models.JSONField()
    hash = models.CharField(max_length=80)
    input_hash = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(auto_now=True)

    class Meta(ContractRow.Meta):
        ordering = ["contract_id", "month"]
        constraints = [models.UniqueConstraint(fields=["contract", "month"], name="one_draft_per_month")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month} draft"


class ScorecardState(models.TextChoices):
    PRELIMINARY = "preliminary"
    FINAL = "final"
    SIGNED = "signed"


class ScorecardVersion(ContractRow):
    """A minted scorecard: immutable (database triggers), pins its figures, keeps the difference to the one before."""

    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ScorecardState)
    document = models.JSONField()
    difference = models.JSONField(null=True)
    hash = models.CharField(max_length=80)
    figure_set = models.ForeignKey(FigureSet, on_delete=models.PROTECT, related_name="+")
    minted_at = models.DateTimeField()
    minted_by = models.CharField(max_length=40)  # cut_off, command, …

    class Meta(ContractRow.Meta):
        ordering = ["contract_id", "month", "version"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "version"], name="one_scorecard_per_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="scorecard_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month} v{self.version}"
