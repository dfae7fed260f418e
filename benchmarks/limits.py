"""What the machine can do at best with the same file: read it, hash it, load it as text with DuckDB.

The text load is the denominator of the ingest's guards: `CREATE TABLE t AS SELECT * FROM read_csv(file,
all_varchar=true, header=true)` with the threads and the memory that the product's own sessions get.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clock import Clock
from benchmarks.measure import Task
from benchmarks.notes import Notes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_MB, THREADS = 400, 2  # defaults of STORE_MEMORY_MB and STORE_THREADS
_PIECE = 1_000_000
STATEMENT = "CREATE TABLE t AS SELECT * FROM read_csv({file}, all_varchar=true, header=true)"
STATEMENT_NAMED = (
    "CREATE TABLE t AS SELECT * FROM read_csv({file}, columns={columns}, delim=';', header=true, auto_detect=false)"
)


def contacts_file(data: Path) -> Path:
    """The year's contacts."""
    return data / Notes.load(data).files["contacts"][0]


def read(task: Task, clock: Clock) -> dict[str, Any]:
    """Read the file, which lies in the page cache."""
    size = 0
    with clock.part("read"), contacts_file(task.data).open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
    return {"bytes": size}


def sha256(task: Task, clock: Clock) -> dict[str, Any]:
    """Read and hash it, as every delivery is."""
    with clock.part("sha256"), contacts_file(task.data).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest}


def text_load(task: Task, clock: Clock) -> dict[str, Any]:
    """Every cell as text into a table; DuckDB finds delimiter and columns itself."""
    return _load(STATEMENT.format(file=_text(contacts_file(task.data))), task.folder, clock)


def text_load_named(task: Task, clock: Clock) -> dict[str, Any]:
    """The same with columns and delimiter told: for information."""
    file = contacts_file(task.data)
    with file.open(encoding="utf-8") as lines:
        names = [name.strip('"') for name in next(lines).strip().split(";")]
    columns = "{" + ", ".join(f"{_text(name)}: 'VARCHAR'" for name in names) + "}"
    return _load(STATEMENT_NAMED.format(file=_text(file), columns=columns), task.folder, clock)


def session(folder: Path) -> DuckDBPyConnection:
    """DuckDB as the product's workers have it."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{MEMORY_MB}MB",
        "threads": THREADS,
        "temp_directory": str(folder / "spill"),
    }
    return duckdb.connect(":memory:", config=config)


def _load(statement: str, folder: Path, clock: Clock) -> dict[str, Any]:
    with session(folder) as connection:
        with clock.part("load"):
            connection.execute(statement)
        found = connection.execute("SELECT count(*) FROM t").fetchone()
    assert found is not None
    return {"rows": found[0]}


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
