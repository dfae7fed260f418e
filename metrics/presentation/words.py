"""Words of the pages for the codes of the domain; each is marked where it stands and translated when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils.translation import get_language, gettext

from contracts.domain import channels
from contracts.domain.errors import N_
from contracts.domain.months import Month

ZONES: dict[str, str] = {
    "in_balance": N_("in balance"),
    "watch": N_("watch"),
    "imbalance": N_("imbalance"),
    "unacceptable": N_("unacceptable"),
}
# The same as an adjective, in a sentence: "March 2021 is out of balance at 76.8".
STANDINGS: dict[str, str] = {
    "in_balance": N_("in balance"),
    "watch": N_("on watch"),
    "imbalance": N_("out of balance"),
    "unacceptable": N_("unacceptable"),
}
ZONE_TONES: dict[str, str] = {"in_balance": "met", "watch": "watch", "imbalance": "missed", "unacceptable": "missed"}

VERDICTS: dict[str, str] = {
    "met": N_("Met"),
    "missed": N_("Missed"),
    "not_distinguishable": N_("Not distinguishable from target"),
    "too_few": N_("Too few answers"),
    "no_data": N_("No data"),
}
VERDICT_TONES: dict[str, str] = {
    "met": "met", "missed": "missed", "not_distinguishable": "unsure", "too_few": "few", "no_data": "few",
}  # fmt: skip

RESULTS: dict[str, str] = {
    "met": N_("Contract: met"),
    "missed": N_("Contract: missed"),
    "excused": N_("Contract: excused"),
    "no_data": N_("Contract: no data, not counted as a miss"),
}

# On which side a KPI misses its band: too long or too short for times, too high or too low for shares.
SIDES: dict[tuple[str, str], str] = {
    ("s", "above"): N_("Missed, too long"),
    ("s", "below"): N_("Missed, too short"),
    ("share", "above"): N_("Missed, too high"),
    ("share", "below"): N_("Missed, too low"),
    ("score", "above"): N_("Missed, too high"),
    ("score", "below"): N_("Missed, too low"),
}

SCORECARD_STATES: dict[str, str] = {
    "draft": N_("draft"),
    "preliminary": N_("preliminary"),
    "final": N_("final"),
    "signed": N_("signed"),
}

# How the three of the balance are called on cards; the registry's labels serve everywhere else.
SHORT: dict[str, str] = {
    "aht": N_("Handling time"),
    "csat": N_("Satisfaction"),
    "hit_rate": N_("Hit rate"),
}
SUBTITLES: dict[str, str] = {
    "aht": N_("AHT, seconds per contact"),
    "csat": N_("share of satisfied answers"),
    "hit_rate": N_("contacts with sale"),
}

DELIVERY_STATES: dict[str, tuple[str, str]] = {
    "received": (N_("Received"), "wait"),
    "reading": (N_("Reading rows"), "work"),
    "needs_decision": (N_("Needs a decision"), "watch"),
    "applied": (N_("Applied"), "met"),
    "refused": (N_("Refused whole"), "missed"),
    "failed": (N_("Failed"), "missed"),
}


NO_NAMES: Mapping[str, str] = MappingProxyType({})


def locale() -> str:
    """Babel's name of the reader's language; English pages write days first, as the trade does here."""
    return "nb_NO" if (get_language() or "en").startswith("nb") else "en_GB"


def month_name(month: Month | str, *, short: bool = False) -> str:
    """October 2026, oktober 2026; short: Oct 26."""
    found = Month.parse(month) if isinstance(month, str) else month
    return _date(found.first_day, "MMM yy" if short else "MMMM y", locale())


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, name: str) -> str:
    """A page names the same months many times, and looking up a locale's names takes its time."""
    return format_date(day, pattern, locale=name)


def month_label(month: Month) -> str:
    """The month below an axis: Oct, okt."""
    return _date(month.first_day, "LLL", locale()).rstrip(".")


def day_name(day: date) -> str:
    """10 November 2026."""
    return format_date(day, "d. MMMM y" if locale() == "nb_NO" else "d MMMM y", locale=locale())


def moment(at: datetime, zone: str) -> str:
    """A moment in the contract's zone: 1 Nov 04:12."""
    local = at.astimezone(ZoneInfo(zone))
    return format_datetime(local, "d. MMM HH:mm" if locale() == "nb_NO" else "d MMM HH:mm", locale=locale())


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The first letter small, inside a sentence; an abbreviation such as CSAT stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def slice_name(by: str, value: str | None, brands: Mapping[str, str] = NO_NAMES) -> str:
    """How a slice is called: channels by their word, brands by their name, others as the source wrote them."""
    if value is None or value == "":
        return gettext("not stated")
    if by == "channel" and value in channels.LABELS:
        return gettext(channels.LABELS[value])
    return brands.get(value, value) if by == "brand" else value
