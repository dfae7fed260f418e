"""A file is delivered in the browser: live progress, what was not taken, the same file again, wrong files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Request

from contracts.domain.months import Month
from tests.journeys.browsing import DESK, Look, Opener, Reader
from tests.journeys.site import PAST_CONTRACT, Site

pytestmark = pytest.mark.browser
# The partner before: its months belong to its contract, and nobody looks at its figures here.
WHO = "rival"
DELIVERIES = f"/contracts/{PAST_CONTRACT}/deliveries/"
LOOKS = (DESK, Look("nb", 390, "dark"), Look("nb", 1440, "light"))
SOUND = 141
# One row for each reason, spoilt in one column.
SPOILT = (
    ("contact_id", ""),
    ("channel", "fax"),
    ("started", "2026-02-31T10:00:00Z"),
    ("started", "yesterday"),
    ("started", "2019-05-06T09:30:00Z"),
    ("talk_s", "-40"),
    ("wrap_s", "soon"),
    ("outcome", "lost"),
    ("direction", "up"),
)


def small_file(month: Month, letters: str) -> bytes:
    """Calls of one day as the telephony exports them, with a little dirt. Other letters, other calls."""
    rows = [call(month, f"{letters}{number}", number) for number in range(SOUND + len(SPOILT))]
    for row, (column, value) in zip(rows[SOUND:], SPOILT, strict=True):
        row[column] = value
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def call(month: Month, key: str, number: int) -> dict[str, str]:
    """One call in the morning of the third."""
    at = f"{month}-03T{8 + number // 60:02d}:{number % 60:02d}"
    row = {"contact_id": key, "root_id": "", "started": f"{at}:00Z", "answered": f"{at}:10Z", "ended": f"{at}:50Z"}
    row |= {"updated": f"{at}:59Z", "channel": "phone", "direction": "in", "queue": "Invoice"}
    row |= {"topic": "Payment date", "brand": "nordlys", "language": "nb", "hours": "day", "customer": f"K{number}"}
    row |= {"agent": f"BR{number % 7}", "team": "T1", "site": "Notodden", "outcome": "answered", "wait_s": "10"}
    row |= {"talk_s": str(100 + number), "hold_s": "0", "wrap_s": "20"}
    return row | {"transferred": "no", "resolved": "yes", "offered": "no"}


def deliver(reader: Reader, name: str, content: bytes) -> None:
    """Choose the profile and the file, and press the button."""
    reader.open(DELIVERIES)
    form = reader.page.locator("form.upload")
    form.locator("select").select_option("telephony")
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    form.locator("button[type=submit]").click()


def ended(reader: Reader) -> None:
    """Wait for the final state."""
    reader.page.locator("#delivery-state[data-final=true]").wait_for()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_file_is_followed_to_its_end_without_a_new_page(look: Look, site: Site, reader: Opener) -> None:
    vendor = reader(WHO, look)
    month = site.months[LOOKS.index(look)]
    content = small_file(month, f"L{LOOKS.index(look)}-")
    asked: list[Request] = []
    site.pause_worker(True)
    try:
        deliver(vendor, f"calls-{month}.csv", content)
        vendor.page.locator("#delivery-state[data-final=false]").wait_for()
        vendor.page.evaluate("() => { window.samePage = true; }")
        vendor.page.on("request", lambda request: asked.append(request) if "hx-request" in request.headers else None)
        with vendor.page.expect_response(lambda response: "hx-request" in response.request.headers):
            pass
        assert vendor.shortcomings(look) == ""
    finally:
        site.pause_worker(False)
    ended(vendor)
    assert vendor.page.evaluate("() => window.samePage") is True
    assert asked
    balance = vendor.page.locator("[aria-labelledby=balance-title]").inner_text()
    assert str(SOUND) in balance
    assert vendor.shortcomings(look) == ""
    so_far = len(asked)
    vendor.page.locator(f"a[href$='/review/{month}/']").click()
    vendor.charts_drawn()
    assert len(asked) == so_far, "a final state asks no more"
    assert vendor.faults == []


def test_rejected_rows_are_shown_and_saved_and_the_same_file_is_known(site: Site, reader: Opener) -> None:
    vendor = reader(WHO)
    content = small_file(site.months[0], "AGAIN-")
    deliver(vendor, "with-dirt.csv", content)
    ended(vendor)
    panel = vendor.page.locator("[aria-labelledby=rejected-title]")
    shown = panel.locator("tbody tr").count()
    assert shown == len(SPOILT)
    with vendor.page.expect_download() as waiting:
        panel.locator("a.button").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == shown
    assert {"line", "column", "code", "message", "values"} == set(rows[0])
    lines = content.decode("utf-8").splitlines()
    assert all(2 <= int(row["line"]) <= len(lines) for row in rows)
    first = vendor.page.url
    deliver(vendor, "another-name.csv", content)
    vendor.page.wait_for_url("**?repeat=1")
    assert vendor.page.url == f"{first}?repeat=1"
    assert vendor.page.locator(".note[role=status]").is_visible()
    assert vendor.faults == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("letter.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
        ("other.csv", b"a;b;c\n1;2;3\n"),
        ("nul.csv", b"contact_id;started\n\x00\x00;\x00\n"),
    ],
    ids=["empty", "wrong type", "missing columns", "NUL bytes"],
)
def test_a_wrong_file_is_refused_with_a_reason(name: str, content: bytes, reader: Opener) -> None:
    vendor = reader(WHO)
    deliver(vendor, name, content)
    ended(vendor)
    reason = vendor.page.locator(".note.missed").inner_text()
    assert len(reason) > 20
    assert not re.search(r"%\(|Traceback|None", reason)
    assert vendor.page.locator("[aria-labelledby=balance-title]").count() == 0
    assert vendor.shortcomings(DESK) == ""


def test_without_a_file_the_form_says_so_beside_the_field(reader: Opener) -> None:
    vendor = reader(WHO)
    vendor.open(DELIVERIES)
    vendor.page.locator("form.upload button[type=submit]").click()
    error = vendor.page.locator("#id_file_error")
    error.wait_for()
    assert vendor.page.locator("#id_file").get_attribute("aria-describedby")
    assert vendor.page.locator("#id_file").get_attribute("aria-invalid") == "true"
    assert vendor.shortcomings(DESK) == ""
