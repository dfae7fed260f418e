"""Fill the demo the way people would: load contracts and profiles, make users, send files, wait for the worker.

First what the newest months need, then the history behind it. Doing it twice changes nothing, so a start that was
interrupted is made good by the next one.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from contracts.models import Membership, Organisation, User
from contracts.selectors import contract_by_key
from kpi_portal.demo.accounts import ACCOUNTS, PASSWORD, Account
from kpi_portal.demo.batches import FEED_ORDER, files_in, in_batches
from kpi_portal.demo.history import History, Size, history_for
from kpi_portal.demo.model_buyer.exports import profile_of
from kpi_portal.demo.model_buyer.generate import generate, generate_since
from kpi_portal.demo.model_buyer.world import UNITS
from kpi_portal.demo.seeding import READY
from kpi_portal.demo.sending import POLL_S, SeedFailed, Tell, send
from metrics.models import ContractMonth
from metrics.services.month_close import months_close

LEAD = next(unit.key for unit in UNITS if unit.leads)
TOTALS = "totals.json"
DATABASE_WITHIN_S = 300.0

Say = Callable[[str], None]


def seed(folder: Path, today: date, size: Size, say: Say) -> None:
    """Contracts, people and the model buyer's files up to yesterday; `folder` gets the files, `say` a line per step."""
    history = history_for(folder, today, size)
    earlier = _done_up_to(folder)
    if earlier is not None:
        say(f"Data of an earlier start are kept: {history.first} to {earlier}")
        say(READY)
        if earlier >= history.last_day:
            return
        say(f"The days since {earlier} come in behind")
    send_newest(folder, history, say, is_first=earlier is None)
    write_all(folder, history, say)
    tell = _by_months(history, say)
    for batch in in_batches(files_in(folder), history.newest_closed).past:
        send(folder, batch, tell)
    close_months(history, say)
    _mark_done(folder, history)
    shutil.rmtree(folder / "files", ignore_errors=True)


def send_newest(folder: Path, history: History, say: Say, *, is_first: bool) -> None:
    """What somebody who opens the portal looks at first: the newest closed month, then the running one."""
    history.remember(folder)
    if not _is_written(folder, history):
        say(f"Writing the files of a model buyer for {history.newest_closed} and later")
        generate_since(history.order(folder), history.newest_closed.first_day)
    wait_for_database()
    load_agreements(folder, say)
    for account in ACCOUNTS:
        make_account(account)
    batches = in_batches(files_in(folder), history.newest_closed)
    say(f"Sending {len(batches.newest)} files with days of {history.newest_closed}")
    send(folder, batches.newest, _by_tenths(say))
    if is_first:
        say(READY)
    if batches.running:
        say(f"Sending {len(batches.running)} files of the days since")
        send(folder, batches.running, _by_tenths(say))


def write_all(folder: Path, history: History, say: Say) -> None:
    """All that the model buyer's systems have sent up to yesterday, unless it lies there already."""
    if not _is_written(folder, history):
        say(f"Writing the files since {history.first}")
        (folder / TOTALS).unlink(missing_ok=True)
        generate(history.order(folder))


def _is_written(folder: Path, history: History) -> bool:
    """The totals are written last."""
    totals = folder / TOTALS
    return totals.exists() and json.loads(totals.read_text(encoding="utf-8"))["last_day"] == str(history.last_day)


def wait_for_database() -> None:
    """Files are written while the tables are made; from here on the tables are needed."""
    deadline = time.monotonic() + DATABASE_WITHIN_S
    while time.monotonic() < deadline:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        time.sleep(POLL_S)
    raise SeedFailed("the database is not prepared")


def load_agreements(folder: Path, say: Say) -> None:
    """Contracts, how their files are read, and the incidents."""
    say(f"Loading {len(UNITS)} contracts, their profiles and incidents")
    for unit in UNITS:
        call_command("load_contract", str(folder / "contracts" / f"{unit.key}.yaml"), stdout=StringIO())
        for feed in FEED_ORDER:
            profile = str(folder / "profiles" / f"{profile_of(unit, feed)}.yaml")
            call_command("load_profile", profile, contract=unit.key, stdout=StringIO())
    call_command("load_incidents", str(folder / "incidents.yaml"), stdout=StringIO())


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


def close_months(history: History, say: Say) -> None:
    """All files of the past months are in: their scorecards become final. Beat may be at it; then after it."""
    while not (report := months_close(now=timezone.now(), settle_hours=0)).ran:
        time.sleep(POLL_S)
    if report.broken:
        raise SeedFailed(f"not closed: {', '.join(report.broken)}")
    say(f"History is complete: {len(history.closed_months)} months")


def _by_tenths(say: Say) -> Tell:
    """A line after each tenth of the files."""
    shown = 0

    def tell(ended: int, total: int) -> None:
        nonlocal shown
        if (tenth := ended * 10 // max(total, 1)) > shown:
            shown = tenth
            say(f"{ended} of {total} files taken in")

    return tell


def _by_months(history: History, say: Say) -> Tell:
    """A line whenever another month of the lead contract has its figures."""
    closed = [str(month) for month in history.closed_months]
    with_figures = ContractMonth.objects.within(contract_by_key(LEAD)).exclude(figure_set=None)
    months = with_figures.filter(month__in=closed, figures_due_since=None)
    shown = months.count()

    def tell(_ended: int, _total: int) -> None:
        nonlocal shown
        if (count := months.count()) > shown:
            shown = count
            say(f"History: {count} of {len(closed)} months")

    return tell


def _done_up_to(folder: Path) -> date | None:
    """The last day of an earlier start that came to its end."""
    mark = folder / "done.json"
    return date.fromisoformat(json.loads(mark.read_text(encoding="utf-8"))["last_day"]) if mark.exists() else None


def _mark_done(folder: Path, history: History) -> None:
    (folder / "done.json").write_text(json.dumps({"last_day": str(history.last_day)}) + "\n", encoding="utf-8")
