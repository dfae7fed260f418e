"""Targets of a contract version: a band per KPI."""

from __future__ import annotations

from django.db import models

from contracts.models.agreements import ContractVersion
from contracts.models.scoping import ContractRow


class TargetBand(ContractRow):
    """A band with a weight for one KPI, in the KPI's own unit; the key is checked against the catalogue."""

    version = models.ForeignKey(ContractVersion, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveIntegerField()
    kpi = models.CharField(max_length=40)
    weight = models.DecimalField(max_digits=6, decimal_places=4)
    lower = models.DecimalField(max_digits=16, decimal_places=6)
    band_low = models.DecimalField(max_digits=16, decimal_places=6)
    band_high = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)

    class Meta(ContractRow.Meta):
        ordering = ["version_id", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "kpi"], name="one_target_per_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi} {self.weight}"
