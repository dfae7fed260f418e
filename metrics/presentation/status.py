"""The target status of a month: everything that the page shows, ready to print, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from contracts.domain.months import Month
from contracts.domain.roles import EXPORT, READ_STATEMENTS, SEE_DELIVERIES
from contracts.presentation import numbers
from contracts.selectors import Actor, Contract, may, side_of
from metrics.domain.errors import NoSuchMonth
from metrics.presentation import words
from metrics.presentation.figure_box import FigureBox
from metrics.presentation.money import Answer, has_prices
from metrics.presentation.sentences import names_of, score_text, zone_tone, zone_word
from metrics.presentation.status_cards import RestCard, about, rest_card
from metrics.presentation.status_days import day_text
from metrics.presentation.status_deliveries import DeliveryNote, delivery_notes, expected_next, reach_note
from metrics.presentation.status_figures import month_to_date_boxes
from metrics.presentation.status_sentences import status_sentence
from metrics.selectors.status import FINAL, OUTSIDE, OVER, RUNNING, Status, status_of

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A month that the stepper can go to."""

    month: str
    name: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    """One month of one contract. `notes` are about deliveries; `basis` says what the expectations stand on."""

    month: str
    month_name: str
    standing: str
    before: StatusStep | None
    after: StatusStep | None
    sentences: tuple[SafeString, ...]
    answers: tuple[Answer, ...]
    cards: tuple[RestCard, ...]
    figures: tuple[FigureBox, ...]
    notes: tuple[DeliveryNote, ...]
    basis: str
    has_figures: bool
    is_final: bool
    shows_deliveries: bool
    next_step: str

    @property
    def has_marks(self) -> bool:
        """Does any strip say what the rest must average? Then all strips keep the room for it."""
        return any(card.mark is not None for card in self.cards)


def status_page(*, actor: Actor | AnonymousUser, contract: Contract, month: Month, now: datetime) -> StatusPage:
    """A month as one actor may see it."""
    status = status_of(contract, month, now)
    cards = rest_cards(status)
    notes = _notes(actor, contract, status)
    earned = _earned(actor, contract, status)
    before = max((one for one in status.months if one < month), default=None)
    later = {*status.months, Month.of(status.today)}
    after = min((one for one in later if one > month), default=None)
    return StatusPage(
        month=str(month),
        month_name=words.month_name(month),
        standing=_standing(status),
        before=_step(before),
        after=_step(after),
        sentences=status_sentence(status, cards),
        answers=_answers(status, notes, earned),
        cards=cards,
        figures=_with_addresses(month_to_date_boxes(status), actor, contract, month),
        notes=notes,
        basis=_basis(status),
        has_figures=status.document is not None,
        is_final=status.phase == FINAL,
        shows_deliveries=status.phase in (RUNNING, OVER),
        next_step=expected_next(status) if status.phase == RUNNING else "",
    )


def status_boxes(
    *, actor: Actor | AnonymousUser, contract: Contract, month: Month, query: Mapping[str, str], now: datetime
) -> tuple[FigureBox, ...]:
    """The figures of the page alone, for files; there is nothing to choose in `query`. Raises NoSuchMonth."""
    status = status_of(contract, month, now)
    if status.document is None:
        raise NoSuchMonth(contract=contract.key, month=str(month))
    return _with_addresses(month_to_date_boxes(status), actor, contract, month)


def rest_cards(status: Status) -> tuple[RestCard, ...]:
    """A card for each KPI with a target, those of the balance first as on every page."""
    if status.to_date is None or status.document is None or status.terms is None or status.phase == FINAL:
        return ()
    targets = {target.kpi: target for target in status.terms.targets}
    entries = status.document["kpis"]
    return tuple(rest_card(row, entries[row.kpi], targets[row.kpi], status) for row in status.to_date.kpis)


def _notes(actor: Actor | AnonymousUser, contract: Contract, status: Status) -> tuple[DeliveryNote, ...]:
    """About deliveries, as far as the reader may see them; nothing of a month that is closed or ahead."""
    if status.phase not in (RUNNING, OVER):
        return ()
    return delivery_notes(status) if may(actor, SEE_DELIVERIES, contract) else (reach_note(status),)


def _step(month: Month | None) -> StatusStep | None:
    return None if month is None else StatusStep(str(month), words.month_name(month))


def _with_addresses(
    boxes: Sequence[FigureBox], actor: Actor | AnonymousUser, contract: Contract, month: Month
) -> tuple[FigureBox, ...]:
    """Where each figure lies as a file, for who may save it."""
    if not boxes or not may(actor, EXPORT, contract):
        return tuple(boxes)

    def address(box: FigureBox, ending: str) -> str:
        return reverse(f"metrics:figure-{ending}", args=(contract.key, "status", str(month), box.key))

    return tuple(replace(box, csv_url=address(box, "csv"), xlsx_url=address(box, "xlsx")) for box in boxes)


