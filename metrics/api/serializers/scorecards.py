"""The scorecard document, described for the schema. The document itself is passed on as it was drawn."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from metrics.domain import kpis

STATES = ("draft", "preliminary", "final", "signed")
ZONES = ("in_balance", "watch", "imbalance", "unacceptable")
RESULTS = ("met", "missed", "excused", "no_data")
VERDICTS = ("met", "missed", "not_distinguishable", "too_few", "no_data")
BASES = ("raw", "relieved", "relieved_standardised")
BOUNDS = ("sample", "missing")
OWNERS = ("buyer", "vendor", "third_party")
UNITS = ("s", "share", "count", "score")
KPI_KEYS = ", ".join(kpi.key for kpi in kpis.ALL)


class Number(serializers.CharField):
    """A decimal number as text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_null": True, **options})


class KpiShort(serializers.Serializer[Any]):
    """A KPI's value (null when nothing was measured, with the reason), its unit and its sample size."""

    value = Number()
    n = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=UNITS)
    reason = serializers.CharField(required=False, help_text="Why there is no value.")


class TargetBand(serializers.Serializer[Any]):
    """The band that was agreed; one-sided targets have neither band_high nor upper."""

    lower = serializers.CharField()
    band_low = serializers.CharField()
    band_high = serializers.CharField(required=False)
    upper = serializers.CharField(required=False)
    weight = serializers.CharField()


class KpiEntry(KpiShort):
    """A KPI as the scorecard judges it: `result` is the contract's rule, `verdict` what the sample allows to say."""

    relieved = Number()
    standardised = Number()
    interval = serializers.ListField(child=serializers.CharField(), allow_null=True, min_length=2, max_length=2)
    interval_reason = serializers.CharField(required=False, help_text="Why a value has no interval.")
    previous = Number(help_text="The month before.")
    target = TargetBand(allow_null=True)
    result = serializers.ChoiceField(choices=RESULTS, allow_null=True)
    verdict = serializers.ChoiceField(choices=VERDICTS, allow_null=True)
    desirability = Number()
    points_lost = Number()
    response_rate = Number(required=False, help_text="With csat only.")
    agents = serializers.IntegerField(required=False, help_text="With aht: how many agents are known.")
    design_effect = serializers.CharField(
        required=False,
        help_text="With aht: how much wider its interval is, squared, because an agent's contacts resemble.",
    )


class Loss(serializers.Serializer[Any]):
    """What one KPI cost of the 100 points, and the score if it alone were inside its band."""

    kpi = serializers.CharField()
    points = serializers.CharField()
    alone = serializers.CharField()


class Score(serializers.Serializer[Any]):
    """The balance score, 0 to 100; the points lost add up to what is missing to 100."""

    value = Number()
    state = serializers.ChoiceField(choices=ZONES, allow_null=True)
    partial = serializers.BooleanField()  # type: ignore[assignment]  # a field, taken off the class
    missing = serializers.ListField(child=serializers.CharField())
    knocked_out = serializers.ListField(child=serializers.CharField())
    lower = Number(help_text="What chance and missing KPIs leave open, 95 %.")
    upper = Number()
    bounds = serializers.ChoiceField(
        choices=BOUNDS,
        allow_null=True,
        help_text="sample: chance, and missing KPIs if any; missing: missing KPIs alone.",
    )
    distinguishable = serializers.BooleanField(
        allow_null=True, required=False, help_text="False: the bounds allow every zone, so that the zone says nothing."
    )
    lost = Loss(many=True)
    reason = serializers.CharField(allow_null=True)


class SliceEntry(serializers.Serializer[Any]):
    """One channel, brand, queue or topic; null is what the source did not say."""

    by = serializers.DictField(child=serializers.CharField(allow_null=True))
    kpis = serializers.DictField(child=KpiShort())
    cost = Number()


