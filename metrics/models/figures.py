"""Figure sets: immutable additive counts of a contract's month, by day and by month. Pages read these alone."""

from __future__ import annotations

from django.db import models

from contracts.models.scoping import ContractRow
from metrics.domain.counts import DIMENSIONS, NAMES


class FigureSet(ContractRow):
    """The figures of one (contract, month, part versions, terms, definition version)."""

    month = models.CharField(max_length=7)
    parts_hash = models.CharField(max_length=64)  # of the part paths it was rolled up from
    part_paths = models.JSONField(default=list)  # the same paths: a set in use keeps its parts from the garbage
    terms_hash = models.CharField(max_length=64)  # Terms.counting_hash()
    definition_version = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ContractRow.Meta):
        indexes = [models.Index(fields=["contract", "month"], name="figure_set_month")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month} #{self.pk}"


class FigureRow(ContractRow):
    """One slice: the dimensions (unknown = empty text) and all counts of metrics.domain.counts."""

    figure_set = models.ForeignKey(FigureSet, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)

    class Meta(ContractRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.figure_set_id}"


for _name in DIMENSIONS:
    FigureRow.add_to_class(_name, models.CharField(max_length=200, blank=True))
for _name in NAMES:
    FigureRow.add_to_class(_name, models.BigIntegerField(default=0))


class MonthlyFigure(FigureRow):
    """A month's counts by the dimensions."""

    class Meta(FigureRow.Meta):
        indexes = [models.Index(fields=["figure_set"], name="monthly_figure_set")]


class DailyFigure(FigureRow):
    """A local day's counts by the dimensions."""

    local_day = models.DateField()

    class Meta(FigureRow.Meta):
        indexes = [models.Index(fields=["figure_set", "local_day"], name="daily_figure_set_day")]
