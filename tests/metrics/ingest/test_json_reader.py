"""JSON and JSON Lines: paths, nulls, and records that are wrong by themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from metrics.ingest.job import Limits
from tests.metrics.ingest.boxes import profile, take_in

JSON = "{kind: json}"
JSONL = "{kind: jsonl}"
AGENT = {"agent": "{from: [Agent.Name]}"}


def record(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"C{number}", "started": "2026-10-05 09:00:00", "outcome": "answered", "wait": 12, "talk": 240.4, **more,
    }  # fmt: skip


def by_line(*records: dict[str, Any] | str) -> str:
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records) + "\n"


GOOD = [record(number) for number in range(2, 12)]


def test_records_are_rows_and_their_number_is_the_line(tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_line(record(1), record(2)), profile(file=JSONL))

    assert [(found["line"], found["contact_id"], found["talk_s"]) for found in taken.rows()] == [
        (1, "C1", 240), (2, "C2", 240),
    ]  # fmt: skip
    assert taken.counts("lines", "header", "staged") == (2, 0, 2)


def test_a_list_and_its_records_by_line_are_the_same(tmp_path: Path) -> None:
    records = [record(number, Agent={"Name": "Kåre"}) for number in range(1, 5_000)]
    found = []
    for name, file, content in (
        ("list", JSON, json.dumps(records, indent=1)), ("lines", JSONL, by_line(*records)),
        ("inside", "{kind: json, records: data.items}", json.dumps({"page": [1], "data": {"x": {}, "items": records}})),
    ):  # fmt: skip
        folder = tmp_path / name
        folder.mkdir()
        found.append(take_in(folder, content, profile(file=file, columns=AGENT)).rows())

    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 4_999


def test_a_path_through_null_is_null(tmp_path: Path) -> None:
    agents: list[Any] = [{"Name": "Kari"}, {"Name": None}, {}, None, "Kari", ["Kari"]]
    records = [record(number, Agent=agent) for number, agent in enumerate(agents)]
    taken = take_in(tmp_path, by_line(*records, record(9)), profile(file=JSONL, columns=AGENT))

    assert [found["agent"] is not None for found in taken.rows()] == [True] + [False] * 6


def test_a_key_with_a_point_in_its_name_comes_before_a_path(tmp_path: Path) -> None:
    columns = {"queue": "{from: [Queue.Name]}"}
    taken = take_in(tmp_path, by_line(record() | {"Queue.Name": "A", "Queue": {"Name": "B"}}),
                    profile(file=JSONL, columns=columns))  # fmt: skip

    assert taken.one()["queue"] == "A"


def test_truths_and_numbers_are_words_of_the_map(tmp_path: Path) -> None:
    columns = {"resolved": "{from: [r], map: {true: true, false: false, 1: true, 0: false}}"}
    records = [record(number, r=value) for number, value in enumerate([True, False, 1, 0, None, "1"])]
    taken = take_in(tmp_path, by_line(*records), profile(file=JSONL, columns=columns))

    assert [found["resolved"] for found in taken.rows()] == [True, False, True, False, None, True]


def test_long_numbers_keep_their_digits(tmp_path: Path) -> None:
    text = json.dumps(record()).replace('"C1"', "1234567890123456789")

    assert take_in(tmp_path, text, profile(file=JSONL)).one()["contact_id"] == "1234567890123456789"


def test_an_object_that_is_there_counts_as_present(tmp_path: Path) -> None:
    columns = {"outcome": "{present: [Agent], then: answered, otherwise: abandoned_queue}"}
    records = [record(1, Agent={"Name": "x"}), record(2, Agent=None), record(3, Agent={}), record(4)]
    taken = take_in(tmp_path, by_line(*records), profile(file=JSONL, columns=columns))

    assert [found["outcome"] for found in taken.rows()] == ["answered", *["abandoned_queue"] * 3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad_json"),
        ('{"id": "C1",}', "bad_json"),
        ("not json", "bad_json"),
        (json.dumps(record()) + " x", "bad_json"),
        ("[1, 2]", "json_no_object"),
        ("17", "json_no_object"),
        (json.dumps(record())[:-1] + ', "id": "C2"}', "json_duplicate_key"),
        (json.dumps(record(Agent={})).replace("{}", '{"a": 1, "a": 2}'), "json_duplicate_key"),
        (json.dumps(record()).replace("240.4", "NaN"), "json_not_a_number"),
        (json.dumps(record()).replace("240.4", "-Infinity"), "json_not_a_number"),
        (json.dumps(record()).replace("240.4", "1e400"), "bad_duration"),
        (json.dumps(record()).replace("240.4", "2.4e2"), "bad_duration"),
        (json.dumps(record(x=0)).replace("0}", "[" * 40 + "]" * 40 + "}"), "json_too_deep"),
        (json.dumps(record(x=0)).replace("0}", "[" * 30_000 + "]" * 30_000 + "}"), "json_too_deep"),
        (json.dumps(record(id="C\0")), "nul_in_record"),
    ],
)
def test_a_wrong_record_is_rejected_by_itself(text: str, code: str, tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_line(*GOOD[:3], text, *GOOD[3:]), profile(file=JSONL))

    assert [(found["line"], found["code"]) for found in taken.rejected] == [(4, code)]
    assert taken.counts("lines", "staged", "rejected") == (11, 10, 1)


def test_brackets_in_quotes_are_no_depth(tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_line(record(note="[" * 50 + '\\"{' * 50)), profile(file=JSONL))

    assert taken.counts("staged") == (1,)


def test_a_wrong_record_inside_a_list_is_rejected_by_itself(tmp_path: Path) -> None:
    text = json.dumps([*GOOD, record(x=0)]).replace('"x": 0', '"id": "C2"')
    taken = take_in(tmp_path, text, profile(file=JSON))

    assert [(found["line"], found["code"]) for found in taken.rejected] == [(11, "json_duplicate_key")]


def test_blank_lines_are_blank(tmp_path: Path) -> None:
    taken = take_in(tmp_path, "\n" + by_line(record(1)) + "  \n" + by_line(record(2)), profile(file=JSONL))

    assert taken.counts("lines", "blank", "staged") == (4, 2, 2)
    assert [found["line"] for found in taken.rows()] == [2, 4]


def test_line_ends_inside_a_value_do_no_harm(tmp_path: Path) -> None:
    columns = {"topic": "{from: [topic]}"}
    taken = take_in(tmp_path, by_line(record(topic="a\r\nb\U0010ffffc\u2028d")), profile(file=JSONL, columns=columns))

    assert taken.one()["topic"] == "a  b\ufffdc\u2028d"


def test_keys_that_nobody_reads_are_named(tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_line(record(name="Kari")), profile(file=JSONL))

    assert taken.report.warnings == ({"code": "columns_dropped", "params": {"columns": "“name”"}},)


def test_keys_that_nobody_knows_can_be_refused(tmp_path: Path) -> None:
    taken = take_in(tmp_path, by_line(record(name="Kari")), profile(file=JSONL, more="unknown_columns: refuse"))

    assert taken.refused == "unknown_column"


def test_a_record_larger_than_a_line_may_be_ends_the_list(tmp_path: Path) -> None:
    text = json.dumps([record(), record(2, note="x" * 200_000)])
    taken = take_in(tmp_path, text, profile(file=JSON), limits=Limits(line_bytes=65_536))

    assert taken.refused == "json_broken"
