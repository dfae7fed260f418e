"""The manifest: which part files and which figure set are a contract's month."""

from __future__ import annotations

from django.db import models

from contracts.models.scoping import ContractRow


class Part(ContractRow):
    """One immutable Parquet file of a contract's month: contacts, surveys or sales."""

    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField()  # counts up within contract, month and kind
    path = models.CharField(max_length=400, unique=True)  # below CONTACT_STORE
    rows = models.BigIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ContractRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "kind", "number"], name="one_part_per_number")
        ]

    def __str__(self) -> str:
        return self.path


class ContractMonth(ContractRow):
    """The live parts and figure set of one month. `version` is the compare-and-swap guard: each swap adds one."""

    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField(default=0)
    contacts_part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    surveys_part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    sales_part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    figure_set = models.ForeignKey("metrics.FigureSet", null=True, on_delete=models.PROTECT, related_name="+")
    # Since when the parts are newer than the figures: the roll-up was put off because more deliveries were waiting.
    figures_due_since = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(ContractRow.Meta):
        ordering = ["contract_id", "month"]
        constraints = [models.UniqueConstraint(fields=["contract", "month"], name="one_row_per_month")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month} v{self.version}"


class ContractMonthDelivery(ContractRow):
    """Which applied deliveries a month holds."""

    contract_month = models.ForeignKey(ContractMonth, on_delete=models.CASCADE, related_name="deliveries")
    delivery = models.ForeignKey("metrics.Delivery", on_delete=models.PROTECT, related_name="+")

    class Meta(ContractRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["contract_month", "delivery"], name="one_row_per_month_and_delivery")
        ]

    def __str__(self) -> str:
        return f"{self.contract_month_id} {self.delivery_id}"


class Waiting(ContractRow):
    """Surveys and sales of a contract whose contact is not there yet; tried again at each delivery.

    `version` guards the swap as a month's does. `ages` says what waits since when, by feed and local day of the row.
    """

    version = models.PositiveIntegerField(default=0)
    surveys_part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    sales_part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    ages = models.JSONField(default=list)  # [{"feed": "surveys", "day": "2026-11-03", "rows": 12}]
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(ContractRow.Meta):
        constraints = [models.UniqueConstraint(fields=["contract"], name="one_waiting_row_per_contract")]

    def __str__(self) -> str:
        return f"{self.contract_id} waiting v{self.version}"


class MergeLease(models.Model):
    """One merge per contract at a time, for liveness; correctness rests on ContractMonth.version alone."""

    contract = models.OneToOneField("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.contract_id} until {self.until}"


class JobLease(models.Model):
    """One run of a periodic job at a time, so that two beats are harmless."""

    job = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField(null=True)
    last_run_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.job


class WorkerBeat(models.Model):
    """A sign of life of a worker, so that pages can say whether anybody works."""

    name = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
