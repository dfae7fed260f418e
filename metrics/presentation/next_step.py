"""What happens next with a month: it is open until its cut-off, then final, then signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext

from metrics.presentation import words

Document = Mapping[str, Any]


def next_step(document: Document, today: date) -> tuple[str, str]:
    """The step and why, each ready to print."""
    if document["state"] == "final":
        return gettext("Confirmation"), gettext("final figures, for both parties to confirm")
    if document["state"] == "signed":
        return pgettext("next step", "Nothing"), gettext("signed by both parties")
    cut_off = date.fromisoformat(document["inputs"]["cut_off"])
    values = {"day": words.day_name(cut_off)}
    if today <= cut_off:
        return gettext("Deliveries until cut-off"), gettext("the month is open until %(day)s") % values
    return gettext("Final version"), gettext("the cut-off was %(day)s") % values
