"""Files that nobody points at: leftovers of workers that died, and parts that were replaced."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from metrics.store.files import Store, forget_folder


def forget_files(store: Store, room: str, known: Collection[str], before: datetime) -> int:
    """Remove files of a room (parts, uploads, rejected) that are not known and older than `before`; gives how many."""
    removed = 0
    for path in sorted((store.root / room).rglob("*")):
        relative = path.relative_to(store.root).as_posix()
        if relative not in known and path.is_file() and _is_older(path, before):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def forget_work(store: Store, before: datetime) -> int:
    """Remove scratch folders of attempts that ended without tidying up."""
    folders = [path for path in (store.root / "work").glob("*") if _is_older(path, before)]
    for folder in folders:
        forget_folder(folder)
    return len(folders)


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False
