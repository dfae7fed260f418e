"""What a month's contacts come to, counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.domain.counting import CountingRules
from metrics.domain.counts import DIMENSIONS
from metrics.store.connection import StoreLimits, open_session
from metrics.store.rollup import Figures, MonthFiles, looks_back, roll_up
from tests.metrics.store.rolling import Roll, terms, total
from tests.metrics.store.staging import contact, sale, survey


def test_seconds_are_summed_over_the_contracts_components(roll: Roll) -> None:
    rows = [contact("1", talk_s=60, hold_s=5, wrap_s=20, other_s=7), contact("2", talk_s=40, hold_s=None, wrap_s=None)]
    counts = total(roll(contacts=rows))
    assert (counts["handled_timed"], counts["handle_seconds"]) == (2, 125)
    assert counts["handle_seconds_squared"] == 85**2 + 40**2
    assert (counts["talk_seconds"], counts["hold_seconds"], counts["wrap_seconds"]) == (100, 5, 20)
    counts = total(roll(terms(handle_time=("other_s",)), contacts=rows))
    assert (counts["handled_timed"], counts["handle_seconds"]) == (1, 7)


def test_an_unknown_handle_time_is_left_out_and_zero_is_not(roll: Roll) -> None:
    counts = total(roll(contacts=[contact("1", talk_s=None), contact("2", talk_s=0)]))
    assert (counts["handled"], counts["handled_timed"], counts["handle_seconds"]) == (2, 1, 0)


def test_test_and_internal_contacts_are_excluded(roll: Roll) -> None:
    counts = total(roll(contacts=[contact("1", outcome="test"), contact("2", outcome="internal"), contact("3")]))
    assert (counts["contacts"], counts["excluded"], counts["handled"], counts["billable"]) == (1, 2, 1, 1)


def test_abandoned_contacts_by_how_long_they_waited(roll: Roll) -> None:
    gone: dict[str, Any] = {"outcome": "abandoned_queue", "talk_s": None}
    rows = [contact("1", wait_s=4, **gone), contact("2", wait_s=5, **gone), contact("3", wait_s=31, **gone),
            contact("4", wait_s=None, **gone), contact("5", wait_s=99, direction="out", **gone)]  # fmt: skip
    counts = total(roll(contacts=rows))
    assert (counts["short_abandoned"], counts["abandoned"], counts["abandoned_after"]) == (1, 3, 2)


def test_service_level_counts_inbound_answers_up_to_the_threshold(roll: Roll) -> None:
    rows = [contact("1", wait_s=30), contact("2", wait_s=31), contact("3", wait_s=1, direction="out"),
            contact("4", wait_s=None)]  # fmt: skip
    counts = total(roll(contacts=rows))
    assert (counts["answered_in"], counts["answered_wait_known"], counts["in_service_level"]) == (3, 2, 1)
    assert counts["wait_seconds"] == 61


def test_legs_of_one_contact_are_one_contact_with_the_sum_of_their_seconds(roll: Roll) -> None:
    """MATH.md 3.2: legs of 300 s and 200 s are 500 s per contact, 250 s per leg."""
    rows = [
        contact("1", "2026-10-05 09:00:00", talk_s=300, queue="first", transferred=True, wait_s=10),
        contact("2", "2026-10-05 09:05:00", root_contact_id="1", talk_s=200, queue="second", wait_s=40),
    ]  # fmt: skip
    figures = roll(contacts=rows)
    counts = total(figures)
    assert (counts["contacts"], counts["legs"], counts["handled"], counts["handle_seconds"]) == (1, 2, 1, 500)
    assert (counts["transferred"], counts["wait_seconds"], counts["in_service_level"]) == (1, 10, 1)
    assert [row[DIMENSIONS.index("queue")] for row in figures.monthly] == ["first"]
    counts = total(roll(terms(billing_unit="leg"), contacts=rows))
    assert (counts["contacts"], counts["legs"], counts["handled"], counts["handle_seconds"]) == (2, 2, 2, 500)


def test_legs_are_told_apart_by_number_too(roll: Roll) -> None:
    rows = [contact("1", leg_no=1, talk_s=300), contact("1", "2026-10-05 09:05:00", leg_no=2, talk_s=200)]
    assert total(roll(contacts=rows))["contacts"] == 1
    assert total(roll(terms(billing_unit="leg"), contacts=rows))["contacts"] == 2


def test_a_contact_is_answered_when_any_leg_is_and_waits_until_that_leg(roll: Roll) -> None:
    rows = [contact("1", leg_no=1, outcome="overflow", wait_s=20, talk_s=None),
            contact("1", "2026-10-05 09:01:00", leg_no=2, wait_s=15, talk_s=100),
            contact("1", "2026-10-05 09:05:00", leg_no=3, wait_s=500, talk_s=50)]  # fmt: skip
    counts = total(roll(contacts=rows))
    assert (counts["handled"], counts["wait_seconds"], counts["in_service_level"]) == (1, 35, 0)


def test_an_internal_leg_takes_nothing_from_its_contact_and_adds_nothing(roll: Roll) -> None:
    rows = [contact("1", "2026-10-05 08:59:00", outcome="internal", leg_no=1, talk_s=1000), contact("1", leg_no=2)]
    counts = total(roll(contacts=rows))
    assert (counts["contacts"], counts["excluded"], counts["legs"], counts["handle_seconds"]) == (1, 0, 1, 60)


def test_a_bot_leg_before_an_agent_is_not_automated(roll: Roll) -> None:
    rows = [contact("1", leg_no=1, handled_by="bot"), contact("1", "2026-10-05 09:01:00", leg_no=2),
            contact("2", handled_by="bot")]  # fmt: skip
    figures = roll(terms(not_billable=("bot",)), contacts=rows)
    counts = total(figures)
    assert (counts["automated"], counts["billable"], counts["not_billable_bot"]) == (1, 1, 1)
    assert {row[DIMENSIONS.index("handled_by")] for row in figures.monthly} == {"bot", "bot_then_agent"}


@pytest.mark.parametrize(("month_by", "expected"), [("started", date(2026, 10, 5)), ("ended", date(2026, 10, 6))])
def test_a_contact_has_one_day(roll: Roll, month_by: str, expected: date) -> None:
    rows = [contact("1", "2026-10-05 23:50:00", leg_no=1), contact("1", "2026-10-06 00:10:00", leg_no=2)]
    figures = roll(terms(month_by=month_by), contacts=rows)
    assert [row[0] for row in figures.daily] == [expected]


def test_not_billable_names_the_first_reason_in_the_contracts_order(roll: Roll) -> None:
    rows = [
        contact("1", direction="out", transferred=True),
        contact("2", transferred=True),
        contact("3", talk_s=9),
        contact("4", talk_s=10),
        contact("5", talk_s=None),
        contact("6", outcome="abandoned_queue", talk_s=None, transferred=True),
    ]
    counts = total(roll(terms(not_billable=("short_misroute", "transfer", "outbound")), contacts=rows))
    reasons = ("outbound", "transfer", "short_misroute")
    assert [counts[f"not_billable_{reason}"] for reason in reasons] == [1, 1, 1]
    assert (counts["handled"], counts["billable"]) == (5, 2)


@pytest.mark.parametrize(
    ("score", "low", "high", "satisfied"),
    [("4", "1", "5", 1), ("3.999", "1", "5", 0), ("8", "1", "10", 1), ("7", "1", "10", 0), ("7.75", "1", "10", 1)],
)
def test_satisfied_from_a_share_of_the_scale_edge_included(
    roll: Roll, score: str, low: str, high: str, satisfied: int
) -> None:
    counts = total(roll(contacts=[contact("1")], surveys=[survey("1", score, scale_min=low, scale_max=high)]))
    assert (counts["surveys"], counts["satisfied"]) == (1, satisfied)
    assert counts["score_milli"] == int(Decimal(score) * 1000)


def test_an_edge_that_binary_fractions_miss_is_met_exactly(roll: Roll) -> None:
    agreed = terms(csat_satisfied_from=Decimal("0.7"))
    counts = total(roll(agreed, contacts=[contact("1")], surveys=[survey("1", "0.7", scale_min="0", scale_max="1")]))
    assert counts["satisfied"] == 1


def test_the_first_survey_counts_by_when_it_was_answered(roll: Roll) -> None:
    """Not by when it came: the later answer stands first in the file."""
    answers = []
    for contact_id in "123456":
        answers += [
            survey(contact_id, "1", survey_key=f"b{contact_id}", answered_at="2026-10-06 10:00:00"),
            survey(contact_id, "5", survey_key=f"a{contact_id}", answered_at="2026-10-05 10:00:00"),
        ]
    counts = total(roll(contacts=[contact(contact_id) for contact_id in "123456"], surveys=answers))
    assert (counts["surveys"], counts["satisfied"], counts["surveys_late"]) == (6, 6, 0)
    assert counts["score_milli"] == 6 * 5000


def test_a_survey_after_the_cut_off_is_late_and_not_counted(roll: Roll) -> None:
    """The contact ended at 09:01:10; seven times 24 hours later is still in time, a second later is not."""
    in_time, late = "2026-10-12 09:01:10", "2026-10-12 09:01:11"
    rows = [contact("1"), contact("2")]
    answers = [survey("1", answered_at=in_time), survey("2", answered_at=late)]
    counts = total(roll(contacts=rows, surveys=answers))
    assert (counts["surveys"], counts["surveys_late"]) == (1, 1)


def test_without_an_end_the_cut_off_runs_from_the_start(roll: Roll) -> None:
    answer = survey("1", answered_at="2026-10-12 09:00:01")
    assert total(roll(contacts=[contact("1", ended_at=None)], surveys=[answer]))["surveys_late"] == 1


def test_a_survey_that_is_new_with_a_late_delivery_is_late(roll: Roll) -> None:
    """Delivery 9 came when the month was final, and brought the survey of contact 1 once more."""
    rows = [contact("1"), contact("2"), contact("3")]
    answers = [survey("1", delivery=9), survey("2", delivery=9), survey("3", delivery=8)]
    counts = total(roll(contacts=rows, surveys=answers, timely=[survey("1", delivery=4)], late_deliveries=(9, 10)))
    assert (counts["surveys"], counts["surveys_late"]) == (2, 1)


def test_a_survey_of_an_unanswered_contact_does_not_count(roll: Roll) -> None:
    rows = [contact("1", outcome="abandoned_queue")]
    assert total(roll(contacts=rows, surveys=[survey("1")]))["surveys"] == 0


def test_a_survey_falls_to_one_leg_only(roll: Roll) -> None:
    rows = [contact("1", leg_no=1), contact("1", "2026-10-05 09:05:00", leg_no=2)]
    for unit in ("contact", "leg"):
        counts = total(roll(terms(billing_unit=unit), contacts=rows, surveys=[survey("1")], sales=[sale("1")]))
        assert (counts["surveys"], counts["contacts_with_sale"]) == (1, 1)


def test_sales_of_one_contact_are_one_hit_and_several_units(roll: Roll) -> None:
    sales = [sale("1", sale_id="a", units=2, value="10.10"), sale("1", sale_id="b", units=None, value="0.05")]
    counts = total(roll(contacts=[contact("1", offered=True), contact("2", sold=False)], sales=sales))
    assert (counts["contacts_with_sale"], counts["sale_units"], counts["sale_value_cents"]) == (1, 3, 1015)
    assert (counts["sale_known"], counts["sale_eligible"], counts["eligible_with_sale"]) == (2, 1, 1)


def test_without_any_word_on_a_sale_it_is_unknown_unless_the_month_has_sales_in_their_own_files(roll: Roll) -> None:
    assert total(roll(contacts=[contact("1"), contact("2")]))["sale_known"] == 0
    assert total(roll(contacts=[contact("1"), contact("2")], sales=[sale("2", inline=True)]))["sale_known"] == 1
    assert total(roll(contacts=[contact("1"), contact("2")], sales=[sale("2", inline=False)]))["sale_known"] == 2


def test_a_contact_that_says_nothing_was_sold_overrules_the_inline_sale_of_an_earlier_file(roll: Roll) -> None:
    counts = total(roll(contacts=[contact("1", sold=False)], sales=[sale("1")]))
    assert (counts["sale_known"], counts["contacts_with_sale"]) == (1, 0)


def test_a_sale_of_a_feed_counts_once_it_is_accepted(roll: Roll) -> None:
    sales = [sale("1", inline=False, accepted_at="2026-10-06 00:00:00"), sale("2", inline=False)]
    counts = total(roll(contacts=[contact("1"), contact("2")], sales=sales))
    assert (counts["sale_known"], counts["contacts_with_sale"]) == (2, 1)


def test_sales_are_counted_by_what_became_of_them_and_a_contact_keeps_its_net_sale(roll: Roll) -> None:
    """Two sales of contact 1, one cancelled: it still has one. The only sale of contact 2 was withdrawn."""
    feed: dict[str, Any] = {"inline": False, "accepted_at": "2026-10-06 00:00:00"}
    active = {"active_at": "2026-10-09 00:00:00"}
    sales = [
        sale("1", sale_id="a", **feed, **active, cancelled_at="2026-10-12 00:00:00"),
        sale("1", sale_id="b", **feed, **active),
        sale("2", sale_id="c", **feed, withdrawn_at="2026-10-08 00:00:00"),
        sale("3", sale_id="d", **feed),
        sale("4", sale_id="e", inline=False, withdrawn_at="2026-10-08 00:00:00"),
    ]
    rows = [contact("1", offered=True), contact("2", offered=True), contact("3"), contact("4")]
    counts = total(roll(contacts=rows, sales=sales))
    assert [counts[f"sales{state}"] for state in ("", "_active", "_withdrawn", "_cancelled")] == [4, 2, 1, 1]
    assert (counts["contacts_with_sale"], counts["contacts_with_net_sale"]) == (3, 2)
    assert (counts["eligible_with_sale"], counts["eligible_with_net_sale"]) == (2, 1)


def test_an_inline_sale_is_a_sale_by_the_contacts_own_word(roll: Roll) -> None:
    sales = [sale("1"), sale("2", cancelled_at="2026-10-12 00:00:00"), sale("3")]
    counts = total(roll(contacts=[contact("1"), contact("2"), contact("3", sold=False)], sales=sales))
    assert (counts["sales"], counts["sales_active"], counts["sales_cancelled"]) == (2, 0, 1)
    assert (counts["contacts_with_sale"], counts["contacts_with_net_sale"]) == (2, 1)


def test_sales_of_unanswered_contacts_are_no_sales(roll: Roll) -> None:
    counts = total(roll(contacts=[contact("1", outcome="abandoned_queue")], sales=[sale("1")]))
    assert (counts["sales"], counts["contacts_with_net_sale"]) == (0, 0)


def test_a_sale_without_a_value_is_not_worth_zero(roll: Roll) -> None:
    counts = total(roll(contacts=[contact("1")], sales=[sale("1")]))
    assert (counts["contacts_with_sale"], counts["sale_valued"], counts["sale_value_cents"]) == (1, 0, 0)


def test_a_repeat_is_the_same_customer_and_topic_within_the_days_also_over_the_month_edge(roll: Roll) -> None:
    who = {"customer": "c", "topic": "bill"}
    before = [contact("0", "2026-09-30 09:00:00", **who)]
    rows = [
        contact("1", "2026-10-07 09:00:00", **who),  # seven days after
        contact("2", "2026-10-15 09:00:00", **who),  # eight days after
        contact("3", "2026-10-16 09:00:00", customer="c", topic="other"),
        contact("4", "2026-10-16 09:00:00", topic="bill"),  # nobody knows who
    ]
    agreed = terms(not_billable=("repeat",))
    counts = total(roll(agreed, contacts=rows, previous=before))
    assert (counts["not_billable_repeat"], counts["billable"]) == (1, 3)
    assert total(roll(contacts=rows, previous=before))["billable"] == 4


def test_a_case_of_last_month_that_comes_again_is_reopened(roll: Roll) -> None:
    before = [contact("0", "2026-09-28 09:00:00", root_contact_id="case"),
              contact("9", "2026-09-01 09:00:00", root_contact_id="old")]  # fmt: skip
    rows = [contact("1", "2026-10-01 09:00:00", root_contact_id="case"),
            contact("2", "2026-10-01 09:00:00", root_contact_id="old")]  # fmt: skip
    counts = total(roll(terms(not_billable=("reopened",)), contacts=rows, previous=before))
    assert (counts["not_billable_reopened"], counts["billable"]) == (1, 1)


def test_only_repeat_and_reopened_look_back() -> None:
    assert looks_back(CountingRules(not_billable=("repeat",)))
    assert not looks_back(CountingRules(not_billable=("outbound", "bot")))


def test_unknown_dimensions_are_the_empty_text_and_the_month_is_the_sum_of_its_days(roll: Roll) -> None:
    rows = [contact("1"), contact("2", "2026-10-06 09:00:00"), contact("3", queue="q")]
    figures = roll(contacts=rows)
    assert len(figures.daily) == 3
    assert [row[DIMENSIONS.index("queue")] for row in figures.monthly] == ["", "q"]
    assert all(value is not None for row in (*figures.daily, *figures.monthly) for value in row)
    assert total(figures)["contacts"] == 3


def test_an_empty_month_has_no_rows(roll: Roll) -> None:
    assert roll() == Figures()


def test_a_session_keeps_its_threads(tmp_path: Path) -> None:
    """A small month is rolled up by one; the deliveries after it are merged by as many as before."""
    with open_session(limits=StoreLimits(memory_mb=200, threads=3), spill=tmp_path) as session:
        roll_up(session, files=MonthFiles(), terms=terms())
        assert session.value("SELECT current_setting('threads')") == 3
