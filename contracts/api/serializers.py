"""Contracts as programs read them: the words of the contract document (examples/contract.yaml)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.domain.channels import CHANNELS
from contracts.models.agreements import Brand, Contract, ContractVersion
from contracts.selectors import brands_of, terms_of, versions_of


class DecimalText(serializers.CharField):
    """A decimal number as text, exactly as agreed: 42.00, never 4.2E+1."""

    def to_representation(self, value: Any) -> str:
        """Without an exponent."""
        return format(value, "f")


class PartySerializer(serializers.Serializer[Any]):
    """The buyer or the vendor."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    organisation_number = serializers.CharField()
    kind = serializers.ChoiceField(choices=["buyer", "partner", "in_house"])


class ContractSerializer(serializers.Serializer[Any]):
    """A contract: what is fixed on it."""

    id = serializers.CharField(source="public_id", help_text="Opaque id; every address takes it in place of the key.")
    key = serializers.SlugField()
    title = serializers.CharField()
    buyer = PartySerializer()
    vendor = PartySerializer()
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    billing_unit = serializers.ChoiceField(choices=["contact", "leg"])
    month_by = serializers.ChoiceField(choices=["started", "ended"])
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True)


class BrandSerializer(serializers.Serializer[Any]):
    """A brand of the buyer that the contract serves; `from` is its first day."""

    key = serializers.SlugField()
    name = serializers.CharField()
    merged_into = serializers.SlugField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python, so it cannot be declared as an attribute."""
        return {**super().get_fields(), "from": serializers.DateField(source="valid_from")}

    def to_representation(self, instance: Brand) -> dict[str, Any]:
        """A brand that is still its own went into none."""
        shown = super().to_representation(instance)
        return {**shown, "merged_into": shown["merged_into"] or None}


class CsatSerializer(serializers.Serializer[Any]):
    """How satisfaction is counted."""

    kind = serializers.ChoiceField(choices=["top_box", "mean"], source="csat_kind")
    satisfied_from = DecimalText(source="csat_satisfied_from", help_text="Share of the scale from which on satisfied.")


class CountingSerializer(serializers.Serializer[Any]):
    """The counting rules: seconds (_s), days (_days)."""

    short_abandon_s = serializers.IntegerField()
    misroute_s = serializers.IntegerField()
    service_level_s = serializers.IntegerField()
    service_level_formula = serializers.CharField()
    handle_time = serializers.ListField(child=serializers.CharField())
    csat = CsatSerializer(source="*")
    hit_rate_denominator = serializers.CharField()
    survey_cut_off_days = serializers.IntegerField()
    sale_maturity_days = serializers.IntegerField()
    month_cut_off_days = serializers.IntegerField()
    repeat_days = serializers.IntegerField()
    not_billable = serializers.ListField(child=serializers.CharField())
    judged_on = serializers.CharField()


class PriceSerializer(serializers.Serializer[Any]):
    """A price per contact of a channel."""

    channel = serializers.ChoiceField(choices=CHANNELS)
    model = serializers.CharField()
    unit_price = DecimalText()


class CommissionSerializer(serializers.Serializer[Any]):
    """What the vendor earns for each unit sold; product * is every product."""

    product = serializers.CharField()
    model = serializers.CharField()
    amount = DecimalText()


class TargetSerializer(serializers.Serializer[Any]):
    """A target band in the KPI's own unit; without band_high and upper more is always as agreed."""

    kpi = serializers.CharField()
    weight = DecimalText()
    lower = DecimalText()
    band_low = DecimalText()
    band_high = DecimalText(allow_null=True)
    upper = DecimalText(allow_null=True)


class ZonesSerializer(serializers.Serializer[Any]):
    """Lower edges of the score's zones; below imbalance it is unacceptable."""

    in_balance = DecimalText()
    watch = DecimalText()
    imbalance = DecimalText()


class ScoreRulesSerializer(serializers.Serializer[Any]):
    """The rules of the balance score."""

    floor = DecimalText()
    zones = ZonesSerializer(source="*")


class TermsSerializer(serializers.Serializer[Any]):
    """Everything agreed from a day until the next version begins."""

    version = serializers.IntegerField()
    valid_from = serializers.DateField()
    counting = CountingSerializer()
    prices = PriceSerializer(many=True)
    commission = CommissionSerializer(many=True)
    targets = TargetSerializer(many=True)
    score = ScoreRulesSerializer()


class VersionSerializer(TermsSerializer):
    """An approved version: its terms, and how it came to be agreed."""

    origin = serializers.CharField(help_text="operator: loaded by the operator, approved outside the portal.")
    approved_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: ContractVersion) -> dict[str, Any]:
        """The version's terms with the facts of its approval."""
        shown = TermsSerializer(terms_of(self.context["contract"], instance)).data
        approved_at = self.fields["approved_at"].to_representation(instance.approved_at)
        return {**shown, "origin": instance.origin, "approved_at": approved_at}


class ContractDetailSerializer(ContractSerializer):
    """A contract with its brands and all approved versions, oldest first."""

    brands = serializers.SerializerMethodField()
    versions = serializers.SerializerMethodField()

    @extend_schema_field(BrandSerializer(many=True))
    def get_brands(self, contract: Contract) -> Any:
        """Brands, oldest first."""
        return BrandSerializer(brands_of(contract), many=True).data

    @extend_schema_field(VersionSerializer(many=True))
    def get_versions(self, contract: Contract) -> Any:
        """Versions, oldest first."""
        return VersionSerializer(versions_of(contract), many=True, context={"contract": contract}).data
