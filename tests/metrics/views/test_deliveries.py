"""Deliveries in the browser: hand in, follow, correct; who may, and what goes wrong beside the field where it did."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from contracts.models import Contract, User
from metrics.models import Delivery, RejectedRow, Waiting
from metrics.views import deliveries as view
from tests.callers import person
from tests.sent_files import load_example_profile, make_delivery
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/contracts/nordlys-fjord/deliveries/"
CONTENT = b"a;b\n1;2\n"


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Delivery]:
    """Deliveries for which the doorbell rang."""
    found: list[Delivery] = []
    monkeypatch.setattr(view, "ring", found.append)
    return found


def send(user: User, content: bytes | None = CONTENT, name: str = "october.csv", **fields: str) -> Any:
    data: dict[str, Any] = {"profile": "nordic-acd", **fields}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content, "text/csv")
    return person(user).post(LIST, data)


def profile_key(contract: Contract) -> str:
    return load_example_profile(contract).key


def test_a_file_is_taken_in_and_the_doorbell_rings(
    world: World, rung: list[Delivery], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    key = profile_key(world.contract)
    with django_capture_on_commit_callbacks(execute=True):
        response = send(world.vendor_lead, profile=key)
    delivery = Delivery.objects.within(world.contract).get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"{LIST}{delivery.public_id}/"
    assert (delivery.file_name, delivery.door, delivery.state) == ("october.csv", "page", "received")
    assert rung == [delivery]


def test_the_buyer_manager_may_deliver_too(world: World, rung: list[Delivery]) -> None:
    assert send(world.buyer_manager, profile=profile_key(world.contract)).status_code == 302


def test_the_same_file_again_is_the_same_delivery(world: World, rung: list[Delivery]) -> None:
    key = profile_key(world.contract)
    first = send(world.vendor_lead, profile=key).headers["Location"]
    again = send(world.vendor_lead, profile=key, name="renamed.csv").headers["Location"]
    assert again == f"{first}?repeat=1"
    page = person(world.vendor_lead).get(again).content.decode()
    assert "This very file was delivered before." in page
    assert Delivery.objects.within(world.contract).count() == 1


def test_without_a_file_the_field_says_so_and_the_choice_is_kept(world: World, rung: list[Delivery]) -> None:
    key = profile_key(world.contract)
    response = send(world.vendor_lead, None, profile=key)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Choose a file." in page
    assert f'<option value="{key}" selected' in page
    assert 'aria-invalid="true"' in page
    assert not rung


def test_a_profile_that_is_not_offered_is_not_taken(world: World, rung: list[Delivery]) -> None:
    profile_key(world.contract)
    other = load_example_profile(world.foreign_contract, "profile_bank").key
    response = send(world.vendor_lead, profile=other)
    assert response.status_code == 400
    assert not Delivery.objects.within(world.contract).exists()


def test_a_file_over_the_limit_is_refused_and_the_way_back_is_shown(
    world: World, rung: list[Delivery], settings: LazySettings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    response = send(world.vendor_lead, b"x" * 1_200_000, profile=profile_key(world.contract))
    page = response.content.decode()
    assert response.status_code == 413
    assert "The file is larger than 1 MB, the most that is taken here." in page
    assert f'href="{LIST}"' in page
    assert not Delivery.objects.within(world.contract).exists()


def test_the_form_tells_the_limit_before_anything_is_sent(world: World, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_BYTES = 7_000_000
    profile_key(world.contract)
    page = person(world.vendor_lead).get(LIST).content.decode()
    assert "up to 7 MB" in page
    assert 'data-largest="7000000"' in page


def test_a_contract_without_a_profile_says_what_is_missing(world: World) -> None:
    page = person(world.vendor_lead).get(LIST).content.decode()
    assert "This contract has no source profile yet" in page
    assert 'type="file"' not in page


def test_the_list_has_state_and_one_plain_reason(world: World) -> None:
    make_delivery(world.contract, state="refused", refusal_code="empty_file", file_name="odd.csv")
    make_delivery(world.contract, state="applied", accepted=5, updated=0, file_name="good.csv")
    page = person(world.vendor_lead).get(LIST).content.decode()
    assert "The file holds no rows. Nothing was changed." in page
    assert page.index("good.csv") < page.index("odd.csv"), "the newest first"
    assert "Refused whole" in page
    assert "Applied" in page


def test_a_long_list_is_turned_page_by_page(world: World) -> None:
    profile = load_example_profile(world.contract)
    for number in range(30):
        make_delivery(world.contract, profile=profile, file_name=f"file-{number:02d}.csv", state="applied")
    first = person(world.vendor_lead).get(LIST).content.decode()
    second = person(world.vendor_lead).get(f"{LIST}?page=2").content.decode()
    assert "file-29.csv" in first
    assert "file-00.csv" not in first
    assert "file-00.csv" in second
    assert person(world.vendor_lead).get(f"{LIST}?page=nonsense").status_code == 200


def test_a_running_delivery_asks_again_until_it_ends(world: World) -> None:
    delivery = make_delivery(world.contract, state="reading", step="reading", rows_read=500, rows_expected=1000)
    address = f"{LIST}{delivery.public_id}/"
    running = person(world.vendor_lead).get(address)
    text = running.content.decode()
    assert f'hx-get="{address}"' in text
    assert 'hx-trigger="every 1s"' in text
    assert 'value="50"' in text
    assert '<meta http-equiv="refresh"' in text, "without scripts the page asks by itself"
    assert "no-store" in running.headers["Cache-Control"]
    Delivery.objects.within(world.contract).update(state="applied", accepted=1, lines=2, header=1, rejected=0)
    ended = person(world.vendor_lead).get(address).content.decode()
    assert "hx-get" not in ended
    assert "refresh" not in ended
    assert 'data-final="true"' in ended


def rejected_delivery(contract: Contract) -> Delivery:
    """A delivery with one rejected row whose value would be a formula in a spreadsheet."""
    row = {"line": 7, "column": "started", "code": "empty_id", "params": {}, "values": {"id": "=1+1", "started": ""}}
    delivery = make_delivery(contract, rejected=[row], state="applied", accepted=3, lines=5, reasons={"empty_id": 1})
    RejectedRow.all_rows.create(contract=contract, delivery=delivery, **row)
    return delivery


def test_rejected_rows_come_as_formula_safe_csv(world: World) -> None:
    delivery = rejected_delivery(world.contract)
    response = person(world.vendor_lead).get(f"{LIST}{delivery.public_id}/rejected.csv")
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["line"] == "7"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize("who", ["outsider", "rival", "nobody", "operator"])
def test_who_is_no_party_finds_nothing(world: World, who: str, rung: list[Delivery]) -> None:
    delivery = rejected_delivery(world.contract)
    client = person(getattr(world, who))
    for address in (LIST, f"{LIST}{delivery.public_id}/", f"{LIST}{delivery.public_id}/rejected.csv"):
        assert client.get(address).status_code == 404
    assert client.post(LIST, {"file": SimpleUploadedFile("a.csv", CONTENT)}).status_code == 404
    assert not rung


def test_a_delivery_of_another_contract_is_not_here(world: World) -> None:
    foreign = rejected_delivery(world.foreign_contract)
    client = person(world.vendor_lead)  # a party to both contracts
    assert client.get(f"{LIST}{foreign.public_id}/").status_code == 404
    assert client.get(f"{LIST}{foreign.public_id}/rejected.csv").status_code == 404


def test_a_role_without_the_right_is_told_so(world: World, rung: list[Delivery]) -> None:
    delivery = rejected_delivery(world.contract)
    client = person(world.auditor)
    for address in (LIST, f"{LIST}{delivery.public_id}/", f"{LIST}{delivery.public_id}/rejected.csv"):
        assert client.get(address).status_code == 403
    assert send(world.auditor, profile="nordic-acd").status_code == 403
    assert "Deliveries" not in client.get("/contracts/nordlys-fjord/").content.decode()
    assert not rung


def test_a_file_name_cannot_become_markup(world: World) -> None:
    make_delivery(world.contract, state="applied", file_name="<img src=x onerror=alert(1)>.csv")
    page = person(world.vendor_lead).get(LIST).content.decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_no_upload_leaves_anything_behind(world: World, rung: list[Delivery], contact_store: Path) -> None:
    send(world.vendor_lead, b"", profile=profile_key(world.contract), name="empty.csv")
    send(world.vendor_lead, None, profile=profile_key(world.contract))
    kept = [path for path in contact_store.rglob("*") if path.is_file()]
    assert len(kept) == Delivery.objects.within(world.contract).count()


def test_the_list_says_what_waits_for_its_contact_and_since_when(world: World) -> None:
    ages = [{"feed": "surveys", "day": "2020-11-03", "rows": 11}, {"feed": "surveys", "day": "2020-11-20", "rows": 1}]
    Waiting.all_rows.create(contract=world.contract, ages=[*ages, {"feed": "sales", "day": None, "rows": 1}])
    page = person(world.vendor_lead).get(LIST).content.decode()
    assert "12 surveys wait for their contact, the oldest since 3 November 2020 (" in page
    assert "1 sale waits for its contact." in page
