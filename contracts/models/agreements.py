"""Contracts, their brands and their versions."""

from __future__ import annotations

from django.db import models

from contracts.models.parties import Organisation, make_pseudonym_key
from contracts.models.scoping import ContractRow, make_public_id


def make_contract_id() -> str:
    return make_public_id("c")


class Contract(models.Model):
    """An agreement between one buyer and one vendor; below it hangs everything agreed and everything that happened.

    Currency, time zone, billing unit and month_by are fixed once data exist.
    """

    public_id = models.CharField(max_length=24, unique=True, default=make_contract_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts_as_buyer")
    vendor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts_as_vendor")
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=60)
    billing_unit = models.CharField(max_length=10, default="contact")
    month_by = models.CharField(max_length=10, default="started")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    # Keyed pseudonyms of agents: one key per contract; destroying it is erasure.
    pseudonym_key = models.BinaryField(default=make_pseudonym_key, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Brand(ContractRow):
    """A brand of the buyer that the contract serves, from a day on; a brand taken over names the one it went into."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="brands")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    valid_from = models.DateField()
    merged_into = models.SlugField(max_length=60, blank=True)  # empty: still its own

    class Meta(ContractRow.Meta):
        ordering = ["valid_from", "key"]
        constraints = [models.UniqueConstraint(fields=["contract", "key"], name="one_brand_per_key")]

    def __str__(self) -> str:
        return self.name


class VersionState(models.TextChoices):
    DRAFT = "draft"
    APPROVED = "approved"


class ContractVersion(ContractRow):
    """Everything agreed from a day until the next version begins. Approved = immutable (database triggers)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    origin = models.CharField(max_length=20, default="operator")  # who brought it in: loaded by the operator
    document_hash = models.CharField(max_length=64)
    approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # Counting rules (contracts.domain.counting.CountingRules, same names)
    short_abandon_s = models.PositiveIntegerField()
    misroute_s = models.PositiveIntegerField()
    service_level_s = models.PositiveIntegerField()
    service_level_formula = models.CharField(max_length=60)
    handle_time = models.JSONField()
    csat_kind = models.CharField(max_length=10)
    csat_satisfied_from = models.DecimalField(max_digits=6, decimal_places=4)
    hit_rate_denominator = models.CharField(max_length=10)
    survey_cut_off_days = models.PositiveIntegerField()
    sale_maturity_days = models.PositiveIntegerField()
    month_cut_off_days = models.PositiveIntegerField()
    repeat_days = models.PositiveIntegerField()
    not_billable = models.JSONField()
    judged_on = models.CharField(max_length=25)
    # Score rules
    score_floor = models.DecimalField(max_digits=6, decimal_places=4)
    zone_in_balance = models.DecimalField(max_digits=6, decimal_places=2)
    zone_watch = models.DecimalField(max_digits=6, decimal_places=2)
    zone_imbalance = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta(ContractRow.Meta):
        ordering = ["contract_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["contract", "valid_from"], name="one_version_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.number}"
