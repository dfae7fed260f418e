"""A scratch installation of the product: an empty, migrated book with the contract and its profiles, ready to copy."""

from __future__ import annotations

import os
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.clock import Clock
from benchmarks.measure import Task
from benchmarks.notes import FEEDS, KEY

BOOK = "kpi_portal.sqlite3"


def start_django(settings: str = "kpi_portal.settings.base") -> None:
    """The product in this process; its folders come from the environment (benchmarks.measure)."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()


def prepare(task: Task, clock: Clock) -> dict[str, Any]:
    """Migrate, load the contract and the profiles."""
    start_django()
    from django.core.management import call_command
    from django.db import connections

    with clock.part("migrate"):
        call_command("migrate", interactive=False, verbosity=0)
    load_contract(task, KEY, (task.data / "contract.yaml").read_text(encoding="utf-8"))
    connections.close_all()  # the last one to leave puts the log of SQLite into the book
    return {}


def load_contract(task: Task, key: str, text: str) -> None:
    """One contract, and the source profiles for it."""
    from django.core.management import call_command

    document = task.folder / f"{key}.yaml"
    document.write_text(text, encoding="utf-8")
    call_command("load_contract", str(document), stdout=StringIO())
    for profile in FEEDS.values():
        call_command("load_profile", str(task.data / f"{profile}.yaml"), contract=key, stdout=StringIO())


def copy(template: Path, folder: Path) -> None:
    """A fresh installation in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (BOOK, "secret_key"):
        shutil.copy2(template / name, folder / name)
