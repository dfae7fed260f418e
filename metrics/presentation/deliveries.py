"""Deliveries as pages show them: state, progress, the balance of lines, reasons in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from contracts.domain.errors import N_
from contracts.presentation import numbers
from contracts.selectors import Contract
from metrics.domain.line_balance import NAMES
from metrics.models import Delivery, DeliveryState, RejectedRow
from metrics.presentation import words
from metrics.presentation.messages import explain
from metrics.selectors.deliveries import FINAL

_FEW_ROWS = 20
FEEDS: dict[str, str] = {"contacts": N_("Contacts"), "surveys": N_("Surveys"), "sales": N_("Sales")}
STEPS: dict[str, str] = {
    "reading": N_("Reading the file"),
    "cleaning": N_("Checking each row"),
    "merging": N_("Putting the rows into their months"),
    "swapping": N_("Counting them, all at once"),
}
ROWS: dict[str, str] = {
    "lines": N_("Lines in the file"),
    "header": N_("Header and preamble"),
    "blank": N_("Blank"),
    "continuation": N_("Continuation of the line above"),
    "accepted": N_("New"),
    "updated": N_("Changed"),
    "duplicate": N_("Same as before"),
    "stale": N_("Older than what is known"),
    "unmatched": N_("Waiting for their contact"),
    "elsewhere": N_("Of another contract"),
    "rejected": N_("Rejected"),
}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery in the list."""

    id: str
    file_name: str
    state: str
    tone: str
    is_final: bool
    feed: str
    received: str
    rows: str
    rejected: str
    remark: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a delivery is: share in percent (None: unknown), words, and rows."""

    percent: int | None
    step: str
    rows: str


@dataclass(frozen=True, slots=True)
class WorkStep:
    """A step of the work: done, under way, or still to come (tone of its mark)."""

    name: str
    tone: str
    standing: str


@dataclass(frozen=True, slots=True)
class RunningLine:
    """A delivery that is being read, for the overview."""

    contract_key: str
    contract_title: str
    id: str
    file_name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One kind of line and how many there were."""

    name: str
    count: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for rejected rows: what it says in general, and how many rows it met."""

    code: str
    count: str
    rows: tuple[Rejection, ...]

    @property
    def example(self) -> str:
        """The first row's sentence, so that a closed group tells what it is about."""
        return self.rows[0].why if self.rows else ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected row."""

    line: str
    column: str
    code: str
    why: str
    value: str


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Everything of one delivery."""

    line: DeliveryLine
    title: str
    remark: str
    progress: Progress
    steps: tuple[WorkStep, ...]
    refusal: str
    refusal_lines: str
    balance: tuple[BalanceRow, ...]
    warnings: tuple[str, ...]
    months: tuple[tuple[str, str], ...]
    rejected_title: str
    reasons: tuple[Reason, ...]
    is_cut: bool

    @property
    def is_short(self) -> bool:
        """Few enough rejected rows to show all groups open."""
        return sum(len(reason.rows) for reason in self.reasons) <= _FEW_ROWS


def delivery_lines(contract: Contract, deliveries: Iterable[Delivery]) -> tuple[DeliveryLine, ...]:
    """The list of deliveries."""
    return tuple(delivery_line(contract, delivery) for delivery in deliveries)


def delivery_line(contract: Contract, delivery: Delivery) -> DeliveryLine:
    """One line of the list."""
    state, tone = words.DELIVERY_STATES[delivery.state]
    taken = None if delivery.accepted is None else (delivery.accepted or 0) + (delivery.updated or 0)
    return DeliveryLine(
        id=delivery.public_id,
        file_name=delivery.file_name,
        state=gettext(state),
        tone=tone,
        is_final=delivery.state in FINAL,
        feed=gettext(FEEDS.get(delivery.feed, delivery.feed)),
        received=words.moment(delivery.received_at, contract.time_zone),
        rows=numbers.number(taken),
        rejected=numbers.number(delivery.rejected or None),
        remark=_remark(delivery),
    )


def _remark(delivery: Delivery) -> str:
    """One plain sentence for what is odd; empty when nothing is."""
    if delivery.refusal_code:
        return explain(delivery.refusal_code, delivery.refusal_params)
    if delivery.state != DeliveryState.APPLIED:
        return ""
    if not delivery.accepted and not delivery.updated:
        return gettext("Every row was there already. Nothing changed.")
    if delivery.rejected:
        return ngettext(
            "%(n)s row was rejected; the file for correction is on its page.",
            "%(n)s rows were rejected; the file for correction is on its page.",
            delivery.rejected,
        ) % {"n": numbers.number(delivery.rejected)}
    return ""


def progress_of(delivery: Delivery) -> Progress:
    """How far the work is, for the page that polls."""
    step = gettext(STEPS[delivery.step]) if delivery.step in STEPS else gettext("Waiting for a worker")
    if not delivery.rows_expected:
        return Progress(None, step, "")
    done = min(delivery.rows_read or 0, delivery.rows_expected)
    values = {"done": numbers.number(done), "all": numbers.number(delivery.rows_expected)}
    share = round(100 * done / delivery.rows_expected)
    return Progress(share, step, gettext("%(done)s of %(all)s lines") % values)


