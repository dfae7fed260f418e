"""What must be known before the figures of a month are read: what is late, what waits, what is still being read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from contracts.presentation import numbers
from metrics.presentation import words
from metrics.presentation.review_ground import ReviewGround


@dataclass(frozen=True, slots=True)
class Work:
    """What is going on with the contract's data: months that have figures, files that are not read to their end."""

    months: int
    files: int


def remarks_of(ground: ReviewGround, work: Work) -> tuple[str, ...]:
    """Whole sentences, the most important first; none when all is quiet."""
    return tuple(filter(None, (_loading(work), _due(ground), _late_surveys(ground), _running(ground))))


def _loading(work: Work) -> str:
    """History that is still on its way."""
    if not work.files:
        return ""
    values = {"files": numbers.number(work.files), "months": work.months}
    text = ngettext(
        "Data are being loaded: %(months)s months have figures, %(files)s file is still to be read.",
        "Data are being loaded: %(months)s months have figures, %(files)s files are still to be read.",
        work.files,
    )
    return text % values


def _due(ground: ReviewGround) -> str:
    if ground.row.figures_due_since is None:
        return ""
    return gettext("Newer contacts of this month are being counted; the figures below follow in a moment.")


def _late_surveys(ground: ReviewGround) -> str:
    """Answers that came after the deadline; they are shown and not counted."""
    if ground.query.where:
        return ""
    channels = ground.splits.get(ground.month, {}).get("channel", {})
    late = sum(totals["surveys_late"] for totals in channels.values())
    if not late:
        return ""
    text = ngettext(
        "%(n)s answer came after the deadline and is not counted.",
        "%(n)s answers came after the deadline and are not counted.",
        late,
    )
    return text % {"n": numbers.number(late)}


def _running(ground: ReviewGround) -> str:
    """The month is not over: up to which day there are contacts."""
    part = ground.row.contacts_part
    if not ground.is_running or part is None or part.last_day is None:
        return ""
    values = {"day": words.day_name(part.last_day), "month": words.month_name(ground.month)}
    return gettext("%(month)s is not over: contacts until %(day)s, amounts and volumes so far.") % values
