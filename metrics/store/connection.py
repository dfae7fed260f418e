"""One limited DuckDB session: memory, threads, a folder to spill to, UTC, no extensions from elsewhere.

DuckDB is imported here, inside a function, so that the web process never loads it. A statement may run for minutes;
it runs in a thread of its own, so that the caller can give a sign of life meanwhile and can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metrics.domain.records import Column

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = tuple[Any, ...]
Tick = Callable[[], object]
TICK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """What one session may take: megabytes of memory before it spills, and threads."""

    memory_mb: int = 400
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Session:
    """A DuckDB connection whose statements are watched."""

    connection: DuckDBPyConnection
    pool: ThreadPoolExecutor
    tick: Tick

    def run(self, sql: str) -> list[Row]:
        """Carry out one statement and give its rows. While it runs, `tick` is called; what tick raises ends it."""
        work: Future[list[Row]] = self.pool.submit(self._execute, sql)
        try:
            while True:
                try:
                    return work.result(timeout=TICK_EVERY_S)
                except NotYet:
                    if work.done():
                        raise
                    self.tick()
        except BaseException:
            if not work.done():
                self.connection.interrupt()
                work.exception()
            raise

    def value(self, sql: str) -> Any:
        """The one value of a statement that gives one."""
        return self.run(sql)[0][0]

    def _execute(self, sql: str) -> list[Row]:
        return self.connection.execute(sql).fetchall()


@contextmanager
def open_session(*, limits: StoreLimits, spill: Path, tick: Tick = lambda: None) -> Iterator[Session]:
    """Open a session that spills to `spill`; it is closed at the end whatever happens."""
    import duckdb

    spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{limits.memory_mb}MB",
            "threads": limits.threads,
            "temp_directory": str(spill),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        connection.execute("SET TimeZone = 'UTC'")
        with ThreadPoolExecutor(1, thread_name_prefix="store") as pool:
            yield Session(connection, pool, tick)
    finally:
        connection.close()


def quoted(text: object) -> str:
    """A text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def read(files: Sequence[Path]) -> str:
    """SQL that reads part files: exactly these, by list; folder names are never taken for columns."""
    return f"read_parquet([{', '.join(quoted(file) for file in files)}], hive_partitioning = false)"


def nothing(columns: Sequence[Column]) -> str:
    """SQL of an empty table with these columns."""
    typed = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns)
    return f"(SELECT {typed} WHERE 1 = 0)"
