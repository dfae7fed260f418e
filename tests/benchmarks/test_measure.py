"""A case runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from benchmarks.clock import Clock
from benchmarks.limits import STATEMENT, contacts_file
from benchmarks.measure import CaseFailed, Task, environment, run


def test_a_case_gives_what_it_took_and_found(month: Path, tmp_path: Path) -> None:
    found = run(Task("text_load", month, tmp_path / "own"))
    assert found.cpu["load"] > 0
    assert found.wall["load"] > 0
    assert found.peak_mb > 20
    assert found.facts["rows"] == contacts_file(month).read_bytes().count(b"\n") - 1


def test_a_case_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CaseFailed, match=r"notes\.json"):
        run(Task("read", tmp_path / "nothing", tmp_path / "own"))


def test_a_task_reads_as_it_was_written(tmp_path: Path) -> None:
    task = Task("ingest", tmp_path / "data", tmp_path, contacts=50_000)
    task.write()
    assert Task.read(task.paper) == task


def test_the_product_runs_with_its_own_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    monkeypatch.setenv("STORE_MEMORY_MB", "9000")
    given = environment(tmp_path)
    assert given["VAR_DIR"] == str(tmp_path)
    assert {"DATABASE_URL", "STORE_MEMORY_MB"} & set(given) == set()


def test_a_part_counts_the_processes_that_it_waited_for() -> None:
    clock = Clock()
    code = "import time\nwhile time.process_time() < 0.2: pass"
    for _ in range(2):
        with clock.part("work"):
            subprocess.run([sys.executable, "-c", code], check=True)
    assert set(clock.cpu) == set(clock.wall) == {"work"}
    assert clock.cpu["work"] >= 0.35


def test_a_part_counts_processes_that_live_on_and_their_ended_children() -> None:
    """A process that gives birth to workers is there before the part and after it."""
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    code = (
        "import subprocess, sys\n"
        "for line in sys.stdin:\n"
        f"    subprocess.run([sys.executable, '-c', {burn!r}], check=True)\n"
        "    print('done', flush=True)"
    )
    clock = Clock()
    with subprocess.Popen([sys.executable, "-c", code], stdin=PIPE, stdout=PIPE) as nurse:
        assert nurse.stdin is not None
        assert nurse.stdout is not None
        with clock.part("work"):
            nurse.stdin.write(b"go\n")
            nurse.stdin.flush()
            assert nurse.stdout.readline() == b"done\n"
        nurse.stdin.close()
    assert clock.cpu["work"] >= 0.28


def test_the_text_load_is_the_agreed_statement() -> None:
    assert STATEMENT == "CREATE TABLE t AS SELECT * FROM read_csv({file}, all_varchar=true, header=true)"
