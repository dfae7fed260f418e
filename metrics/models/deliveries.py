"""Source profiles and deliveries: what was promised to be taken in, and what became of it."""

from __future__ import annotations

from django.db import models

from contracts.models.scoping import ContractRow, make_public_id


def make_delivery_id() -> str:
    return make_public_id("d")


class SourceProfile(ContractRow):
    """How a source's files are read: one immutable version of a profile document (examples/README.md)."""

    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    feed = models.CharField(max_length=20)
    source = models.CharField(max_length=60)  # name space of the ids
    document = models.JSONField()
    document_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ContractRow.Meta):
        ordering = ["contract_id", "key", "version"]
        constraints = [models.UniqueConstraint(fields=["contract", "key", "version"], name="one_profile_per_version")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class DeliveryState(models.TextChoices):
    """examples/states.md"""

    RECEIVED = "received"
    READING = "reading"
    NEEDS_DECISION = "needs_decision"
    APPLIED = "applied"
    REFUSED = "refused"
    FAILED = "failed"


class Delivery(ContractRow):
    """One file for one contract and feed. The row is the promise: it is committed after the file is safe on disk.

    `id` is the receive sequence. `claim_token` and `lease_until` say which worker holds it (fencing token).
    """

    public_id = models.CharField(max_length=24, unique=True, default=make_delivery_id, editable=False)
    feed = models.CharField(max_length=20)
    profile = models.ForeignKey(SourceProfile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    file_path = models.CharField(max_length=400)  # below CONTACT_STORE
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    door = models.CharField(max_length=10)  # page, api, command
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.RECEIVED)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by_kind = models.CharField(max_length=10)  # user, client, system
    received_by_id = models.CharField(max_length=24, blank=True)
    organisation = models.ForeignKey(
        "contracts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    backfill = models.BooleanField(default=False)

    # Work in hand
    claim_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    rung_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=20, blank=True)  # reading, cleaning, merging, swapping
    rows_read = models.BigIntegerField(null=True, blank=True)
    rows_expected = models.BigIntegerField(null=True, blank=True)

    # Outcome
    finished_at = models.DateTimeField(null=True, blank=True)
    lines = models.BigIntegerField(null=True, blank=True)
    header = models.BigIntegerField(null=True, blank=True)
    blank = models.BigIntegerField(null=True, blank=True)
    continuation = models.BigIntegerField(null=True, blank=True)
    accepted = models.BigIntegerField(null=True, blank=True)
    updated = models.BigIntegerField(null=True, blank=True)
    duplicate = models.BigIntegerField(null=True, blank=True)
    stale = models.BigIntegerField(null=True, blank=True)
    unmatched = models.BigIntegerField(null=True, blank=True)
    elsewhere = models.BigIntegerField(null=True, blank=True)
    rejected = models.BigIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=dict, blank=True)  # {code: n} of rejected rows
    months = models.JSONField(default=list, blank=True)  # ["2026-10"]
    warnings = models.JSONField(default=list, blank=True)  # [{"code", "params"}]
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal_params = models.JSONField(default=dict, blank=True)
    rejected_path = models.CharField(max_length=400, blank=True)  # all rejected rows, JSON lines, below CONTACT_STORE

    class Meta(ContractRow.Meta):
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "feed", "sha256", "profile"],
                condition=~models.Q(state__in=["refused", "failed"]),
                name="one_live_delivery_per_file",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="delivery_work"),
            models.Index(fields=["contract", "-id"], name="delivery_contract"),
        ]

    def __str__(self) -> str:
        return self.public_id


class RejectedRow(ContractRow):
    """One of the first 1,000 rejected rows of a delivery; all of them lie in the delivery's file."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.BigIntegerField(null=True)
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    values = models.JSONField(default=dict)  # masked

    class Meta(ContractRow.Meta):
        ordering = ["delivery_id", "line", "id"]

    def __str__(self) -> str:
        return f"{self.delivery_id}:{self.line} {self.code}"
