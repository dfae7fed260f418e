"""What a journey does inside a portal: run as a process of its own, in the portal's environment.

python -m tests.journeys.inside deliver CONTRACT FILE…    receive and ring; one JSON object per file
python -m tests.journeys.inside states                    the state of each delivery
python -m tests.journeys.inside look                      control totals of all live months and the state of deliveries
python -m tests.journeys.inside race PROCESSES ID…        so many processes at once at each delivery in turn
python -m tests.journeys.inside scatter PROCESSES ID…     the deliveries dealt out to so many processes at once
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

PATIENCE_S = 120.0
COUNTED = ("contacts", "handled", "handle_seconds", "surveys", "satisfied")


def deliver(contract_key: str, *files: str) -> None:
    """As an upload does it: receive, then ring."""
    from contracts.selectors import contract_by_key
    from metrics.selectors.deliveries import profiles_of
    from metrics.services.deliveries import delivery_receive
    from metrics.services.doorbell import ring

    contract = contract_by_key(contract_key)
    profile = profiles_of(contract)[0]
    for name in files:
        began = time.monotonic()
        with Path(name).open("rb") as file:
            receipt = delivery_receive(
                contract=contract, feed="contacts", profile=profile, file=file, file_name=name, by=None, door="api"
            )
        heard = ring(receipt.delivery)
        say(id=receipt.delivery.pk, repeat=receipt.repeat, heard=heard, seconds=time.monotonic() - began)


def states() -> None:
    """In the order of receipt."""
    from metrics.models import Delivery

    say(states=list(Delivery.all_rows.order_by("id").values_list("state", flat=True)))


def look() -> None:
    """What counts, by the figures and by the parts themselves, and how each delivery stands."""
    from metrics.models import ContractMonth, Delivery, MonthlyFigure

    figures = dict.fromkeys(COUNTED, 0)
    in_parts = []
    months = ContractMonth.all_rows.select_related("contacts_part", "surveys_part")
    for month in months:
        for row in MonthlyFigure.all_rows.filter(figure_set=month.figure_set_id):
            for name in COUNTED:
                figures[name] += getattr(row, name)
        if month.contacts_part is not None:
            in_parts += contact_ids(month.contacts_part.path)
    columns = ("id", "state", "refusal_code", "attempts", "accepted", "lines")
    deliveries = list(Delivery.all_rows.order_by("id").values_list(*columns))
    say(figures=figures, contacts=len(in_parts), different=len(set(in_parts)), deliveries=deliveries, acts=acts())


def contact_ids(path: str) -> list[str]:
    """The ids in a live part."""
    from metrics.services.uploads import contact_store
    from metrics.store.connection import StoreLimits, open_session, read

    store = contact_store()
    with open_session(limits=StoreLimits(), spill=store.root / "work" / "look") as session:
        return [contact_id for (contact_id,) in session.run(f"SELECT contact_id FROM {read([store.path(path)])}")]


def acts() -> dict[str, int]:
    """How often each delivery came to an end, by the audit trail."""
    from contracts.models import AuditEvent

    ended = AuditEvent.objects.filter(action="delivery_process").values_list("object_id", flat=True)
    counted: dict[str, int] = {}
    for object_id in ended:
        counted[object_id] = counted.get(object_id, 0) + 1
    return counted


def race(processes: str, *ids: str) -> None:
    """All processes call the service for the same delivery at the same moment, then for the next one."""
    run_together(int(processes), [[int(each) for each in ids]] * int(processes), together=True)


def scatter(processes: str, *ids: str) -> None:
    """Each process has deliveries of its own, all of one contract and month."""
    hands = int(processes)
    run_together(hands, [[int(each) for each in ids[place::hands]] for place in range(hands)], together=False)


def run_together(processes: int, work: Sequence[Sequence[int]], *, together: bool) -> None:
    """Start the processes before anybody has a connection; exit with 1 when one of them raised."""
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(processes)
    children = [context.Process(target=call, args=(barrier, ids, together)) for ids in work]
    for child in children:
        child.start()
    for child in children:
        child.join()
    sys.exit(max(abs(child.exitcode or 0) for child in children))


def call(barrier: Any, ids: Sequence[int], together: bool) -> None:
    """One process of the race; a delivery that went back to waiting is called again."""
    from metrics.services.delivery_process import delivery_process

    barrier.wait(PATIENCE_S)
    for delivery_id in ids:
        if together:
            barrier.wait(PATIENCE_S)
        while delivery_process(delivery_id=delivery_id).state == "received":
            pass


def say(**facts: Any) -> None:
    """One JSON object on its own line."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    acts_by_name: dict[str, Callable[..., None]] = {
        "deliver": deliver,
        "states": states,
        "look": look,
        "race": race,
        "scatter": scatter,
    }
    acts_by_name[sys.argv[1]](*sys.argv[2:])
