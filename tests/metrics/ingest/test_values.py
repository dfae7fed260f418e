"""Durations, numbers, words, ids and texts of a file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.ingest.profile import Profile
from tests.metrics.ingest.boxes import lines, profile, row, take_in

GOOD = [row(number) for number in range(2, 12)]  # so that one bad row does not refuse the file


def first(folder: Path, of: Profile, bad_or_good: str, *, header: str = "id;started;outcome;wait;talk") -> Any:
    """The first staged row, or the code of its rejection."""
    width = header.count(";") + 1
    rest = [line + ";" * (width - line.count(";") - 1) for line in GOOD]
    taken = take_in(folder, lines(bad_or_good, *rest, header=header), of)
    assert taken.report.refusal is None, taken.report.refusal
    return taken.codes[0] if taken.codes else taken.rows()[0]


def talk(unit: str) -> dict[str, str | None]:
    return {"talk_s": f'{{from: [talk], unit: "{unit}"}}'}


@pytest.mark.parametrize(
    ("unit", "written", "seconds"),
    [
        ("s", "0", 0),
        ("s", "240", 240),
        ("s", "007", 7),
        ("s", " 12 ", 12),
        ("s", "2.4", 2),
        ("s", "2.5", 3),
        ("s", "2.49999", 2),
        ("s", "14400", 14400),
        ("s", "", None),
        ("s", "-", None),
        ("ms", "1499", 1),
        ("ms", "1500", 2),
        ("ms", "238500.0", 239),
        ("min", "17", 1020),
        ("min", "2.3833", 143),
        ("min", "0.0083333333", 0),
        ("h:mm:ss", "0:02:23", 143),
        ("h:mm:ss", "00:02:23", 143),
        ("h:mm:ss", "1:00:00", 3600),
        ("excel_time", "0.0016550925925925926", 143),
        ("excel_time", "00:02:23", 143),
        ("s", "x", "bad_duration"),
        ("s", "1e3", "bad_duration"),
        ("s", "1_000", "bad_duration"),
        ("s", "nan", "bad_duration"),
        ("s", "inf", "bad_duration"),
        ("s", "0x1F", "bad_duration"),
        ("s", "+5", "bad_duration"),
        ("s", "1,5", "bad_duration"),
        ("s", "١٢", "bad_duration"),
        ("s", "00:02:23", "bad_duration"),
        ("s", "9" * 30, "bad_duration"),
        ("h:mm:ss", "2:23", "bad_duration"),
        ("h:mm:ss", "0:60:00", "bad_duration"),
        ("s", "-1", "negative_duration"),
        ("min", "-0.5", "negative_duration"),
        ("s", "14401", "duration_too_long"),
        ("min", "241", "duration_too_long"),
    ],
)
def test_durations_become_whole_seconds_or_a_reason(unit: str, written: str, seconds: object, tmp_path: Path) -> None:
    of = profile(columns=talk(unit), more='null_values: ["-"]')
    if unit != "s":
        of = profile(columns={**talk(unit), "wait_s": None}, more='null_values: ["-"]')
    rest = [line.rsplit(";", 1)[0] + ";" for line in GOOD]
    taken = take_in(tmp_path, lines(row(talk=written), *rest), of)

    assert (taken.codes[0] if taken.codes else taken.rows()[0]["talk_s"]) == seconds


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2,3833", 143),
        ("1.234,5", "duration_too_long"),
        ("2.5", "bad_duration"),
        ("1.23,5", "bad_duration"),
        ("3", 180),
    ],
)
def test_decimal_comma_and_thousands_are_as_the_profile_says(written: str, seconds: object, tmp_path: Path) -> None:
    file = '{kind: csv, delimiter: ";", decimal: ",", thousands: "."}'
    rest = [line.rsplit(";", 1)[0] + ";" for line in GOOD]
    taken = take_in(tmp_path, lines(row(talk=written), *rest), profile(file=file, columns=talk("min")))

    assert (taken.codes[0] if taken.codes else taken.rows()[0]["talk_s"]) == seconds


def test_a_long_case_by_email_is_believable(tmp_path: Path) -> None:
    of = profile(constants="{direction: in}", columns={"channel": "{from: [channel], map: {P: phone, E: email}}"})
    header = "id;started;outcome;wait;talk;channel"
    content = lines(row(1, talk="20000", channel="E"), row(2, talk="20000", channel="P"),
                    *(row(n, channel="P") for n in range(3, 10)), header=header)  # fmt: skip
    taken = take_in(tmp_path, content, of)

    assert [(found["line"], found["code"]) for found in taken.rejected] == [(3, "duration_too_long")]
    assert taken.rows()[0]["talk_s"] == 20000


OUTCOME = "{{from: [outcome], map: {{Ja: answered, Nei: abandoned_queue{more}}}{otherwise}}}"


@pytest.mark.parametrize(
    ("written", "more", "otherwise", "expected"),
    [
        ("Ja", "", "", "answered"),
        (" Ja ", "", "", "answered"),
        ("ja", "", "", "unmapped_value"),
        ("Kanskje", "", "", "unmapped_value"),
        ("Kanskje", "", ", otherwise: overflow", "overflow"),
        ("", "", "", "unknown"),
        ("", ", null: abandoned_ivr", "", "abandoned_ivr"),
        ("", ", null: abandoned_ivr", ", otherwise: overflow", "abandoned_ivr"),
        ("N/A", ", N/A: null", "", "unknown"),
        ("answered", "", "", "unmapped_value"),
    ],
)
def test_words_are_mapped_exactly_after_trimming(
    written: str, more: str, otherwise: str, expected: str, tmp_path: Path
) -> None:
    of = profile(columns={"outcome": OUTCOME.format(more=more, otherwise=otherwise)})
    rest = [line.replace("answered", "Ja") for line in GOOD]
    taken = take_in(tmp_path, lines(row(outcome=written), *rest), of)

    assert (taken.codes[0] if taken.codes else taken.rows()[0]["outcome"]) == expected


def test_without_a_map_the_file_must_use_our_words(tmp_path: Path) -> None:
    assert first(tmp_path, profile(), row(outcome="besvart")) == "unmapped_value"


def test_yes_and_y_are_words_of_the_file_and_no_truths(tmp_path: Path) -> None:
    of = profile(columns={"resolved": "{from: [r], map: {y: true, yes: true, no: false, on: true, off: false}}"})
    header = "id;started;outcome;wait;talk;r"
    content = lines(*(row(n, r=word) for n, word in enumerate(["y", "yes", "no", "on", "off", ""])), header=header)
    taken = take_in(tmp_path, content, of)

    assert [found["resolved"] for found in taken.rows()] == [True, True, False, True, False, None]


def test_of_several_columns_the_first_that_is_not_blank_wins(tmp_path: Path) -> None:
    of = profile(columns={"queue": "{from: [queue, group, skill]}"})
    header = "id;started;outcome;wait;talk;queue;group"
    content = lines(row(1, q="A", g="B"), row(2, q="", g="B"), row(3, q=" ", g=""), header=header)

    assert [found["queue"] for found in take_in(tmp_path, content, of).rows()] == ["A", "B", None]


def test_presence_of_a_column_can_be_the_value(tmp_path: Path) -> None:
    of = profile(columns={"outcome": "{present: [agent], then: answered, otherwise: abandoned_queue}"})
    header = "id;started;outcome;wait;talk;agent"
    taken = take_in(tmp_path, lines(row(1, agent="Kari"), row(2, agent=""), header=header), of)

    assert [found["outcome"] for found in taken.rows()] == ["answered", "abandoned_queue"]


def test_an_id_is_text_trimmed_and_in_one_form(tmp_path: Path) -> None:
    ids = ["00123", "1234567890123456789", "NA", " C 7 ", "A\u030a1", "null"]
    content = lines(*(row(id=key) for key in ids))

    assert [found["contact_id"] for found in take_in(tmp_path, content).rows()] == [
        "00123", "1234567890123456789", "NA", "C 7", "\u00c51", "null",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"id": ""}, "empty_id"),
        ({"id": " \u00a0 "}, "empty_id"),
        ({"id": "x" * 201}, "text_too_long"),
        ({"started": ""}, "missing_time"),
        ({"id": "x" * 5_000}, "field_too_long"),
    ],
)
def test_a_row_without_id_or_time_is_rejected(cells: dict[str, Any], code: str, tmp_path: Path) -> None:
    assert first(tmp_path, profile(), row(**cells)) == code


def test_a_contact_needs_a_channel(tmp_path: Path) -> None:
    of = profile(constants="{direction: in}", columns={"channel": "{from: [channel]}"})
    header = "id;started;outcome;wait;talk;channel"
    content = lines(row(1, c=""), *(row(n, c="chat") for n in range(2, 9)), header=header)
    taken = take_in(tmp_path, content, of)

    assert taken.codes == ["missing_value"]
    assert {found["channel"] for found in taken.rows()} == {"chat"}


SURVEY = "survey: {score: {from: [score]}, scale_min: 1, scale_max: 5}"


def test_a_score_becomes_a_survey_of_its_own(tmp_path: Path) -> None:
    header = "id;started;outcome;wait;talk;score"
    content = lines(row(1, s="4"), row(2, s=""), row(3, s="4.5"), header=header)
    taken = take_in(tmp_path, content, profile(more=SURVEY))
    surveys = taken.rows("surveys")

    assert [(found["contact_id"], found["score"]) for found in surveys] == [
        ("C1", Decimal("4.000")), ("C3", Decimal("4.500")),
    ]  # fmt: skip
    first_ = surveys[0]
    assert (first_["survey_key"], first_["kind"], first_["scale_min"], first_["scale_max"]) == (
        "inline:C1",
        "csat",
        1,
        5,
    )
    assert first_["answered_at"] == taken.rows()[0]["started_at"]


@pytest.mark.parametrize(("score", "code"), [("6", "score_outside_scale"), ("0", "score_outside_scale"),
                                              ("good", "bad_number"), ("-1", "score_outside_scale")])  # fmt: skip
def test_a_score_outside_its_scale_rejects_the_row(score: str, code: str, tmp_path: Path) -> None:
    header = "id;started;outcome;wait;talk;score"
    assert first(tmp_path, profile(more=SURVEY), row(score=score), header=header) == code


SALE = "sale: {sold: {from: [sold], map: {ja: true, nei: false}}, offered: true, value: {from: [value]}, product: tv}"


def test_sold_becomes_a_sale_and_not_sold_stays_with_the_contact(tmp_path: Path) -> None:
    of = profile(more=SALE, columns={"ended_at": "{from: [ended]}"})
    header = "id;started;outcome;wait;talk;sold;value;ended"
    content = lines(
        row(1, s="ja", v="199.005", e="2026-10-05 09:10:00"), row(2, s="nei", v="", e=""), row(3, s="", v="", e=""),
        header=header,
    )  # fmt: skip
    taken = take_in(tmp_path, content, of)
    sale = taken.one("sales")

    assert [found["sold"] for found in taken.rows()] == [True, False, None]
    assert {found["offered"] for found in taken.rows()} == {True}
    assert (sale["sale_id"], sale["units"], sale["inline"], sale["product"]) == ("C1", 1, True, "tv")
    assert (sale["value"], sale["accepted_at"]) == (Decimal("199.01"), taken.rows()[0]["ended_at"])


def test_people_leave_as_pseudonyms_only(tmp_path: Path) -> None:
    of = profile(columns={"agent": "{from: [agent]}", "customer": "{from: [phone]}"})
    header = "id;started;outcome;wait;talk;agent;phone"
    people = [("Kari", "22334455"), ("Kari", "91234567"), ("Ola", "22334455"), ("", "")]
    content = lines(*(row(n, a=a, p=p) for n, (a, p) in enumerate(people)), header=header)
    taken = take_in(tmp_path, content, of)
    agents, customers = ([found[name] for found in taken.rows()] for name in ("agent", "customer"))

    assert agents[0] == agents[1] != agents[2]
    assert customers[0] == customers[2] != customers[1]
    assert (agents[3], customers[3]) == (None, None)
    assert agents[0].startswith("a_")
    assert customers[0].startswith("c_")
    assert b"Kari" not in (taken.out / "contacts.parquet").read_bytes()


def test_a_pseudonym_is_the_hmac_of_the_name(tmp_path: Path) -> None:
    import hashlib
    import hmac

    from tests.metrics.ingest.boxes import AGENT_KEY

    of = profile(columns={"agent": "{from: [agent]}"})
    taken = take_in(tmp_path, lines(row(agent="Bjørn"), header="id;started;outcome;wait;talk;agent"), of)

    expected = hmac.new(AGENT_KEY, "Bjørn".encode(), hashlib.sha256).hexdigest()[:24]
    assert taken.one()["agent"] == f"a_{expected}"