def running_line(delivery: Delivery) -> RunningLine:
    """A delivery in work with the contract that it is for."""
    contract = delivery.contract
    return RunningLine(contract.key, contract.title, delivery.public_id, delivery.file_name, progress_of(delivery))


def steps_of(delivery: Delivery) -> tuple[WorkStep, ...]:
    """What is done, what is under way and what comes; the file itself has been received."""
    names = list(STEPS)
    now = names.index(delivery.step) if delivery.step in STEPS else -1
    received = WorkStep(gettext("Received and safe"), "met", gettext("done"))
    return (received, *(_work_step(STEPS[name], number - now) for number, name in enumerate(names)))


def _work_step(name: str, ahead: int) -> WorkStep:
    if ahead < 0:
        return WorkStep(gettext(name), "met", gettext("done"))
    if ahead == 0:
        return WorkStep(gettext(name), "work", gettext("under way"))
    return WorkStep(gettext(name), "open", gettext("to come"))


def _title(delivery: Delivery) -> str:
    """What became of the file, as the heading of its page."""
    if delivery.state == DeliveryState.APPLIED:
        taken = (delivery.accepted or 0) + (delivery.updated or 0)
        return ngettext("%(n)s row taken in", "%(n)s rows taken in", taken) % {"n": numbers.number(taken)}
    if delivery.state in FINAL:
        return gettext("Nothing was taken in")
    if delivery.state == DeliveryState.RECEIVED:
        return gettext("Waiting to be read")
    return gettext("Being read")


def _page_remark(delivery: Delivery) -> str:
    """One sentence below the heading of an applied file."""
    if delivery.state == DeliveryState.APPLIED and (delivery.accepted or delivery.updated) and delivery.rejected:
        return ngettext(
            "%(n)s row was rejected; it stands below with its reason.",
            "%(n)s rows were rejected; they stand below with their reasons.",
            delivery.rejected,
        ) % {"n": numbers.number(delivery.rejected)}
    return _remark(delivery)


def delivery_page(contract: Contract, delivery: Delivery, rejected: Iterable[RejectedRow]) -> DeliveryPage:
    """The page of one delivery; `rejected` are the first rows that the book keeps."""
    lines = delivery.refusal_params.get("lines", [])
    return DeliveryPage(
        line=delivery_line(contract, delivery),
        title=_title(delivery),
        remark=_page_remark(delivery),
        progress=progress_of(delivery),
        steps=steps_of(delivery),
        refusal=explain(delivery.refusal_code, delivery.refusal_params) if delivery.refusal_code else "",
        refusal_lines=", ".join(numbers.number(line) for line in lines),
        balance=_balance(delivery),
        warnings=tuple(explain(warning["code"], warning.get("params") or {}) for warning in delivery.warnings),
        months=tuple((month, words.month_name(month)) for month in delivery.months),
        rejected_title=_rejected_title(delivery),
        reasons=_reasons(delivery, rejected),
        is_cut=sum(delivery.reasons.values()) > sum(1 for _ in rejected),
    )


def _balance(delivery: Delivery) -> tuple[BalanceRow, ...]:
    """Every line of an applied file, once; kinds that did not occur are left out."""
    if delivery.state != DeliveryState.APPLIED:
        return ()
    counts = [(name, getattr(delivery, name)) for name in NAMES]
    return tuple(
        BalanceRow(gettext(ROWS[name]), numbers.number(count)) for name, count in counts if count or name == "lines"
    )


def _rejected_title(delivery: Delivery) -> str:
    n = sum(delivery.reasons.values())
    most = max(delivery.reasons.values(), default=0)
    if 1 < most < n:
        values = {"n": numbers.number(n), "most": numbers.number(most)}
        return gettext("%(n)s rejected rows, %(most)s of them for one reason") % values
    return ngettext("%(n)s rejected row", "%(n)s rejected rows", n) % {"n": numbers.number(n)}


def _reasons(delivery: Delivery, rejected: Iterable[RejectedRow]) -> tuple[Reason, ...]:
    by_code: dict[str, list[Rejection]] = {}
    for row in rejected:
        by_code.setdefault(row.code, []).append(_rejection(row))
    counts = sorted(delivery.reasons.items(), key=lambda item: -item[1])
    return tuple(Reason(code, numbers.number(count), tuple(by_code.get(code, ()))) for code, count in counts)


def _rejection(row: RejectedRow) -> Rejection:
    value = row.values.get(row.column) if row.column else None
    return Rejection(
        line=numbers.number(row.line),
        column=row.column,
        code=row.code,
        why=explain(row.code, row.params),
        value=gettext("(empty)") if value in (None, "") else str(value),
    )
