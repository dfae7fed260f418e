"""Profiles: the example documents are read, stored and read again; nonsense is refused with line and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.document.yaml_text import DocumentInvalid
from metrics.ingest.profile import Profile
from metrics.ingest.profile_document import profile_from_text
from tests.metrics.ingest.boxes import EXAMPLES, example, profile

ROOT = Path(__file__).resolve().parents[3]
NAMES = sorted(path.stem.removeprefix("profile_") for path in EXAMPLES.glob("profile_*.yaml"))
NORDIC = (EXAMPLES / "profile_nordic.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_example_profiles_are_stored_and_read_again_unchanged(name: str) -> None:
    read = example(name)
    stored = json.loads(json.dumps(read.to_document()))

    assert Profile.from_document(stored) == read
    assert Profile.from_document(stored).hash == read.hash


def test_there_are_examples() -> None:
    assert len(NAMES) == 7


def test_key_stands_for_the_name_first_and_for_the_fields_second() -> None:
    found = profile_from_text(NORDIC)

    assert (found.key, found.source, found.key_fields) == ("pwc-nordic", "pwc", ("contact_id",))


def test_key_fields_may_have_a_word_of_their_own() -> None:
    assert profile_from_text(NORDIC.replace("  key: [contact_id]", "  key_fields: [contact_id]")).key_fields == (
        "contact_id",
    )


def test_the_source_is_the_key_unless_it_is_named() -> None:
    assert example("rwfd").source == "rwfd"


def test_words_of_a_map_stay_as_they_are_written() -> None:
    (outcome,) = [column for column in example("pwc_xlsx").columns if column.field == "outcome"]
    (transferred,) = [column for column in example("amazon_connect").columns if column.field == "transferred"]

    assert outcome.pairs == (("Y", "answered"), ("N", "abandoned_queue"))
    assert transferred.pairs == ((None, False),)
    assert (transferred.otherwise, transferred.takes_rest) == (True, True)


def test_comments_and_order_of_keys_change_nothing_and_a_word_does() -> None:
    text = NORDIC.splitlines()
    moved = "\n".join([*text[:6], "  # a comment", *text[6:-1], text[-1]])

    assert profile_from_text(moved).hash == profile_from_text(NORDIC).hash
    assert profile_from_text(NORDIC.replace("Ja: answered", "JA: answered")).hash != profile_from_text(NORDIC).hash


def test_a_change_rule_left_out_is_the_careful_one() -> None:
    assert profile_from_text(NORDIC.replace("  on_change: later_delivery_wins", "  #")).on_change == "conflict"
    assert example("bank").on_change == "later_delivery_wins"


BAD: list[tuple[str, str, str, int]] = [
    ("  feed: contacts", "  feed: contact", "not_a_choice", 5),
    ("  feed: contacts", "  feed: contacts\n  colour: red", "unknown_key", 6),
    ("delimiter: ", "delimeter: ", "unknown_key", 6),
    ("kind: csv", "kind: xls", "not_a_choice", 6),
    ("kind: csv", "kind: xlsx", "unknown_key", 6),
    ("encoding: iso-8859-1", "encoding: latin", "not_a_choice", 6),
    ('delimiter: ";"', 'delimiter: ";;"', "text_length", 6),
    ('delimiter: ";"', "delimiter: a", "wrong_type", 6),
    ('delimiter: ";"', "delimiter: '\"'", "marks_clash", 6),
    ("thousands: null", 'thousands: ","', "marks_clash", 6),
    ("header_line: 1", "header_line: 0", "out_of_range", 6),
    ("zone: Europe/Oslo", "zone: Norway/Bergen", "time_zone", 7),
    ("zone: Europe/Oslo", "zone: ../../etc/passwd", "time_zone", 7),
    ('"%d.%m.%Y %H:%M:%S"', '"%d.%m.%Y %H:%M:%Q"', "time_format", 7),
    ('"%d.%m.%Y %H:%M:%S"', '"%d.%m %H:%M:%S"', "time_format", 7),
    ('"%d.%m.%Y %H:%M:%S"', '"%d.%m.%Y"', "hours_missing", 13),
    ('["%d.%m.%Y %H:%M:%S"]', "[]", "formats_missing", 7),
    ("ambiguous: reject", "ambiguous: guess", "not_a_choice", 7),
    ("  key: [contact_id]", "  key: [queue]", "not_a_choice", 8),
    ("  key: [contact_id]", "  key: [leg_no]", "key_fields", 8),
    ("  key: [contact_id]", "  key: line", "not_a_choice", 8),
    ("  key: [contact_id]", "  key: row", "key_fields", 13),
    ("  key: [contact_id]", "", "key_fields", 3),
    ("  key: [contact_id]", "  key: [contact_id]\n  key: row", "key_fields", 3),
    ("on_change: later_delivery_wins", "on_change: newest_wins", "updated_at_missing", 9),
    ("channel: phone", "channel: fax", "not_a_choice", 10),
    ("channel: phone", "channel: yes", "not_a_choice", 10),
    ("channel: phone, ", "", "field_missing", 13),
    ("direction: in", "resolved: true", "filled_twice", 13),
    ("direction: in", "wait_s: 5", "unknown_key", 10),
    ("    outcome: {from", "    result: {from", "unknown_key", 17),
    ("Ja: answered", "Ja: answerd", "not_a_choice", 17),
    ("Ja: true", "Ja: yes", "wrong_type", 18),
    ("map: {Ja: true, Nei: false}", "map: {}", "map_invalid", 18),
    ("{from: [Løst], ", "{", "column_source", 18),
    ("{from: [Løst], ", "{from: [Løst], present: [Løst], ", "column_source", 18),
    ("{from: [Løst], ", "{from: [], ", "names_missing", 18),
    ("{from: [Løst], ", "{from: [Løst], then: true, ", "column_source", 18),
    ("unit: s}", "unit: sec}", "not_a_choice", 19),
    (", unit: s}", "}", "key_missing", 19),
    ("duration: effort", "duration: elapsed", "elapsed_as_effort", 20),
    ("    talk_s: {", "    resolution_s: {", "effort_as_elapsed", 20),
    ("scale_min: 1", "scale_min: 5", "scale_invalid", 21),
    ("scale_min: 1", "scale_min: 1.5", "number_unquoted", 21),
    ("scale_min: 1, ", "", "key_missing", 21),
    ("kind: csat", "kind: stars", "not_a_choice", 21),
    ("unknown_columns: drop", "unknown_columns: ignore", "not_a_choice", 22),
    ("unknown_columns: drop", "drop: [Besvart]", "dropped_and_read", 22),
    ("unknown_columns: drop", "routing: {field: queue, brands: {a: b}}", "field_missing", 13),
    ("unknown_columns: drop", "routing: {field: agent, brands: {a: b}}", "not_a_choice", 22),
    ("unknown_columns: drop", "sale: {offered: true}", "key_missing", 22),
    ("format: 1", "format: 2", "not_a_choice", 1),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), BAD, ids=[f"{code}-{new[:20]}" for _, new, code, _ in BAD])
def test_nonsense_is_refused_where_it_stands(old: str, new: str, code: str, line: int) -> None:
    assert NORDIC.count(old) == 1 or old in {"unit: s}", ", unit: s}", "kind: csv"}, old
    with pytest.raises(DocumentInvalid) as refused:
        profile_from_text(NORDIC.replace(old, new, 1))

    assert refused.value.code == code
    assert refused.value.params["line"] == line
    assert f"Line {line}, column" in refused.value.message()


def test_a_file_holds_one_profile() -> None:
    with pytest.raises(DocumentInvalid) as refused:
        profile_from_text(NORDIC + "---\n" + NORDIC)

    assert refused.value.code == "one_profile"


def test_another_key_twice_is_refused() -> None:
    with pytest.raises(DocumentInvalid) as refused:
        profile_from_text(NORDIC + "  feed: contacts\n")

    assert refused.value.code == "duplicate_key"


def test_sold_stands_in_one_place() -> None:
    with pytest.raises(DocumentInvalid) as refused:
        profile(columns={"sold": "{from: [a]}"}, more="sale: {sold: {from: [b]}}")

    assert refused.value.code == "filled_twice"


@pytest.mark.parametrize(
    "part", ["survey: {score: {from: [a]}, scale_min: 1, scale_max: 5}", "sale: {sold: {from: [a]}}"]
)
def test_blocks_belong_to_contacts(part: str) -> None:
    text = (EXAMPLES / "profile_sales.yaml").read_text(encoding="utf-8") + f"  {part}\n"
    with pytest.raises(DocumentInvalid) as refused:
        profile_from_text(text)

    assert refused.value.code == "block_misplaced"


@pytest.mark.parametrize("path", sorted((ROOT / "metrics" / "ingest" / "presets").glob("*.yaml")), ids=lambda p: p.stem)
def test_a_preset_is_a_profile_under_its_own_name(path: Path) -> None:
    assert profile_from_text(path.read_text(encoding="utf-8")).key == path.stem.replace("_", "-")
