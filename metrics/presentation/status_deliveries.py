"""What of a month's deliveries is here, what is missing, and how that is known. A guess is said to be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.presentation import numbers
from metrics.domain.expected_deliveries import Expectation
from metrics.models import DeliveryState
from metrics.presentation import words
from metrics.presentation.messages import explain
from metrics.presentation.status_days import day_text, days_text, moment_text, usual_text
from metrics.selectors.expected_deliveries import CONTACTS, DeliveriesState, FeedState, Trouble
from metrics.selectors.status import RUNNING, Status
from metrics.selectors.waiting import WaitingRows

# Whole sentences per feed: a language bends its words around the name of the feed.
MISSING: dict[str, str] = {
    "contacts": N_("Contacts of %(days)s are missing"),
    "surveys": N_("Surveys of %(days)s are missing"),
    "sales": N_("Sales of %(days)s are missing"),
}
SILENT: dict[str, str] = {
    "contacts": N_("No contacts since %(day)s"),
    "surveys": N_("No surveys since %(day)s"),
    "sales": N_("No sales since %(day)s"),
}
HERE: dict[str, str] = {
    "contacts": N_("Contacts are here to %(day)s"),
    "surveys": N_("Surveys are here to %(day)s"),
    "sales": N_("Sales are here to %(day)s"),
}
LAST: dict[str, str] = {
    "contacts": N_("The last contacts came on %(day)s"),
    "surveys": N_("The last surveys came on %(day)s"),
    "sales": N_("The last sales came on %(day)s"),
}
_CADENCES: dict[str, str] = {
    "daily": N_("Usually a file a day."),
    "weekly": N_("Usually a file a week."),
    "monthly": N_("Usually a file a month."),
}
_CADENCES_BY: dict[str, str] = {
    "daily": N_("Usually a file a day, here %(by)s."),
    "weekly": N_("Usually a file a week, here %(by)s."),
    "monthly": N_("Usually a file a month, here %(by)s."),
}
_TROUBLES: dict[str, str] = {
    DeliveryState.REFUSED: N_("%(file)s was refused whole"),
    DeliveryState.FAILED: N_("%(file)s failed"),
    DeliveryState.NEEDS_DECISION: N_("%(file)s needs a decision"),
}
_WAITING: dict[str, str] = {
    "contacts": N_("Contacts that wait: %(n)s"),
    "surveys": N_("Surveys that wait for their contact: %(n)s"),
    "sales": N_("Sales that wait for their contact: %(n)s"),
}


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """One line about deliveries: a mark, what is, and how that is known; `public_id` of the delivery it is about."""

    tone: str
    title: str
    detail: str
    public_id: str = ""

    @property
    def waits(self) -> bool:
        """Does somebody have to do something?"""
        return self.tone in {"watch", "missed"}


def delivery_notes(status: Status) -> tuple[DeliveryNote, ...]:
    """Everything there is to say to who may see deliveries; what is missing comes first."""
    state = status.deliveries
    feeds = [_feed_note(feed, status) for feed in state.feeds]
    notes = [*feeds, *(_trouble_note(trouble) for trouble in state.troubles), *_in_work(state)]
    notes += [_waiting_note(rows, status.today) for rows in state.waiting]
    return tuple(sorted(notes, key=lambda note: not note.waits))


def reach_note(status: Status) -> DeliveryNote:
    """How far the figures reach, for everybody: what a figure stands on is no secret between the parties."""
    missing = status.deliveries.missing_of(CONTACTS)
    if missing:
        return DeliveryNote("watch", gettext(MISSING[CONTACTS]) % {"days": days_text(missing)}, "")
    if status.known_to is None:
        return DeliveryNote("few", gettext("No day of the month has figures yet"), "")
    return DeliveryNote("met", gettext(HERE[CONTACTS]) % {"day": day_text(status.known_to)}, "")


def expected_next(status: Status) -> str:
    """When the next contacts are expected, as far as earlier files tell; empty when they do not."""
    found = next((feed.expectation for feed in status.deliveries.feeds if feed.feed == CONTACTS), None)
    return "" if found is None else _usually(found)


def _feed_note(feed: FeedState, status: Status) -> DeliveryNote:
    expectation = feed.expectation
    if expectation.missing:
        title = gettext(MISSING.get(feed.feed, MISSING[CONTACTS])) % {"days": days_text(expectation.missing)}
        return DeliveryNote("watch", title, _why(expectation))
    if expectation.silent_since is not None:
        title = gettext(SILENT.get(feed.feed, SILENT[CONTACTS])) % {"day": day_text(expectation.silent_since)}
        return DeliveryNote("watch", title, _why(expectation))
    reaches = feed.reaches_to
    if reaches is None:
        title = gettext(LAST.get(feed.feed, LAST[CONTACTS])) % {"day": day_text(feed.last_at.date())}
    else:
        title = gettext(HERE.get(feed.feed, HERE[CONTACTS])) % {"day": day_text(min(reaches, status.month.last_day))}
    return DeliveryNote("met", title, _next(expectation) if status.phase == RUNNING else "")


def _why(expectation: Expectation) -> str:
    """How it is known that something is missing: a gap between days, or a habit."""
    usually = _usually(expectation)
    if not usually:
        return gettext("The days before and after are here.")
    values = {"usually": usually, "n": numbers.number(expectation.files)}
    return ngettext(
        "%(usually)s A guess from %(n)s file.", "%(usually)s A guess from %(n)s files.", expectation.files
    ) % values  # fmt: skip


def _usually(expectation: Expectation) -> str:
    if expectation.cadence is None:
        return ""
    if expectation.usual_by is None:
        return gettext(_CADENCES[expectation.cadence])
    return gettext(_CADENCES_BY[expectation.cadence]) % {"by": usual_text(expectation.usual_by)}


def _next(expectation: Expectation) -> str:
    if expectation.cadence is None or expectation.due is None:
        return gettext("Too few files to tell when the next one comes.")
    values = {"usually": _usually(expectation), "when": moment_text(expectation.due)}
    return gettext("%(usually)s The next one by %(when)s.") % values


def _trouble_note(trouble: Trouble) -> DeliveryNote:
    tone = "watch" if trouble.state == DeliveryState.NEEDS_DECISION else "missed"
    title = gettext(_TROUBLES[trouble.state]) % {"file": trouble.file_name}
    values = {"when": moment_text(trouble.at), "why": explain(trouble.code, trouble.params) if trouble.code else ""}
    detail = gettext("Came on %(when)s, and no later file has made it good. %(why)s") % values
    return DeliveryNote(tone, title, detail.rstrip(), trouble.public_id)


def _waiting_note(waiting: WaitingRows, today: date) -> DeliveryNote:
    """Rows whose contact is not here: nobody has to do anything, they count when it comes."""
    title = gettext(_WAITING[waiting.feed]) % {"n": numbers.number(waiting.rows)}
    if waiting.since is None:
        return DeliveryNote("wait", title, gettext("They count as soon as the contact is here."))
    days = waiting.days(today) or 0
    detail = ngettext(
        "The oldest since %(day)s, %(n)s day ago. They count as soon as the contact is here.",
        "The oldest since %(day)s, %(n)s days ago. They count as soon as the contact is here.",
        days,
    )
    return DeliveryNote("wait", title, detail % {"day": words.day_name(waiting.since), "n": numbers.number(days)})


def _in_work(state: DeliveriesState) -> tuple[DeliveryNote, ...]:
    if not state.in_work:
        return ()
    title = ngettext("%(n)s file is being read", "%(n)s files are being read", state.in_work) % {"n": state.in_work}
    return (DeliveryNote("work", title, gettext("Nothing of it counts until all of it is read.")),)
