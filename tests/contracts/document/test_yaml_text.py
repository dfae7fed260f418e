"""YAML from people we do not know: every value keeps its place, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document.yaml_text import DocumentInvalid, Node, read_documents

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"


def read(text: str) -> Node:
    (document,) = read_documents(text)
    return document


def refusal(text: str) -> DocumentInvalid:
    with pytest.raises(DocumentInvalid) as refused:
        read_documents(text)
    return refused.value


def test_every_value_knows_its_line_column_and_path() -> None:
    document = read("a: 1\nb:\n  - x\n  - {c: deep}\n")
    deep = document.need("b").as_list()[1].need("c")
    assert (deep.text, deep.line, deep.column, deep.path) == ("deep", 4, 9, "b[1].c")


def test_the_second_document_counts_lines_from_the_beginning_of_the_text() -> None:
    first, second = read_documents("a: 1\n---\na: 2\n")
    assert (first.need("a").line, second.need("a").line) == (1, 3)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("NO", "text"),
        ("yes", "text"),
        ("2024-01-01", "text"),
        ("1_000", "text"),
        ("12:30", "text"),
        ("true", "boolean"),
        ("~", "null"),
        ("", "null"),
        ("null", "null"),
        ("-7", "integer"),
        ("42.10", "number"),
        ("1e3", "number"),
        ("007", "number"),
        ("0x1F", "number"),
        ("0o17", "number"),
        (".5", "number"),
        ("+1", "number"),
        (".inf", "number"),
        ("-.inf", "number"),
        (".nan", "number"),
        ('"42.10"', "text"),
        ("'7'", "text"),
        ('""', "text"),
    ],
)
def test_words_are_what_yaml_1_2_says_and_only_plain_whole_numbers_are_numbers(written: str, kind: str) -> None:
    assert read(f"a: {written}").need("a").kind == kind


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate_key", 3, 1),
        ("a: &x 1\nb: *x", "alias_refused", 1, 4),
        ("*x", "alias_refused", 1, 1),
        ("a: !!python/object:os.system x", "tag_refused", 1, 4),
        ("a: !!str 1", "tag_refused", 1, 4),
        ("? [a]\n: 1", "key_invalid", 1, 3),
        ("a: [1", "yaml_syntax", 1, 6),
        ("a:\n\t- b", "yaml_syntax", 2, 1),
        ("a: 1\nb: x\x00y", "yaml_sign", 2, 5),
        ('a: "\\0"', "yaml_sign", 1, 4),
        ('a: "\\ud800"', "yaml_sign", 1, 4),
        ("%YAML 1.1\n---\na: 1", "yaml_version", 2, 1),
        ("a: 1\n...\nb: 2", "yaml_end", 2, 1),
        ("", "document_empty", 1, 1),
        ("# nothing but a comment", "document_empty", 1, 1),
        ("[" * 400_000, "document_too_deep", 1, 21),
        ("- a\n" * 60_000, "document_too_large", 50_000, 3),
        ("x" * 500_001, "document_too_large", 1, 1),
    ],
)
def test_what_is_refused_says_where(text: str, code: str, line: int, column: int) -> None:
    error = refusal(text)
    assert (error.code, error.params["line"], error.params["column"]) == (code, line, column)
    assert error.message()


def test_a_key_may_stand_twice_only_where_the_reader_says_so() -> None:
    text = "profile:\n  key: nordic\n  key: [contact_id]\n"
    assert refusal(text).params["first"] == 2
    (document,) = read_documents(text, may_repeat=frozenset({"profile.key"}))
    name, fields = document.need("profile").all("key")
    assert (name.as_text(), [item.as_text() for item in fields.as_list()]) == ("nordic", ["contact_id"])
    assert document.as_plain() == {"profile": {"key": ["nordic", ["contact_id"]]}}


def test_a_key_is_its_text_as_written() -> None:
    document = read("map: {null: no, true: yes, 7: seven}")
    assert [entry.key for entry in document.need("map")] == ["null", "true", "7"]


def test_a_number_without_quotes_is_refused_with_the_hint_to_quote_it() -> None:
    price = read("price: 42.10").need("price")
    with pytest.raises(DocumentInvalid) as refused:
        price.as_decimal(Decimal(0), Decimal(100), 4)
    assert refused.value.code == "number_unquoted"
    assert "“42.10”" in refused.value.message()
    with pytest.raises(DocumentInvalid):
        price.as_plain()


@pytest.mark.parametrize(("written", "expected"), [('"42.10"', "42.10"), ("42", "42"), ('"-1.5"', "-1.5")])
def test_a_decimal_is_kept_as_it_was_written(written: str, expected: str) -> None:
    assert str(read(f"a: {written}").need("a").as_decimal(Decimal(-10), Decimal(100), 4)) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"101"', "out_of_range"),
        ('"-0.01"', "out_of_range"),
        ('"1.00001"', "too_many_places"),
        ('"1,5"', "wrong_type"),
        ('"1e2"', "wrong_type"),
        ('"NaN"', "wrong_type"),
        ('" 1"', "wrong_type"),
        ('"٣"', "wrong_type"),
        ("true", "wrong_type"),
        ("~", "wrong_type"),
        ("[1]", "wrong_type"),
    ],
)
def test_what_is_no_decimal_within_bounds_is_refused(written: str, code: str) -> None:
    with pytest.raises(DocumentInvalid) as refused:
        read(f"a: {written}").need("a").as_decimal(Decimal(0), Decimal(100), 4)
    assert refused.value.code == code


@pytest.mark.parametrize("written", ["2024-02-30", "2024-1-1", "01.01.2024", "20240101", "2024-01-01T00:00", "7"])
def test_only_an_iso_day_is_a_day(written: str) -> None:
    with pytest.raises(DocumentInvalid) as refused:
        read(f"a: {written}").need("a").as_date()
    assert refused.value.code == "wrong_type"


def test_a_day_is_read_with_and_without_quotes() -> None:
    document = read('a: 2024-02-29\nb: "2024-02-29"')
    assert {entry.value.as_date() for entry in document} == {date(2024, 2, 29)}


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    document = read("contract:\n  currancy: NOK\n")
    with pytest.raises(DocumentInvalid) as refused:
        document.need("contract").check_keys(("currency", "title"))
    assert dict(refused.value.params) == {
        "line": 2,
        "column": 3,
        "path": "contract.currancy",
        "key": "currancy",
        "nearest": "currency",
    }


def test_every_example_is_read_in_one_piece() -> None:
    read_files = [
        read_documents(path.read_text(encoding="utf-8"), may_repeat=frozenset({"profile.key"}))
        for path in sorted(EXAMPLES.glob("*.yaml"))
    ]
    assert len(read_files) == 10
    assert sum(len(documents) for documents in read_files) == 14


def outcome(text: str) -> str:
    """What a person is told: a sentence, or nothing when the text was read."""
    try:
        documents = read_documents(text)
    except DocumentInvalid as refused:
        return refused.message()
    return "read" if documents else ""


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    assert outcome(text)


@given(st.text(alphabet="ab:-[]{}\"'|>&*!%#?,\n \t0.", max_size=80))
def test_any_heap_of_yaml_signs_is_read_or_refused(text: str) -> None:
    assert outcome(text)
