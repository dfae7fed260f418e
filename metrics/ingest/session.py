"""The one DuckDB session of a box: limited, spilling to its own folder, with no way to the outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.ingest.job import Limits
from metrics.ingest.literals import text, texts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


# DuckDB would start eight threads for reading ahead from far away: our files are here, and a fork must have none.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "async_threads": 0,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_settled: list[DuckDBPyConnection] = []


def settle() -> None:
    """Have a database at hand for the first session of this process or of its forks: to make one takes as long as to
    read a small file. It has one thread, because a fork has only the one that forked."""
    import duckdb

    _settled.append(duckdb.connect(":memory:", config={**_CLOSED, "threads": 1}))


@contextmanager
def open_session(limits: Limits, scratch: Path, out: Path) -> Iterator[DuckDBPyConnection]:
    """Open a session that may touch the scratch folder and the folder of staged files, and nothing else."""
    import duckdb

    spill = scratch / "spill"
    spill.mkdir(exist_ok=True)
    connection = _settled.pop() if _settled else duckdb.connect(":memory:", config=dict(_CLOSED))
    try:
        connection.execute(f"SET temp_directory = {text(str(spill))}")
        connection.execute(f"SET memory_limit = '{limits.memory_mb}MB'")
        connection.execute(f"SET threads = {limits.threads}")
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
