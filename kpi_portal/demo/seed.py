"""Fill the demo the way people would: load contracts and profiles, make users, send files, wait for the worker.

Doing it twice changes nothing, so a start that was interrupted is made good by the next one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from contracts.domain.months import Month
from contracts.models import Membership, Organisation, User
from kpi_portal.demo.accounts import ACCOUNTS, PASSWORD, Account
from kpi_portal.demo.contacts import IN_BALANCE, OUT_OF_BALANCE, Story, contact_file
from metrics.models import Delivery, DeliveryState

HERE = Path(__file__).resolve().parent
WAIT_S = 300.0
POLL_S = 0.5
OPEN_STATES = {DeliveryState.RECEIVED, DeliveryState.READING}
SMALL = 300


class SeedFailed(RuntimeError):
    """The example data did not come through the ingest."""


@dataclass(frozen=True, slots=True)
class Example:
    """A contract of the demo, by the names of its files and its key."""

    name: str
    contract: str
    size: int | None = None

    @property
    def profile(self) -> str:
        return f"{self.name}-contacts"


EXAMPLES = (Example("nordlys", "nordlys-fjord"), Example("havbris", "havbris-kyst", size=SMALL))


def seed(folder: Path, today: date, say: Callable[[str], None]) -> None:
    """Contracts, people and the last two closed months; `folder` gets the files, `say` a line per step."""
    mark = folder / "done.json"
    if mark.exists():
        say("Data of an earlier start are kept")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES:
        say(f"Loading contract {example.contract}")
        call_command("load_contract", str(HERE / f"contract_{example.name}.yaml"), stdout=StringIO())
        profile = str(HERE / f"profile_{example.name}.yaml")
        call_command("load_profile", profile, contract=example.contract, stdout=StringIO())
    for account in ACCOUNTS:
        make_account(account)
    sent = [send(example, path) for example in EXAMPLES for path in written_files(folder, example, today)]
    say(f"{len(sent)} contact files are on their way through the ingest")
    follow(sent, say)
    mark.write_text(json.dumps({"seeded_on": today.isoformat(), "deliveries": sent}), encoding="utf-8")


@transaction.atomic
def make_account(account: Account) -> None:
    """A person with the demo's password and one role."""
    user, _ = User.objects.get_or_create(
        username=account.username, defaults={"email": f"{account.username}@example.com", "name": account.name}
    )
    user.set_password(PASSWORD)
    user.save()
    organisation = Organisation.objects.get(organisation_number=account.organisation_number)
    Membership.objects.get_or_create(user=user, organisation=organisation, role=account.role)


def written_files(folder: Path, example: Example, today: date) -> Iterator[Path]:
    """One file for each of the last two closed months: first all is well, then it is not."""
    last = Month.of(today).previous
    for month, story in ((last.previous, IN_BALANCE), (last, OUT_OF_BALANCE)):
        path = folder / f"{example.name}-{month}.csv"
        path.write_bytes(contact_file(month, sized(story, example.size), name=example.name))
        yield path


def sized(story: Story, contacts: int | None) -> Story:
    """The same story with fewer contacts."""
    return story if contacts is None else replace(story, contacts=contacts)


def send(example: Example, path: Path) -> str:
    """Hand a file to the ingest and ring; gives the delivery's public id."""
    out = StringIO()
    call_command("ingest_file", str(path), contract=example.contract, profile=example.profile, json=True, stdout=out)
    return str(json.loads(out.getvalue())["delivery"])


def follow(sent: list[str], say: Callable[[str], None]) -> None:
    """Wait until each delivery has ended, with a line whenever one moves on."""
    shown: dict[str, str] = {}
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        rows = list(Delivery.all_rows.filter(public_id__in=sent).order_by("id"))
        for row in rows:
            line = told(row)
            if shown.get(row.public_id) != line:
                shown[row.public_id] = line
                say(line)
        if not any(row.state in OPEN_STATES for row in rows):
            if bad := [row.file_name for row in rows if row.state != DeliveryState.APPLIED]:
                raise SeedFailed(f"not applied: {', '.join(bad)}")
            return
        time.sleep(POLL_S)
    raise SeedFailed("the worker did not finish in time; see var/log/worker.log")


def told(row: Delivery) -> str:
    """One delivery in one line."""
    if row.state == DeliveryState.APPLIED:
        return f"{row.file_name}: {row.accepted} contacts taken in, {row.rejected} rows rejected"
    step = f" ({row.step})" if row.step else ""
    return f"{row.file_name}: {row.state}{step} {row.refusal_code}".rstrip()
