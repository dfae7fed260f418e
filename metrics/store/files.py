"""Where things lie in the contact store, and how a file becomes safe: temporary name, fsync, rename, fsync.

Paths that leave this room are relative to the store, so that it can be moved. A name holds a random mark: two
workers never write the same file, and nothing is ever written over.

    uploads/<contract>/<mark>            what was delivered, byte for byte
    parts/<contract>/<month>/<kind>-<mark>.parquet
    rejected/<contract>/<delivery>-<mark>.jsonl
    work/<delivery>-<mark>/              scratch of one attempt
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER_MODE = 0o700
_MARK_BYTES = 8
_UNFINISHED = ".part"


class PathOutsideStore(RuntimeError):
    """A stored path leads out of the store: the book was tampered with, or a programming error."""


def make_mark() -> str:
    """A random part of a name (64 bits)."""
    return secrets.token_hex(_MARK_BYTES)


@dataclass(frozen=True, slots=True)
class Store:
    """The folder that holds uploads, parts and rejected rows."""

    root: Path

    def path(self, relative: str) -> Path:
        """The full path of a stored name. Raises PathOutsideStore."""
        found = (self.root / relative).resolve()
        if not found.is_relative_to(self.root.resolve()):
            raise PathOutsideStore(relative)
        return found

    def new_upload(self, contract_id: int) -> str:
        """A name for a delivered file."""
        return f"uploads/{contract_id}/{make_mark()}"

    def new_part(self, contract_id: int, month: str, kind: str) -> str:
        """A name for a part file of a month."""
        return f"parts/{contract_id}/{month}/{kind}-{make_mark()}.parquet"

    def new_rejected(self, contract_id: int, delivery_id: int) -> str:
        """A name for the rejected rows of a delivery."""
        return f"rejected/{contract_id}/{delivery_id}-{make_mark()}.jsonl"

    def new_work(self, delivery_id: int) -> Path:
        """A new scratch folder for one attempt at a delivery."""
        folder = self.root / "work" / f"{delivery_id}-{make_mark()}"
        folder.mkdir(parents=True, mode=FOLDER_MODE)
        return folder

    def save(self, relative: str, write: Callable[[Path], object]) -> Path:
        """Let `write` fill a file under a temporary name, make it durable, then give it its name."""
        target = self.path(relative)
        make_folder(target.parent)
        draft = unfinished(target)
        try:
            write(draft)
            flush_to_disk(draft)
            draft.rename(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        flush_to_disk(target.parent)
        return target

    def remove(self, relative: str) -> None:
        """Forget a file; a file that is gone already is fine."""
        self.path(relative).unlink(missing_ok=True)


def unfinished(target: Path) -> Path:
    """The name that a file has until it is whole."""
    return target.with_name(target.name + _UNFINISHED)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, and make their names durable."""
    missing = [folder, *folder.parents]
    missing = [step for step in missing if not step.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    for step in missing:
        flush_to_disk(step.parent)


def flush_to_disk(path: Path) -> None:
    """fsync of a file or a folder: after this a power cut does not take it away."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_folder(folder: Path) -> None:
    """Remove a scratch folder; what cannot be removed now is left to the sweep."""
    shutil.rmtree(folder, ignore_errors=True)