def _standing(status: Status) -> str:
    """Day 22 of 30, or that the month is over."""
    if status.phase == RUNNING:
        count = (status.month.last_day - status.month.first_day).days + 1
        return gettext("day %(day)s of %(count)s") % {"day": status.today.day, "count": count}
    if status.phase == OVER and status.today > status.cut_off:
        return gettext("over, not final yet")
    if status.phase == OVER:
        return gettext("over, open until %(day)s") % {"day": day_text(status.cut_off)}
    if status.phase == OUTSIDE:
        return gettext("outside the contract's term")
    return gettext("closed") if status.phase == FINAL else gettext("not begun")


def _answers(status: Status, notes: Sequence[DeliveryNote], earned: Answer | None) -> tuple[Answer, ...]:
    if status.document is None or status.phase == FINAL:
        return ()
    answers = (_score(status.document), _waits(notes), _days_left(status), earned, _contacts(status))
    return tuple(answer for answer in answers if answer is not None)


def _score(document: Document) -> Answer:
    """Score so far with its zone, and its bounds if there are any."""
    score = document["score"]
    label = gettext("Score so far")
    if score["value"] is None:
        return Answer(label, numbers.DASH, gettext("no KPI with a target has data"))
    values = {"lower": score_text(score["lower"]), "upper": score_text(score["upper"])}
    if score["lower"] is None:
        detail = gettext("of 100")
    elif score["missing"]:
        detail = gettext("without %(kpis)s; with it %(lower)s to %(upper)s") % {
            **values, "kpis": names_of(score["missing"]),
        }  # fmt: skip
    else:
        detail = gettext("by chance it could be %(lower)s to %(upper)s") % values
    zone = words.capital(zone_word(score))
    return Answer(label, f"{zone} {score_text(score['value'])}", detail, zone_tone(score))


def _waits(notes: Sequence[DeliveryNote]) -> Answer:
    """How many things wait, and the first of them."""
    waiting = [note for note in notes if note.waits]
    label = gettext("Waits")
    if not waiting:
        return Answer(label, pgettext("what waits", "Nothing"), gettext("no delivery is missing"))
    count = ngettext("%(n)s thing", "%(n)s things", len(waiting)) % {"n": len(waiting)}
    if len(waiting) == 1:
        return Answer(label, count, waiting[0].title, "watch")
    more = len(waiting) - 1
    detail = ngettext("%(first)s, and %(n)s thing more", "%(first)s, and %(n)s things more", more)
    return Answer(label, count, detail % {"first": waiting[0].title, "n": more}, "watch")


def _days_left(status: Status) -> Answer:
    known = status.known_to
    reach = gettext("no day has figures") if known is None else gettext("figures to %(day)s") % {"day": day_text(known)}
    if status.phase == RUNNING:
        text = ngettext("%(n)s day", "%(n)s days", status.days_left) % {"n": status.days_left}
        return Answer(gettext("Days left, with today"), text, reach)
    if status.today > status.cut_off:
        return Answer(gettext("Cut-off"), day_text(status.cut_off), gettext("final when its deliveries have settled"))
    return Answer(gettext("Open until"), day_text(status.cut_off), gettext("the month itself is over"))


def _contacts(status: Status) -> Answer:
    """Contacts so far, and of the whole month as expected."""
    to_date = status.to_date
    so_far = numbers.number(0 if to_date is None else to_date.contacts)
    expected = status.volume.whole_month
    label = gettext("Contacts so far")
    if status.phase != RUNNING:
        return Answer(gettext("Contacts"), so_far, "")
    if expected is None:
        return Answer(label, so_far, gettext("what to expect needs one full month"))
    return Answer(label, so_far, gettext("about %(n)s expected for the month") % {"n": about(expected)})


def _earned(actor: Actor | AnonymousUser, contract: Contract, status: Status) -> Answer | None:
    """Price and commission so far; left out for who may not read statements."""
    if status.document is None or not may(actor, READ_STATEMENTS, contract):
        return None
    cost = status.document["cost"]
    label = gettext("Earned so far") if side_of(actor, contract) == "vendor" else gettext("Cost so far")
    if not has_prices(status.terms):
        return Answer(label, numbers.DASH, gettext("no price is agreed"))
    if cost["total"] is None:
        return Answer(label, numbers.DASH, gettext("a line has no amount"))
    amounts = {kind: _sum_of(cost, kind == "commission") for kind in ("price", "commission")}
    values = {kind: numbers.money(amount, cost["currency"], 0) for kind, amount in amounts.items()}
    detail = gettext("price %(price)s and commission %(commission)s; without VAT") % values
    return Answer(label, numbers.money(cost["total"], cost["currency"], 0), detail)


def _sum_of(cost: Document, is_commission: bool) -> Decimal:
    """Sum of the commission lines, or of all others."""
    lines = [line for line in cost["lines"] if (line["kind"] == "commission") == is_commission]
    return sum((Decimal(line["amount"]) for line in lines), Decimal(0))


def _basis(status: Status) -> str:
    """What the expected number of contacts stands on; empty where nothing is expected."""
    if status.phase != RUNNING or status.volume.level is None:
        return ""
    return gettext(
        "Contacts still to come are expected from the weekdays of the last full months, at the level of this month; "
        "holidays and campaigns are not looked at."
    )
