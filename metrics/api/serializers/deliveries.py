"""Deliveries: what comes in, and what became of it. The document is that of the ingest_file command."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from contracts.domain.errors import N_, DomainError
from metrics.models.deliveries import DeliveryState


class Rows(serializers.Serializer[Any]):
    """The balance: lines is the sum of all others. null: not counted yet."""

    lines = serializers.IntegerField(allow_null=True)
    header = serializers.IntegerField(allow_null=True)
    blank = serializers.IntegerField(allow_null=True)
    continuation = serializers.IntegerField(allow_null=True)
    accepted = serializers.IntegerField(allow_null=True)
    updated = serializers.IntegerField(allow_null=True)
    duplicate = serializers.IntegerField(allow_null=True)
    stale = serializers.IntegerField(allow_null=True)
    unmatched = serializers.IntegerField(allow_null=True)
    elsewhere = serializers.IntegerField(allow_null=True)
    rejected = serializers.IntegerField(allow_null=True)


class ProfileUsed(serializers.Serializer[Any]):
    """The version of the source profile that reads the file."""

    key = serializers.CharField()
    version = serializers.IntegerField()


class Warned(serializers.Serializer[Any]):
    """Something that is no error, but that somebody should look at."""

    code = serializers.CharField()
    message = serializers.CharField()
    params = serializers.DictField(required=False)


class Refusal(serializers.Serializer[Any]):
    """Why the whole file was refused, or given up."""

    code = serializers.CharField()
    message = serializers.CharField()
    params = serializers.DictField()
    lines = serializers.ListField(child=serializers.IntegerField(), help_text="Lines of the file that show it.")


class DeliveryDocument(serializers.Serializer[Any]):
    """One file and what became of it."""

    delivery = serializers.CharField(help_text="Opaque id.")
    state = serializers.ChoiceField(choices=DeliveryState.values)
    feed = serializers.CharField()
    profile = ProfileUsed()
    file_name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    received_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    step = serializers.CharField(allow_null=True, help_text="What a worker does now.")
    rows_read = serializers.IntegerField(allow_null=True)
    rows_expected = serializers.IntegerField(allow_null=True)
    rows = Rows()
    months = serializers.ListField(child=serializers.CharField())
    reasons = serializers.DictField(child=serializers.IntegerField(), help_text="Rejected rows by code.")
    warnings = Warned(many=True)
    refusal = Refusal(allow_null=True)
    repeat = serializers.BooleanField(help_text="In the answer to a file: true when it had been delivered before.")


class RejectedRow(serializers.Serializer[Any]):
    """A row that was not taken. `values` are masked."""

    line = serializers.IntegerField(allow_null=True)
    column = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    message = serializers.CharField()
    values = serializers.DictField()


class UnknownField(DomainError):
    """A form field that this address does not know."""

    code = "unknown_field"
    text = N_("The field “%(field)s” is not known here. Known are: %(known)s.")


class FieldRepeated(DomainError):
    """A form field was given twice: of two files one would vanish."""

    code = "field_repeated"
    text = N_("The field “%(field)s” may be given once only; send each file on its own.")


class DeliveryUpload(serializers.Serializer[Any]):
    """A file with the profile that says how it is read."""

    file = serializers.FileField(help_text="CSV, JSON, JSON Lines (also gzip), XLSX.")
    profile = serializers.SlugField(max_length=60, help_text="Key of a source profile; its newest version reads.")
    feed = serializers.ChoiceField(
        choices=("contacts", "surveys", "sales"), required=False, help_text="The profile's feed when left out."
    )
    backfill = serializers.BooleanField(
        required=False, default=False, help_text="Old data: the deadline for surveys is waived."
    )

    def to_internal_value(self, data: Any) -> Any:
        """Nothing that was sent is silently left out. A browser's form token is not ours to judge."""
        for field, values in data.lists():
            if field not in self.fields and field != "csrfmiddlewaretoken":
                raise UnknownField(field=field[:60], known=", ".join(self.fields))
            if len(values) > 1:
                raise FieldRepeated(field=field)
        return super().to_internal_value(data)
