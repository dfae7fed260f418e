"""Rejected rows: in order, each with line, column, reason and a sentence, showing nobody's data."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.domain.reader_messages import REJECTIONS, message
from metrics.ingest.masks import HIDDEN, mask
from metrics.ingest.personal import is_national_number, kind_of_personal
from tests.metrics.ingest.boxes import lines, profile, row, take_in

TOPIC = {"topic": "{from: [topic]}", "agent": "{from: [agent]}"}
HEADER = "id;started;outcome;wait;talk;topic;agent;note"


def test_a_rejected_row_says_where_and_why(tmp_path: Path) -> None:
    good = [row(number) for number in range(2, 12)]
    taken = take_in(tmp_path, lines(*good[:4], row(1, talk="4 min"), *good[4:]))
    (found,) = taken.rejected

    assert (found["line"], found["column"], found["code"]) == (6, "talk", "bad_duration")
    assert message(found["code"], found["params"]) == "“4 m••” in “talk” is not a duration in the unit s."
    assert found["values"] == {
        "id": "C1", "started": "2026-10-05 09:00:00", "outcome": "a•••••••", "wait": "12", "talk": "4 m••",
    }  # fmt: skip


def test_columns_that_no_field_uses_and_people_are_not_shown(tmp_path: Path) -> None:
    bad = row(1, talk="x", topic="Invoice for Kari", agent="Kari Nordmann", note="calls from 22334455")
    good = [row(number, topic="a", agent="b", note="c") for number in range(2, 9)]
    taken = take_in(tmp_path, lines(bad, *good, header=HEADER), profile(columns=TOPIC))
    (found,) = taken.rejected

    assert "note" not in found["values"]
    assert found["values"]["agent"] == HIDDEN
    assert "Kari" not in str(found)
    assert "22334455" not in str(found)


def test_reasons_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [row(number, topic="a", agent="b", note="c") for number in range(1, 60)]
    rows[3] = row(4, topic='"a" b', agent="", note="")
    rows[10] = row(11, topic="kari@example.com", agent="", note="")
    rows[20] = row(21, talk="-4", topic="a", agent="", note="")
    rows[30] = row(31, "2026-10-25 02:30:00", topic="a", agent="", note="")
    taken = take_in(tmp_path, lines(*rows, header=HEADER), profile(columns=TOPIC))

    assert [(found["line"], found["code"]) for found in taken.rejected] == [
        (5, "stray_quote"), (12, "personal_data"), (22, "negative_duration"), (32, "ambiguous_time"),
    ]  # fmt: skip
    assert dict(taken.report.reasons) == dict.fromkeys(
        ("stray_quote", "personal_data", "negative_duration", "ambiguous_time"), 1
    )
    assert "kari" not in str(taken.rejected)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("kari.nordmann@example.com", "email"),
        ("ring tilbake +47 22 33 44 55", "phone"),
        ("0047 91234567", "phone"),
        ("912 34 567", "phone"),
        ("91234567", "phone"),
        ("22 33 44 55", "phone"),
        ("01017012345", None),
        ("15107612336", None),
        ("Queue 12345678", None),
        ("Support 24/7", None),
        ("2026-10-05", None),
        ("1234567890123456789", None),
        ("Order 4711", None),
        ("Baltimore/MD", None),
        ("@home", None),
    ],
)
def test_personal_data_is_told_from_the_names_of_queues(value: str, kind: str | None) -> None:
    assert kind_of_personal(value) == kind


def test_a_national_number_is_known_by_its_check_digits() -> None:
    valid = [f"010170{rest:05d}" for rest in range(100_000) if is_national_number(f"010170{rest:05d}")]

    assert len(valid) == pytest.approx(100_000 / 121, rel=0.1)
    assert kind_of_personal(f"kunde {valid[0][:6]} {valid[0][6:]}") == "national_number"
    assert not is_national_number(valid[0][:-1] + str((int(valid[0][-1]) + 1) % 10))


@pytest.mark.parametrize("name", ["queue", "topic", "brand", "site", "team"])
def test_every_text_that_is_kept_is_looked_at(name: str, tmp_path: Path) -> None:
    of = profile(columns={name: "{from: [x]}"})
    header = "id;started;outcome;wait;talk;x"
    content = lines(row(1, x="a@b.no"), *(row(number, x="ok") for number in range(2, 9)), header=header)

    assert take_in(tmp_path, content, of).codes == ["personal_data"]


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("", "text", ""),
        ("Kari", "person", HIDDEN),
        ("C-0001", "id", "C-0001"),
        ("kari@example.com", "id", HIDDEN),
        ("2026-10-25 02:30:00", "time", "2026-10-25 02:30:00"),
        ("31.02.2026 10:00", "time", "31.02.2026 10:00"),
        ("2,3833", "seconds", "2,3833"),
        ("-5", "seconds", "-5"),
        ("Kanskje", "word", "K••••••"),
        ("Kari Nordmann", "word", "K••• N•••••••"),
        ("123456789012", "seconds", "1•••••••••"),
        ("x" * 100, "text", "x•••••••••…"),
    ],
)
def test_values_are_masked_by_what_they_look_like(value: str, kind: str, shown: str) -> None:
    assert mask(value, kind) == shown


def test_every_sentence_can_be_filled_and_names_its_column() -> None:
    for code, template in REJECTIONS.items():
        assert "%(" in template or code in {
            "stray_quote", "conflict", "bad_json", "json_no_object", "json_duplicate_key", "json_not_a_number",
            "json_too_deep", "nul_in_record",
        }  # fmt: skip
        assert message(code, {"column": "talk", "value": "x"})
    assert message("no_such_code", {}) == "This cannot be taken in (no_such_code)."
