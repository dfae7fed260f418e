"""How a delivery reads: state, steps of the work, one plain sentence for what is odd, the balance of its lines."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.models import Contract
from metrics.models import Delivery, RejectedRow
from metrics.presentation.deliveries import DeliveryPage, delivery_line, delivery_page, progress_of, steps_of
from tests.sent_files import make_delivery

pytestmark = pytest.mark.django_db
APPLIED: dict[str, Any] = {"state": "applied", "lines": 100, "header": 1, "blank": 0, "accepted": 90, "updated": 5,
                           "duplicate": 2, "stale": 0, "unmatched": 0, "elsewhere": 0, "continuation": 0}  # fmt: skip


def applied(contract: Contract, **facts: Any) -> Delivery:
    """A file of 100 lines that was taken in but for two rows."""
    delivery = make_delivery(contract, **APPLIED | facts)
    delivery.rejected = 2
    return delivery


def page_of(contract: Contract, delivery: Delivery) -> DeliveryPage:
    return delivery_page(contract, delivery, list(RejectedRow.objects.within(contract).filter(delivery=delivery)))


@pytest.mark.parametrize(
    ("facts", "percent", "step", "rows"),
    [
        ({"state": "received"}, None, "Waiting for a worker", ""),
        ({"state": "reading", "step": "reading", "rows_read": 640, "rows_expected": 1000}, 64, "Reading the file",
         "640 of 1,000 lines"),
        ({"state": "reading", "step": "merging", "rows_read": 1200, "rows_expected": 1000}, 100,
         "Putting the rows into their months", "1,000 of 1,000 lines"),
    ],
)  # fmt: skip
def test_progress_tells_step_and_lines(
    contract: Contract, facts: dict[str, Any], percent: int | None, step: str, rows: str
) -> None:
    found = progress_of(make_delivery(contract, **facts))
    assert (found.percent, found.step, found.rows) == (percent, step, rows)


def test_steps_before_are_done_and_steps_after_are_to_come(contract: Contract) -> None:
    tones = [step.tone for step in steps_of(make_delivery(contract, state="reading", step="merging"))]
    assert tones == ["met", "met", "met", "work", "open"]
    assert [step.tone for step in steps_of(make_delivery(contract))] == ["met", "open", "open", "open", "open"]


def test_an_applied_file_says_what_was_taken_in_and_balances(contract: Contract) -> None:
    found = page_of(contract, applied(contract))
    assert found.title == "95 rows taken in"
    assert found.remark == "2 rows were rejected; they stand below with their reasons."
    counts = {row.name: row.count for row in found.balance}
    assert counts.pop("Lines in the file") == "100"
    assert sum(int(count) for count in counts.values()) == 100
    assert "Blank" not in counts


def test_a_file_of_nothing_new_changed_nothing(contract: Contract) -> None:
    facts = {"accepted": 0, "updated": 0, "duplicate": 97}
    assert delivery_line(contract, applied(contract, **facts)).remark == "Every row was there already. Nothing changed."


def test_a_refused_file_says_why_and_shows_no_balance(contract: Contract) -> None:
    found = page_of(
        contract,
        make_delivery(
            contract, state="refused", refusal_code="empty_file", refusal_params={"lines": [8, 1200]}, lines=3
        ),
    )
    assert found.title == "Nothing was taken in"
    assert found.refusal == "The file holds no rows. Nothing was changed."
    assert found.refusal_lines == "8, 1,200"
    assert found.balance == ()


def test_a_file_in_work_has_no_counts_yet(contract: Contract) -> None:
    line = delivery_line(contract, make_delivery(contract, state="reading"))
    assert (line.rows, line.rejected, line.is_final) == ("–", "–", False)


def test_rejected_rows_are_grouped_by_reason_the_commonest_first(contract: Contract) -> None:
    delivery = applied(contract, reasons={"empty_id": 1, "bad_time": 3})
    for line, code in ((4, "bad_time"), (9, "empty_id")):
        RejectedRow.all_rows.create(
            contract=contract, delivery=delivery, line=line, column="started", code=code,
            params={"column": "started", "value": "x", "form": "iso8601"}, values={"started": ""},
        )  # fmt: skip
    found = page_of(contract, delivery)
    assert [(reason.code, reason.count, len(reason.rows)) for reason in found.reasons] == [
        ("bad_time", "3", 1), ("empty_id", "1", 1),
    ]  # fmt: skip
    assert found.rejected_title == "4 rejected rows, 3 of them for one reason"
    assert found.reasons[0].rows[0].value == "(empty)"
    assert found.is_cut
    assert found.is_short
