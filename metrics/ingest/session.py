"""The one DuckDB session of a box: limited, spilling to its own folder, with no way to the outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.ingest.job import Limits
from metrics.ingest.literals import texts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def open_session(limits: Limits, scratch: Path, out: Path) -> Iterator[DuckDBPyConnection]:
    """Open a session that may touch the scratch folder and the folder of staged files, and nothing else."""
    import duckdb

    spill = scratch / "spill"
    spill.mkdir(exist_ok=True)
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{limits.memory_mb}MB",
            "threads": limits.threads,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET allowed_directories = [{texts((f'{scratch}/', f'{out}/'))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def rows(connection: DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return connection.execute(sql).fetchall()


def value(connection: DuckDBPyConnection, sql: str) -> Any:
    """The one value of a query that gives one."""
    found = connection.execute(sql).fetchone()
    assert found is not None  # noqa: S101 such a query always gives a row
    return found[0]
