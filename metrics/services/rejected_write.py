"""Keep what was rejected: all rows in one file of the delivery, the first thousand in the book."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from metrics.domain.storable import storable
from metrics.models import Delivery, RejectedRow
from metrics.store.files import Store

KEPT_IN_BOOK = 1_000


def rejected_save(*, store: Store, delivery: Delivery, box_file: Path, conflicts: Iterable[int]) -> str:
    """The reader's rejected rows and the lines in conflict, as one file; its path, or "" when nothing was rejected."""
    lines = tuple(conflicts)
    has_rows = box_file.exists() and box_file.stat().st_size > 0
    if not has_rows and not lines:
        return ""
    path = store.new_rejected(delivery.contract_id, delivery.pk)

    def write(draft: Path) -> None:
        with draft.open("xb") as target:
            if has_rows:
                with box_file.open("rb") as source:
                    shutil.copyfileobj(source, target)
            for line in lines:
                row: dict[str, Any] = {"line": line, "column": None, "code": "conflict", "params": {}, "values": {}}
                target.write(json.dumps(row).encode() + b"\n")

    store.save(path, write)
    return path


def rejected_read(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a rejected file, in its order."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def rejected_rows_of(delivery: Delivery, path: Path | None) -> list[RejectedRow]:
    """The first rows, not yet saved."""
    if path is None:
        return []
    return [
        RejectedRow(
            contract_id=delivery.contract_id,
            delivery=delivery,
            line=row["line"],
            column=storable(row.get("column") or "")[:200],
            code=row["code"],
            params=storable(row.get("params") or {}),
            values=storable(row.get("values") or {}),
        )
        for row in islice(rejected_read(path), KEPT_IN_BOOK)
    ]