class CostLine(serializers.Serializer[Any]):
    """Units × unit price, and the contract's rule that it follows from; without an amount the reason says why."""

    kind = serializers.ChoiceField(choices=("volume", "commission", "unpriced"))
    channel = serializers.CharField(required=False, allow_null=True)
    product = serializers.CharField(required=False, allow_null=True)
    units = serializers.IntegerField(allow_null=True)
    unit_price = Number()
    amount = Number()
    rule = serializers.CharField(allow_null=True)
    reason = serializers.CharField(required=False)


class Cost(serializers.Serializer[Any]):
    """What the month cost, in the contract's currency."""

    currency = serializers.CharField()
    total = Number()
    per_contact = Number()
    lines = CostLine(many=True)


class Earned(serializers.Serializer[Any]):
    """What the month's sales brought."""

    contacts_with_sale = serializers.IntegerField(allow_null=True)
    units = serializers.IntegerField(allow_null=True)
    sale_value = Number()
    commission = Number()


class ScorecardScore(serializers.Serializer[Any]):
    """The score in a list."""

    value = Number()
    state = serializers.ChoiceField(choices=ZONES, allow_null=True)
    partial = serializers.BooleanField()  # type: ignore[assignment]  # a field, taken off the class


class ScorecardLine(serializers.Serializer[Any]):
    """A month's scorecard in a list; its address has the rest."""

    contract = serializers.CharField()
    month = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    minted_at = serializers.DateTimeField(allow_null=True)
    hash = serializers.CharField()
    score = ScorecardScore()


class IncidentEntry(serializers.Serializer[Any]):
    """What disturbed the month. Nothing is taken out of the figures for it."""

    label = serializers.CharField(help_text="R-1")  # type: ignore[assignment]  # a field, taken off the class
    key = serializers.CharField()
    owner = serializers.ChoiceField(choices=OWNERS)
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    scope = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), help_text="What is not named is not limited."
    )
    sentence = serializers.CharField()


class ScorecardChange(serializers.Serializer[Any]):
    """One figure that differs; null where it was not there."""

    path = serializers.CharField(help_text="kpis.aht.value")
    before = serializers.JSONField()
    after = serializers.JSONField()


class ScorecardVersionLine(ScorecardLine):
    """A minted version of a month; `changes` are null for the first one."""

    minted_by = serializers.CharField(help_text="cut_off, command")
    changes = ScorecardChange(many=True, allow_null=True)


class PendingDifference(serializers.Serializer[Any]):
    """What would change if the month were minted now. The newest version stays the official one until then."""

    contract = serializers.CharField()
    month = serializers.CharField()
    version = serializers.IntegerField(allow_null=True, help_text="The newest minted version; null: none is minted.")
    state = serializers.ChoiceField(choices=STATES, allow_null=True)
    changes = ScorecardChange(many=True)


class Inputs(serializers.Serializer[Any]):
    """What the scorecard was drawn from: part numbers, deliveries, and the last day on which the month was open."""

    parts = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    deliveries = serializers.ListField(child=serializers.CharField())
    cut_off = serializers.DateField(allow_null=True)


class Scorecard(serializers.Serializer[Any]):
    """One month of a contract. `hash` names the content: equal figures under equal terms have equal hashes."""

    contract = serializers.CharField()
    month = serializers.CharField(help_text="2026-10")
    version = serializers.IntegerField(allow_null=True, help_text="null: the draft, replaced in place.")
    state = serializers.ChoiceField(choices=STATES)
    basis = serializers.ChoiceField(choices=BASES)
    basis_reason = serializers.CharField(allow_null=True)
    definition_version = serializers.CharField()
    contract_version = serializers.IntegerField()
    minted_at = serializers.DateTimeField(allow_null=True)
    hash = serializers.CharField()
    score = Score()
    kpis = serializers.DictField(child=KpiEntry(), help_text=f"By key: {KPI_KEYS}.")
    slices = SliceEntry(many=True)
    cost = Cost()
    earned = Earned()
    incidents = IncidentEntry(many=True)
    inputs = Inputs()
