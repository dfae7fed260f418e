"""Source profiles are versions: what is the same changes nothing, what is new is the next one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contracts.document.yaml_text import DocumentInvalid
from contracts.models import AuditEvent
from metrics.ingest.profile import Profile
from metrics.models import SourceProfile
from metrics.services.profiles import profile_load
from tests.factories import make_contract

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
NORDIC = (EXAMPLES / "profile_nordic.yaml").read_text(encoding="utf-8")
CHANGED = NORDIC.replace("Nei: abandoned_queue", "Nei: abandoned_ivr")


def test_a_new_profile_is_version_one_and_can_be_read_back() -> None:
    loaded = profile_load(contract=make_contract(), text=NORDIC, by=None)

    assert (loaded.created, loaded.profile.key, loaded.profile.version) == (True, "pwc-nordic", 1)
    assert (loaded.profile.feed, loaded.profile.source) == ("contacts", "pwc")
    stored = SourceProfile.all_rows.get(pk=loaded.profile.pk)
    assert Profile.from_document(stored.document).hash == stored.document_hash


def test_the_same_document_again_changes_nothing() -> None:
    contract = make_contract()
    first = profile_load(contract=contract, text=NORDIC, by=None)
    events = AuditEvent.objects.count()
    again = profile_load(contract=contract, text="# a comment\n" + NORDIC, by=None)

    assert (again.created, again.profile.pk) == (False, first.profile.pk)
    assert AuditEvent.objects.count() == events


def test_changed_content_is_the_next_version_and_going_back_too() -> None:
    contract = make_contract()
    versions = [
        profile_load(contract=contract, text=text, by=None).profile.version for text in (NORDIC, CHANGED, NORDIC)
    ]

    assert versions == [1, 2, 3]


def test_versions_are_counted_contract_by_contract() -> None:
    profile_load(contract=make_contract(), text=NORDIC, by=None)

    assert profile_load(contract=make_contract(), text=NORDIC, by=None).profile.version == 1


def test_every_version_leaves_its_trace() -> None:
    contract = make_contract()
    for text in (NORDIC, CHANGED):
        profile_load(contract=contract, text=text, by=None)
    events = AuditEvent.objects.filter(action="profile.load").order_by("pk")

    assert [event.contract_id for event in events] == [contract.pk, contract.pk]
    assert [event.before["version"] if event.before else None for event in events] == [None, 1]
    assert [event.after and event.after["version"] for event in events] == [1, 2]


def test_a_wrong_document_leaves_nothing_behind() -> None:
    contract = make_contract()
    with pytest.raises(DocumentInvalid):
        profile_load(contract=contract, text=NORDIC.replace("feed: contacts", "feed: x"), by=None)

    assert not SourceProfile.objects.within(contract).exists()


def run(path: Path, contract: str) -> str:
    out = io.StringIO()
    call_command("load_profile", str(path), "--contract", contract, "--json", stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did() -> None:
    contract = make_contract()
    said = [json.loads(run(EXAMPLES / "profile_nordic.yaml", contract.key)) for _ in range(2)]

    assert said[0] == {
        "contract": contract.key, "profile": "pwc-nordic", "version": 1, "feed": "contacts", "created": True,
    }  # fmt: skip
    assert said[1] == said[0] | {"created": False}


@pytest.mark.parametrize("name", [path.name for path in sorted(EXAMPLES.glob("profile_*.yaml"))])
def test_every_example_loads(name: str) -> None:
    assert json.loads(run(EXAMPLES / name, make_contract().key))["created"]


def test_the_command_names_line_and_column_of_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(NORDIC.replace("feed: contacts", "feed: x"), encoding="utf-8")
    with pytest.raises(CommandError, match="not_a_choice: Line 5, column 9"):
        run(path, make_contract().key)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_no_crash(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=r"profile\.yaml"):
        run(path, make_contract().key)


def test_an_unknown_contract_is_no_crash() -> None:
    with pytest.raises(CommandError):
        run(EXAMPLES / "profile_nordic.yaml", "nobody")
