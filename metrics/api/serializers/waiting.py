"""Surveys and sales that wait for their contact."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class WaitingDay(serializers.Serializer[Any]):
    """Rows of one local day."""

    day = serializers.DateField(allow_null=True, help_text="Of the answer or the sale; null: the row says none.")
    rows = serializers.IntegerField()


class WaitingFeed(serializers.Serializer[Any]):
    """The waiting rows of a feed. They are tried again at each delivery."""

    feed = serializers.ChoiceField(choices=("surveys", "sales"))
    rows = serializers.IntegerField()
    since = serializers.DateField(allow_null=True, help_text="Local day of the oldest.")
    by_day = WaitingDay(many=True)


class WaitingDocument(serializers.Serializer[Any]):
    """What waits, by feed; a feed without waiting rows is left out."""

    waiting = WaitingFeed(many=True)
