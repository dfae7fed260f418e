"""KPIs of summed months."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from metrics.api.serializers.scorecards import KPI_KEYS, KpiShort


class SeriesSlice(serializers.Serializer[Any]):
    """One value of the dimension in `by`."""

    by = serializers.DictField(child=serializers.CharField(allow_null=True))
    kpis = serializers.DictField(child=KpiShort())


class Kpis(serializers.Serializer[Any]):
    """KPIs of all months from `from` to `to` together; with the parameter by also for each slice."""

    contract = serializers.CharField()
    to = serializers.CharField()
    kpis = serializers.DictField(child=KpiShort(), help_text=f"By key: {KPI_KEYS}.")
    slices = SeriesSlice(many=True, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python, so it cannot be declared as an attribute."""
        return {"from": serializers.CharField(), **super().get_fields()}
