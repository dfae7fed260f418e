"""What must be known before the figures of a month are read: what is late, what waits, what is still being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list
from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.presentation import numbers
from metrics.domain.scorecard_difference import Change
from metrics.presentation import words
from metrics.presentation.cards import title_of
from metrics.presentation.review_ground import ReviewGround

LEADING: tuple[str, ...] = ("aht", "csat", "hit_rate", "contacts")  # figures whose pending change is named, in order


_OF_DATA: frozenset[str] = frozenset({"kpis", "cost", "earned", "slices", "score"})


@dataclass(frozen=True, slots=True)
class Work:
    """What is going on with the contract's data: months that have figures, files that are not read to their end."""

    months: int
    files: int


def remarks_of(ground: ReviewGround, work: Work, pending: Sequence[Change] = ()) -> tuple[str, ...]:
    """Whole sentences, the most important first; none when all is quiet. `pending` is what the final version lacks."""
    found = (_loading(work), _due(ground), _pending(ground, pending), _late_surveys(ground), _running(ground))
    return tuple(filter(None, found))


def _pending(ground: ReviewGround, changes: Sequence[Change]) -> str:
    """What came after the month was final: it is not counted in the version that the page shows."""
    if not changes:
        return ""
    named = [text for change in sorted(changes, key=_place) if (text := _change(ground, change))]
    values = {"version": ground.document["version"], "changes": format_list(named, locale=words.locale())}
    if not named:
        return gettext(_unnamed(changes)) % values
    text = gettext("Newer data came after version %(version)s and are not counted here; with them: %(changes)s.")
    return text % values


def _place(change: Change) -> int:
    """The KPIs in their order, then the rest as it comes: documents keep their order in some databases only."""
    key = change["path"].removeprefix("kpis.").removesuffix(".value")
    return LEADING.index(key) if key in LEADING else len(LEADING)


def _unnamed(changes: Sequence[Change]) -> str:
    """What has changed although no figure that the page leads with has."""
    parts = {change["path"].partition(".")[0].partition("[")[0] for change in changes}
    if parts & _OF_DATA and "definition_version" not in parts:
        return N_("Newer data came after version %(version)s; they are not counted here.")
    if parts == {"incidents"}:
        return N_("What is known of incidents changed after version %(version)s, which stays as it is.")
    return N_("What version %(version)s was drawn by has changed since; the version stays as it is.")


def _change(ground: ReviewGround, change: Change) -> str:
    """One figure before and after: handling time 363 s → 364 s; empty for a figure that the page does not lead with."""
    part, _, rest = change["path"].partition(".")
    if change["path"] == "cost.total" and ground.sees_money:
        amounts = {when: numbers.money(change[when], ground.contract.currency, 0) for when in ("before", "after")}
        return gettext("price %(before)s → %(after)s") % amounts
    key = rest.removesuffix(".value")
    if part != "kpis" or key == rest or key not in LEADING:
        return ""
    unit = ground.document["kpis"][key]["unit"]
    shown = (numbers.kpi_value(change[when], unit) for when in ("before", "after"))
    return f"{words.uncapital(title_of(key))} {' → '.join(shown)}"


def _loading(work: Work) -> str:
    """History that is still on its way."""
    if not work.files:
        return ""
    files = ngettext(
        "Data are being loaded: %(n)s file is still to be read.",
        "Data are being loaded: %(n)s files are still to be read.",
        work.files,
    ) % {"n": numbers.number(work.files)}
    months = ngettext(
        "So far %(n)s month has figures.",
        "So far %(n)s months have figures.",
        work.months,
    ) % {"n": numbers.number(work.months)}
    return f"{files} {months}"


def _due(ground: ReviewGround) -> str:
    if ground.row.figures_due_since is None:
        return ""
    return gettext("Newer contacts of this month are being counted; the figures below follow in a moment.")


def _late_surveys(ground: ReviewGround) -> str:
    """Answers that came after the deadline; they are shown and not counted."""
    if not ground.late_surveys:
        return ""
    text = ngettext(
        "%(n)s answer came after the deadline and is not counted.",
        "%(n)s answers came after the deadline and are not counted.",
        ground.late_surveys,
    )
    return text % {"n": numbers.number(ground.late_surveys)}


def _running(ground: ReviewGround) -> str:
    """The month is not over: up to which day there are contacts."""
    part = ground.row.contacts_part
    if not ground.is_running or part is None or part.last_day is None:
        return ""
    values = {"day": words.day_name(part.last_day), "month": words.month_name(ground.month)}
    return gettext("%(month)s is not over: contacts until %(day)s, amounts and volumes so far.") % values
