"""The SQL behind the monthly review against the same KPIs asked of the contacts themselves."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.clock import Clock
from benchmarks.facts import MONTHLY_KPIS, live_parts
from benchmarks.ingest import close_months
from benchmarks.installation import start_django
from benchmarks.limits import session
from benchmarks.measure import Task
from benchmarks.notes import KEY
from benchmarks.people import manager

_TIMES, _TIMES_FACTS, _WARM_UPS = 50, 7, 5

Statement = tuple[str, Any]


def queries(task: Task, clock: Clock) -> dict[str, Any]:
    """Median processor seconds of all statements of the page of the newest month, and of one question to the facts."""
    start_django("benchmarks.site_settings")
    close_months()
    month, statements = _page_statements()
    page = _median(_TIMES, lambda: _replay(statements))
    with session(task.folder) as connection:
        question = MONTHLY_KPIS.format(**live_parts(task.folder / "store"))
        seconds = _median(_TIMES_FACTS, lambda: connection.execute(question).fetchall())
        found = connection.execute(question).fetchall()
    clock.cpu.update(page_sql=page, facts=seconds)
    return {"month": month, "statements": len(statements), "handle_seconds": int(sum(row[3] or 0 for row in found))}


def _page_statements() -> tuple[str, list[Statement]]:
    """What the review of the newest month reads from the book; the second look, when nothing has to be made first."""
    from django.db import connection
    from django.test import Client

    from metrics.models import ContractMonth

    month = max(ContractMonth.all_rows.filter(contacts_part__rows__gt=0).values_list("month", flat=True))
    client = Client(HTTP_HOST="localhost")
    client.force_login(manager())
    address = f"/contracts/{KEY}/review/{month}/"
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    client.get(address)
    with connection.execute_wrapper(note):
        answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return month, statements


def _replay(statements: list[Statement]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def _median(times: int, work: Callable[[], object]) -> float:
    """Processor seconds of all threads, after some warm-ups."""
    found: list[float] = []
    for number in range(times + _WARM_UPS):
        begun = time.process_time()
        work()
        if number >= _WARM_UPS:
            found.append(time.process_time() - begun)
    return statistics.median(found)
