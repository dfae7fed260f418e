"""Figure sets: immutable additive counts of a contract's month, by day and by month. Pages read these alone."""

from __future__ import annotations

from django.db import models

from contracts.models.scoping import ContractRow
from metrics.domain.counts import DAY_DIMENSIONS, DIMENSIONS, NAMES
from metrics.domain.figure_tables import AGENT_COUNTS, AGENT_KEYS, BIN_COUNTS, HOUR_COUNTS, SALE_COUNTS


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
    """One slice: its dimensions (unknown = empty text) and all counts of metrics.domain.counts."""

    figure_set = models.ForeignKey(FigureSet, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)

    class Meta(ContractRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.figure_set_id}"


for _name in NAMES:
    FigureRow.add_to_class(_name, models.BigIntegerField(default=0))


class MonthlyFigure(FigureRow):
    """A month's counts by the dimensions."""

    class Meta(FigureRow.Meta):
        indexes = [models.Index(fields=["figure_set"], name="monthly_figure_set")]


class DailyFigure(FigureRow):
    """A local day's counts by some of the dimensions."""

    local_day = models.DateField()

    class Meta(FigureRow.Meta):
        indexes = [models.Index(fields=["figure_set", "local_day"], name="daily_figure_set_day")]


for _name in DIMENSIONS:
    MonthlyFigure.add_to_class(_name, models.CharField(max_length=200, blank=True))
for _name in DAY_DIMENSIONS:
    DailyFigure.add_to_class(_name, models.CharField(max_length=200, blank=True))


class OtherFigureRow(ContractRow):
    """A row of one of the narrower tables of a figure set (metrics.domain.figure_tables)."""

    figure_set = models.ForeignKey(FigureSet, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)

    class Meta(ContractRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.figure_set_id}"


class HourFigure(OtherFigureRow):
    """An hour's counts by channel and queue: baseline, forecast, heat map."""

    hour_start = models.DateTimeField()  # UTC
    local_hour = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=200, blank=True)
    queue = models.CharField(max_length=200, blank=True)

    class Meta(OtherFigureRow.Meta):
        indexes = [models.Index(fields=["figure_set", "hour_start"], name="hour_figure_set_hour")]


class HandleTimeBin(OtherFigureRow):
    """Handled contacts of a month by length, eight bins per doubling, with what came of them."""

    channel = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    bin = models.SmallIntegerField()  # floor(8 · log2(seconds)), seconds at least 1

    class Meta(OtherFigureRow.Meta):
        indexes = [models.Index(fields=["figure_set"], name="handle_time_bin_set")]


class AgentFigure(OtherFigureRow):
    """A month's counts by agent (a pseudonym; empty: not known). Never leaves for the other party."""

    class Meta(OtherFigureRow.Meta):
        indexes = [models.Index(fields=["figure_set"], name="agent_figure_set")]


class SaleFigure(OtherFigureRow):
    """A month's accepted sales by product, kind and the state that they are in now."""

    product = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12)  # accepted, active, withdrawn, cancelled

    class Meta(OtherFigureRow.Meta):
        indexes = [models.Index(fields=["figure_set"], name="sale_figure_set")]


for _name in AGENT_KEYS:
    AgentFigure.add_to_class(_name, models.CharField(max_length=200, blank=True))
for _table, _names in (
    (HourFigure, HOUR_COUNTS),
    (HandleTimeBin, BIN_COUNTS),
    (AgentFigure, AGENT_COUNTS),
    (SaleFigure, SALE_COUNTS),
):
    for _name in _names:
        _table.add_to_class(_name, models.BigIntegerField(default=0))
