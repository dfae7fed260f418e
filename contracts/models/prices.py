"""Rate card and commission of a contract version."""

from __future__ import annotations

from django.db import models

from contracts.models.agreements import ContractVersion
from contracts.models.scoping import ContractRow


class PriceLine(ContractRow):
    """A price per contact for a channel."""

    version = models.ForeignKey(ContractVersion, on_delete=models.CASCADE, related_name="prices")
    position = models.PositiveIntegerField()
    channel = models.CharField(max_length=10)
    model = models.CharField(max_length=20)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta(ContractRow.Meta):
        ordering = ["version_id", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="one_price_per_position")]

    def __str__(self) -> str:
        return f"{self.channel} {self.unit_price}"


class CommissionRule(ContractRow):
    """What the vendor earns per unit sold of a product ("*" = every product)."""

    version = models.ForeignKey(ContractVersion, on_delete=models.CASCADE, related_name="commission")
    position = models.PositiveIntegerField()
    product = models.CharField(max_length=100)
    model = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta(ContractRow.Meta):
        ordering = ["version_id", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="one_commission_per_position")]

    def __str__(self) -> str:
        return f"{self.product} {self.amount}"
