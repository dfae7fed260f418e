"""Bring a delivered file into the contact store: streamed, counted, hashed, durable. Nothing looks into it here."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from metrics.domain.delivery_errors import FileNameMissing, FileTooLarge, NoSpace
from metrics.store.files import Store

PIECE_BYTES = 1_000_000
LONGEST_NAME = 255
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that is safe on disk: its path below the store, its size and hash."""

    path: str
    size: int
    sha256: str


def contact_store() -> Store:
    """The installation's contact store."""
    return Store(Path(settings.CONTACT_STORE))


def most_bytes(door: str) -> int:
    """How long a file may be that comes by page, API or command."""
    return int(settings.COMMAND_MAX_BYTES if door == "command" else settings.UPLOAD_MAX_BYTES)


def clean_name(name: str) -> str:
    """The last part of a file's name, without signs that a terminal or page would act on. Raises FileNameMissing."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip()
    if not shown:
        raise FileNameMissing()
    return shown[-LONGEST_NAME:]


def upload_save(*, store: Store, contract_id: int, file: BinaryIO, most: int) -> SavedFile:
    """Write the file into the store. Raises FileTooLarge and NoSpace; then nothing is left behind."""
    path = store.new_upload(contract_id)
    digest = hashlib.sha256()
    size = 0

    def write(draft: Path) -> None:
        nonlocal size
        with draft.open("xb") as copy:
            while piece := file.read(PIECE_BYTES):
                size += len(piece)
                if size > most:
                    raise FileTooLarge(largest_mb=most // 1_000_000)
                digest.update(piece)
                copy.write(piece)

    try:
        store.save(path, write)
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace() from error
        raise
    return SavedFile(path, size, digest.hexdigest())
