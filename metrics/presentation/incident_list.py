"""Incidents of a month: what the page lists, what the lines mark, and what the sentence says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.lists import format_list
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.domain.months import Month, bounds, month_of
from contracts.selectors import Contract
from metrics.charts.kpi_trend import Mark
from metrics.models import Incident
from metrics.presentation import words
from metrics.presentation.review_ground import ReviewGround
from metrics.selectors.incidents import label

# How a dimension of the scope is named before its values.
SCOPES: dict[str, str] = {
    "channel": N_("channel %(values)s"),
    "queue": N_("queue %(values)s"),
    "topic": N_("topic %(values)s"),
    "brand": N_("brand %(values)s"),
}
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident, ready to print; `owner` is the party by its name."""

    label: str
    sentence: str
    window: str
    scope: str
    owner: str


def incidents_at(ground: ReviewGround, month: Month) -> tuple[Incident, ...]:
    """Those that touch a month of the lines."""
    begin, end = bounds(month, ground.contract.time_zone)
    return tuple(one for one in ground.incidents if one.begins_at < end and one.ends_at > begin)


def incident_lines(ground: ReviewGround) -> tuple[IncidentLine, ...]:
    """The register of the month that the page shows."""
    return tuple(incident_line(one, ground.contract, ground.brands) for one in incidents_at(ground, ground.month))


def incident_sentence(ground: ReviewGround) -> tuple[SafeString, ...]:
    """That the month was disturbed, by whose cause, and that nothing is taken out for it; nothing on a quiet month."""
    found = incidents_at(ground, ground.month)
    if not found:
        return ()
    named = [f"{label(one)} ({owner_of(one, ground.contract)})" for one in found]
    text = ngettext(
        '<a href="#incidents">Incident {incidents}</a> disturbed the month, and all figures include it.',
        '<a href="#incidents">Incidents {incidents}</a> disturbed the month, and all figures include them.',
        len(found),
    )
    return (format_html(text, incidents=format_list(named, locale=words.locale())),)


def incident_line(incident: Incident, contract: Contract, brands: Mapping[str, str] = words.NO_NAMES) -> IncidentLine:
    """One incident in the reader's language and the contract's time."""
    zone = contract.time_zone
    values = {"begin": words.moment(incident.begins_at, zone), "end": words.moment(incident.ends_at, zone)}
    same_day = _day(incident.begins_at, zone) == _day(incident.ends_at, zone)
    values["end_time"] = incident.ends_at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    window = gettext("%(begin)s–%(end_time)s") if same_day else gettext("%(begin)s to %(end)s")
    return IncidentLine(
        label=label(incident),
        sentence=sentence_of(incident),
        window=window % values,
        scope=_scope(incident, brands),
        owner=owner_of(incident, contract),
    )


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def sentence_of(incident: Incident) -> str:
    """What happened, in the reader's language if somebody wrote it."""
    is_norwegian = words.locale() == "nb_NO"
    return incident.sentence_nb if is_norwegian and incident.sentence_nb else incident.sentence_en


def owner_of(incident: Incident, contract: Contract) -> str:
    """Whose it was: a party by its name, or a third party."""
    if incident.owner == "buyer":
        return contract.buyer.name
    return contract.vendor.name if incident.owner == "vendor" else gettext("third party")


def _scope(incident: Incident, brands: Mapping[str, str]) -> str:
    """Where it was felt: queue Invoice; everywhere when nothing limits it."""
    parts = [
        gettext(SCOPES[by]) % {"values": _named(by, _values(incident.scope[by]), brands)}
        for by in SCOPES
        if incident.scope.get(by)
    ]
    return ", ".join(parts) or gettext("all contacts")


def _values(stored: str | Sequence[str]) -> list[str]:
    return [stored] if isinstance(stored, str) else list(stored)


def _named(by: str, values: Sequence[str], brands: Mapping[str, str]) -> str:
    return format_list([words.slice_name(by, value, brands) for value in values], locale=words.locale())


def labels_by_month(ground: ReviewGround) -> dict[Month, list[str]]:
    """Which incidents each month of the lines felt."""
    found: dict[Month, list[str]] = {}
    for incident, month in _felt(ground):
        found.setdefault(month, []).append(label(incident))
    return found


def marks_of(ground: ReviewGround) -> tuple[Mark, ...]:
    """The marks of the lines: one per incident and month."""
    return tuple(
        Mark(str(month), label(incident), f"{label(incident)}: {sentence_of(incident)}")
        for incident, month in _felt(ground)
    )


def _felt(ground: ReviewGround) -> list[tuple[Incident, Month]]:
    zone, span = ground.contract.time_zone, ground.span
    found = []
    for incident in ground.incidents:
        first, last = month_of(incident.begins_at, zone), month_of(incident.ends_at - _INSTANT, zone)
        found += [(incident, month) for month in span if first <= month <= last]
    return found
