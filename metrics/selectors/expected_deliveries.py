"""What has come of each feed, what is missing of a month, and files that were not taken in and not made good."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.domain.months import Month, local_start
from contracts.selectors import Contract
from metrics.domain.days_in_names import Days, covered_days
from metrics.domain.expected_deliveries import Arrival, Expectation, expect
from metrics.models import Delivery, DeliveryState
from metrics.selectors.deliveries import NOT_TAKEN
from metrics.selectors.waiting import WaitingRows, waiting_of

CONTACTS = "contacts"
_LOOK_BACK = timedelta(days=100)  # three files of a monthly feed
_IN_WORK: tuple[str, ...] = (DeliveryState.RECEIVED, DeliveryState.READING)
_HERE: tuple[str, ...] = (DeliveryState.APPLIED, *_IN_WORK)
_FACTS = ("public_id", "feed", "profile__key", "file_name", "state", "received_at", "refusal_code", "refusal_params")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed by one source profile: what is expected of it, when the newest file came, and to which day it reaches."""

    feed: str
    profile: str
    expectation: Expectation
    last_at: datetime
    reaches_to: date | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that was refused or failed, or that waits for an answer, and that no later file has made good."""

    public_id: str
    feed: str
    file_name: str
    state: str
    at: datetime
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeliveriesState:
    """Everything that a month still waits for; `in_work` files are being read, `waiting` rows lack their contact."""

    feeds: tuple[FeedState, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    in_work: int = 0
    waiting: tuple[WaitingRows, ...] = ()

    def missing_of(self, feed: str) -> tuple[date, ...]:
        """The missing days of a feed, of all its sources together."""
        return tuple(sorted({day for one in self.feeds if one.feed == feed for day in one.expectation.missing}))


@dataclass(frozen=True, slots=True)
class _File:
    """A delivery with its local moment and the days that its name gives."""

    facts: Mapping[str, Any]
    at: datetime
    days: Days | None

    @property
    def source(self) -> tuple[str, str]:
        return self.facts["feed"], self.facts["profile__key"]

    @property
    def is_here(self) -> bool:
        return self.facts["state"] in _HERE


def deliveries_state(
    contract: Contract, month: Month, *, contact_days: Collection[date], now: datetime
) -> DeliveriesState:
    """What came and what is missing of a month, in two queries. `contact_days` are days with contacts, of any month."""
    files = _files(contract, month)
    sources = {file.source: [one for one in files if one.source == file.source] for file in files if file.is_here}
    local_now = _local(now, contract)
    days = [day for day in _days(contract, month) if day < local_now.date()]
    feeds = [
        _feed_state(sources, source, days, contact_days, local_now)
        for source in sorted(sources)
        if not _is_replaced(sources, source)
    ]
    begins = local_start(month.first_day, contract.time_zone)
    troubles = [_trouble(file) for file in files if file.facts["received_at"] >= begins and _is_open(file, files)]
    in_work = len([file for file in files if file.facts["state"] in _IN_WORK])
    return DeliveriesState(tuple(feeds), tuple(troubles), in_work, waiting_of(contract))


def _files(contract: Contract, month: Month) -> list[_File]:
    """The contract's deliveries from some time before the month on, the oldest first."""
    since = local_start(month.first_day, contract.time_zone) - _LOOK_BACK
    rows = Delivery.objects.within(contract).filter(received_at__gte=since).order_by("received_at", "id")
    found = []
    for facts in rows.values(*_FACTS):
        at = _local(facts["received_at"], contract)
        found.append(_File(facts, at, covered_days(facts["file_name"], at.date())))
    return found


def _local(at: datetime, contract: Contract) -> datetime:
    """The wall clock of the contract's zone."""
    return at.astimezone(ZoneInfo(contract.time_zone)).replace(tzinfo=None)


def _days(contract: Contract, month: Month) -> list[date]:
    """The month's days within the contract's term."""
    first = max(month.first_day, contract.start)
    last = min(month.last_day, contract.end or month.last_day)
    return [first + step * _DAY for step in range((last - first).days + 1)]


def _feed_state(
    sources: Mapping[tuple[str, str], Sequence[_File]],
    source: tuple[str, str],
    days: Sequence[date],
    contact_days: Collection[date],
    now: datetime,
) -> FeedState:
    here = [file for file in sources[source] if file.is_here]
    covered = {day for file in here if file.days is not None for day in _between(file.days)}
    is_only_source = [feed for feed, _ in sources].count(source[0]) == 1
    if source[0] == CONTACTS and is_only_source:
        covered |= set(contact_days)  # a file whose name tells no days
    arrivals = [Arrival(file.at, file.days) for file in here]
    found = expect(arrivals, covered, days=days, now=now)
    return FeedState(*source, found, here[-1].at, max(covered, default=None))


def _between(days: Days) -> list[date]:
    return [days[0] + step * _DAY for step in range((days[1] - days[0]).days + 1)]


def _is_replaced(sources: Mapping[tuple[str, str], Sequence[_File]], source: tuple[str, str]) -> bool:
    """Another profile of the feed began when this one had ended: the source was changed, not forgotten."""
    last = max(file.at for file in sources[source] if file.is_here)
    return any(
        min(file.at for file in others if file.is_here) > last
        for other, others in sources.items()
        if other != source and other[0] == source[0]
    )


def _is_open(file: _File, files: Sequence[_File]) -> bool:
    """Is this a file in trouble that no later one has made good: of the same name, or of the same days?"""
    if file.facts["state"] not in (*NOT_TAKEN, DeliveryState.NEEDS_DECISION):
        return False
    later = [other for other in files[files.index(file) + 1 :] if other.facts["feed"] == file.facts["feed"]]
    return not any(
        other.facts["file_name"] == file.facts["file_name"] or (file.days is not None and other.days == file.days)
        for other in later
    )


def _trouble(file: _File) -> Trouble:
    facts = file.facts
    return Trouble(
        public_id=facts["public_id"],
        feed=facts["feed"],
        file_name=facts["file_name"],
        state=facts["state"],
        at=file.at,
        code=facts["refusal_code"],
        params=facts["refusal_params"],
    )
