"""The target status of a month."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from metrics.api.serializers.queries import MonthField
from metrics.api.serializers.scorecards import UNITS, ZONES, Number
from metrics.domain.month_to_date import STATES
from metrics.selectors.status import PHASES


class StatusQuery(serializers.Serializer[Any]):
    """Which month."""

    month = MonthField(
        required=False, help_text="2026-11. When left out: the running month, or the newest open one while it is empty."
    )


class StatusContacts(serializers.Serializer[Any]):
    """Contacts so far (null without data), of the whole month as expected (null with a reason), and what is missing."""

    so_far = serializers.IntegerField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    known_to = serializers.DateField(allow_null=True, help_text="The last whole day with figures.")
    missing_days = serializers.ListField(
        child=serializers.DateField(), help_text="Days whose contacts should be here, by what came before: a guess."
    )


class StatusScore(serializers.Serializer[Any]):
    """The balance score so far, and how far it could have come out otherwise."""

    value = Number()
    state = serializers.ChoiceField(choices=ZONES, allow_null=True)
    lower = Number()
    upper = Number()


class StatusKpi(serializers.Serializer[Any]):
    """A KPI to date. The rest of the month must average rest_low to rest_high, which is never outside the band."""

    kpi = serializers.CharField()
    unit = serializers.ChoiceField(choices=UNITS)
    value = Number()
    n = serializers.IntegerField()
    still_to_come = serializers.IntegerField(allow_null=True, help_text="Observations that the rest should bring.")
    state = serializers.ChoiceField(choices=tuple(STATES))
    rest_low = Number(help_text="Null where nothing is asked, or the band cannot be reached.")
    rest_high = Number(help_text="Null also where more is always as agreed.")
    reason = serializers.CharField(allow_null=True, help_text="Why there is no value.")


class StatusDocument(serializers.Serializer[Any]):
    """Where a month stands. `kpis` is empty once the month is final: its scorecard says it."""

    contract = serializers.CharField()
    month = serializers.CharField()
    phase = serializers.ChoiceField(choices=PHASES)
    today = serializers.DateField(help_text="The day that it is at the contract.")
    days_left = serializers.IntegerField(help_text="Local days, today included.")
    cut_off = serializers.DateField(help_text="The last day on which the month is open.")
    surveys_until = serializers.DateField(help_text="The last day on which an answer still counts.")
    contacts = StatusContacts()
    score = StatusScore(allow_null=True)
    kpis = StatusKpi(many=True)
