"""The two years of the demo: generate all files and take them in, one after the other, as a worker would."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

from benchmarks.clock import Clock
from benchmarks.ingest import process, receive
from benchmarks.installation import start_django
from benchmarks.measure import Task
from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.generate import Made, Order, generate

FIRST, LAST_DAY = Month(2024, 11), date(2026, 11, 21)


def demo(task: Task, clock: Clock) -> dict[str, Any]:
    """All four contracts, the last 31 days day by day; then every count by contract."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    files = task.folder / "files"
    with clock.part("generate"):
        made = generate(Order(files, FIRST, LAST_DAY, contacts_a_year=task.contacts))
    for document in sorted((files / "contracts").glob("*.yaml")):
        call_command("load_contract", str(document), stdout=StringIO())
        for profile in sorted((files / "profiles").glob("*.yaml")):
            call_command("load_profile", str(profile), contract=document.stem, stdout=StringIO())
    with clock.part("ingest"):
        received = [receive(sent.contract, sent.feed, files / sent.file, sent.profile) for sent in made.files]
        for delivery in received:
            process(delivery)
    return {"files": len(made.files), "different": _different(made)}


def _different(made: Made) -> list[str]:
    """Months whose counts are not those of the generator."""
    from django.db.models import Sum

    from contracts.models import Contract
    from metrics.domain.counts import NAMES
    from metrics.models import ContractMonth, MonthlyFigure

    found: list[str] = []
    for contract in Contract.objects.all():
        live = ContractMonth.objects.within(contract).values("figure_set")
        rows = MonthlyFigure.objects.within(contract).filter(figure_set__in=live).order_by().values("month")
        summed = rows.annotate(**{f"n_{name}": Sum(name) for name in NAMES})
        sums: dict[str, dict[str, Any]] = {row["month"]: dict(row) for row in summed}
        for month, wanted in made.totals["contracts"][contract.key]["months"].items():
            found_here = sums.get(month, {})
            wrong = [name for name, n in wanted["counts"].items() if name in NAMES and found_here.get(f"n_{name}") != n]
            found += [f"demo: {contract.key} {month} {name}" for name in wrong]
    return found
