"""An incident document says exactly what happened when and where, or is refused at the place of the fault."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.document.nodes import DocumentInvalid
from contracts.document.yaml_text import read_documents
from metrics.domain.incident_document import read_incidents

SOUND = """\
format: 1
incidents:
  - key: invoice-error
    contracts: [nordlys-fjord, nordlys-inhouse]
    from: 2026-02-10T08:00:00+01:00
    until: 2026-02-13T19:00:00Z
    scope: {queue: Invoice, topic: [Invoice amount, Reminder fee], channel: phone}
    owner: buyer
    text:
      en: "Wrong amounts on invoices."
      nb: "Feil beløp på fakturaer."
"""


def test_every_value_is_read_and_the_window_is_in_utc() -> None:
    (incident,) = read_incidents(read_documents(SOUND))
    assert incident.key == "invoice-error"
    assert incident.contracts == ("nordlys-fjord", "nordlys-inhouse")
    assert incident.begins_at == datetime(2026, 2, 10, 7, tzinfo=UTC)
    assert incident.ends_at == datetime(2026, 2, 13, 19, tzinfo=UTC)
    assert incident.begins_at.tzinfo is UTC
    assert incident.stored_scope() == {
        "channel": ["phone"], "queue": ["Invoice"], "topic": ["Invoice amount", "Reminder fee"],
    }  # fmt: skip
    assert incident.owner == "buyer"
    assert (incident.sentence_en, incident.sentence_nb) == ("Wrong amounts on invoices.", "Feil beløp på fakturaer.")


@pytest.mark.parametrize("scope", ["    scope: {}\n", "    scope: null\n", ""], ids=["empty", "null", "left out"])
def test_without_a_scope_it_was_felt_everywhere(scope: str) -> None:
    lines = SOUND.splitlines(keepends=True)
    (incident,) = read_incidents(read_documents("".join([*lines[:6], scope, *lines[7:]])))
    assert incident.stored_scope() == {}


def test_norwegian_may_be_missing_and_a_file_may_hold_no_incident() -> None:
    (incident,) = read_incidents(read_documents(SOUND[: SOUND.index("      nb:")]))
    assert incident.sentence_nb == ""
    assert read_incidents(read_documents("format: 1\nincidents: []\n")) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "path"),
    [
        ("format: 1", "format: 2", "format_unknown", 1, "format"),
        ("incidents:", "incident:", "unknown_key", 2, "incident"),
        ("key: invoice-error", "key: Invoice Error", "wrong_type", 3, "incidents[0].key"),
        ("[nordlys-fjord, nordlys-inhouse]", "[]", "contracts_empty", 4, "incidents[0].contracts"),
        ("nordlys-inhouse]", "nordlys-fjord]", "value_twice", 4, "incidents[0].contracts"),
        ("[nordlys-fjord, nordlys-inhouse]", "nordlys-fjord", "wrong_type", 4, "incidents[0].contracts"),
        ("T08:00:00+01:00", "T08:00:00", "wrong_type", 5, "incidents[0].from"),
        ("2026-02-10T08", "2026-02-30T08", "instant_invalid", 5, "incidents[0].from"),
        ("2026-02-10T08:00:00+01:00", "0001-01-01T00:00:00+14:00", "instant_invalid", 5, "incidents[0].from"),
        ("2026-02-13T19:00:00Z", "2026-02-10T07:00:00Z", "end_before_begin", 6, "incidents[0].until"),
        ("queue: Invoice", "team: Invoice", "unknown_key", 7, "incidents[0].scope.team"),
        ("channel: phone", "channel: fax", "not_a_choice", 7, "incidents[0].scope.channel"),
        ("channel: phone", "channel: []", "scope_empty", 7, "incidents[0].scope.channel"),
        ("Reminder fee]", "Invoice amount]", "value_twice", 7, "incidents[0].scope.topic"),
        ("owner: buyer", "owner: customer", "not_a_choice", 8, "incidents[0].owner"),
        ("en: ", "sv: ", "unknown_key", 10, "incidents[0].text.sv"),
        ('en: "Wrong amounts on invoices."', f"en: {'x' * 401}", "text_length", 10, "incidents[0].text.en"),
        ('      en: "Wrong amounts on invoices."\n', "", "key_missing", 10, "incidents[0].text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_at_its_place(old: str, new: str, code: str, line: int, path: str) -> None:
    assert old in SOUND
    with pytest.raises(DocumentInvalid) as refused:
        read_incidents(read_documents(SOUND.replace(old, new, 1)))
    assert refused.value.code == code
    assert (refused.value.params["line"], refused.value.params["path"]) == (line, path)
    assert refused.value.message().startswith(f"Line {line}, column ")


@pytest.mark.parametrize("name", ["key", "contracts", "from", "until", "owner", "text"])
def test_what_must_be_there_is_asked_for_by_name(name: str) -> None:
    lines = SOUND.splitlines(keepends=True)
    kept = [line for line in lines if name not in line.split(":")[0].replace("- ", "").split()]
    kept = ["    scope: {}\n" if "scope" in line else line for line in kept]
    text = "".join(kept)
    if name == "key":
        text = text.replace("    contracts:", "  - contracts:")
    if name == "text":
        text = text[: text.index("      en:")]
    with pytest.raises(DocumentInvalid) as refused:
        read_incidents(read_documents(text))
    assert (refused.value.code, refused.value.params.get("key")) == ("key_missing", name)


def test_a_key_stands_once_in_a_file() -> None:
    twice = SOUND + SOUND[SOUND.index("  - key") :]
    with pytest.raises(DocumentInvalid, match=r"Line 12, .*“invoice-error” stands in this file twice"):
        read_incidents(read_documents(twice))
