"""Query parameters: each address takes these and no others."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from contracts.domain.errors import N_, DomainError
from contracts.domain.months import Month, months_between
from metrics.selectors.figures import SERIES_SPLITS

MOST_MONTHS = 240
FORMATS = ("json", "jsonl", "csv")
DRAFT = "draft"


class PeriodTooLong(DomainError):
    """A range of months longer than any question needs."""

    code = "period_too_long"
    text = N_("The period may hold %(most)s months at most.")


class MonthField(serializers.CharField):
    """A month, 2026-10. Raises MonthInvalid."""

    def to_internal_value(self, data: Any) -> Month:  # type: ignore[override]  # a Month, not its text
        """The month."""
        return Month.parse(super().to_internal_value(data))


class ScorecardQuery(serializers.Serializer[Any]):
    """Which version."""

    version = serializers.RegexField(
        r"^([1-9][0-9]{0,5}|draft)$",
        required=False,
        help_text="A number, or draft. When left out: the newest minted version, or the draft if there is none.",
    )

    def chosen(self) -> int | str | None:
        """The version as the selector takes it."""
        version: str | None = self.validated_data.get("version")
        return version if version is None or version == DRAFT else int(version)


class ScorecardListQuery(serializers.Serializer[Any]):
    """How the list is wanted."""

    format = serializers.ChoiceField(
        choices=("json", "csv"),
        required=False,
        help_text="json (as a rule): pages. csv: the whole list, for a spreadsheet.",
    )


class KpisQuery(serializers.Serializer[Any]):
    """First and last month, both included, and what to split by."""

    to = MonthField(help_text="Last month, 2021-03.")
    by = serializers.ChoiceField(choices=SERIES_SPLITS, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of Python, so it cannot be declared as an attribute."""
        return {"from": MonthField(help_text="First month, 2021-01."), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Not endless; the selector says when it ends before it begins."""
        if len(months_between(attrs["from"], attrs["to"])) > MOST_MONTHS:
            raise PeriodTooLong(most=MOST_MONTHS)
        return attrs


class RejectedQuery(serializers.Serializer[Any]):
    """How the rows are wanted."""

    format = serializers.ChoiceField(
        choices=FORMATS,
        required=False,
        help_text="json (as a rule): pages. jsonl: all rows, one object a line. csv: all rows, for a spreadsheet.",
    )
