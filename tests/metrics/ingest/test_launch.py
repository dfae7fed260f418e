"""The box as a process: it reports, it is watched, it cannot take more than it may, and it ends with its parent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from metrics.domain.line_balance import BalanceBroken
from metrics.ingest.job import BoxDied, Job, Limits, Progress
from metrics.ingest.launch import ROOT, read_in_box
from tests.metrics.ingest.boxes import lines, make_job, profile, row

DEADLINE_S = 60


def until(condition: Callable[[], object]) -> None:
    """Poll for an end state with a generous deadline."""
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    file = tmp_path / "delivered"
    file.write_text(lines(row(1), row(2)), encoding="utf-8")
    return make_job(tmp_path, file, profile())


def stand_in(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program in the place of the box."""
    real = subprocess.Popen

    def start(arguments: list[str], **settings: object) -> subprocess.Popen[bytes]:
        return real([sys.executable, "-c", program, arguments[-1]], **settings)  # type: ignore[call-overload, no-any-return] # passed on as they come

    monkeypatch.setattr(subprocess, "Popen", start)


def test_a_file_is_read_in_a_process_of_its_own(job: Job) -> None:
    said: list[Progress] = []
    report = read_in_box(job, tick=said.append)

    assert (report.refusal, report.counts["staged"], report.months) == (None, 2, ("2026-10",))
    assert said
    assert sorted(path.name for path in job.out.iterdir()) == ["contacts.parquet"]


def test_a_wrong_file_gives_a_refusal(job: Job) -> None:
    job.file.write_bytes(b"%PDF-1.7")
    report = read_in_box(job, tick=lambda progress: None)

    assert report.refusal is not None
    assert (report.refusal.code, report.counts["staged"]) == ("wrong_kind", 0)


def test_rejected_rows_lie_beside_the_parts(job: Job) -> None:
    job.file.write_text(lines(row(1, talk="x"), *(row(number) for number in range(2, 9))), encoding="utf-8")
    report = read_in_box(job, tick=lambda progress: None)

    assert report.reasons == {"bad_duration": 1}
    assert json.loads((job.out / "rejected.jsonl").read_text(encoding="utf-8"))["line"] == 2


def test_the_keys_do_not_touch_the_disk(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = job.out.parent / "seen"
    stand_in(monkeypatch, f"import sys, shutil; shutil.copy(sys.argv[1], {str(seen)!r})")
    with pytest.raises(BoxDied):
        read_in_box(job, tick=lambda progress: None)  # it leaves no report

    assert str(job.file) in seen.read_text(encoding="utf-8")
    assert job.agent_key.hex() not in seen.read_text(encoding="utf-8")


def test_the_box_sees_none_of_our_secrets(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    stand_in(monkeypatch, "import os, sys; sys.exit(repr(dict(os.environ)))")
    with pytest.raises(BoxDied) as died:
        read_in_box(job, tick=lambda progress: None)

    assert "PYTHONPATH" in str(died.value)
    assert "do-not-tell" not in str(died.value)


def test_what_the_tick_raises_ends_the_box_and_goes_on(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    class LeaseLostError(Exception):
        pass

    pid = job.out.parent / "pid"
    stand_in(monkeypatch, f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)")

    def tick(progress: Progress) -> None:
        if pid.exists() and pid.read_text():
            raise LeaseLostError

    with pytest.raises(LeaseLostError):
        read_in_box(job, tick=tick)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


@pytest.mark.parametrize(
    "program", ["import os; os.abort()", "import os; os.kill(os.getpid(), 9)", "raise SystemExit(1)"]
)
def test_a_box_that_ends_without_a_report_has_died(program: str, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, program)

    with pytest.raises(BoxDied):
        read_in_box(job, tick=lambda progress: None)


def test_a_workbook_that_needs_too_much_memory_is_refused(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reader cannot raise an error then: it aborts."""
    stand_in(monkeypatch, "import os; os.abort()")
    workbook = replace(job, profile=profile(file="{kind: xlsx}").to_document())
    report = read_in_box(workbook, tick=lambda progress: None)

    assert report.refusal is not None
    assert report.refusal.code == "too_much_memory"


def test_lines_that_got_lost_are_a_fault_of_ours(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "import sys; sys.stderr.write('2 lines, 1 accounted for'); sys.exit(4)")

    with pytest.raises(BalanceBroken, match="2 lines"):
        read_in_box(job, tick=lambda progress: None)


def test_a_box_takes_no_more_processor_time_than_it_may(job: Job) -> None:
    head, _, body = lines(*(row(number) for number in range(20_000))).partition("\n")
    job.file.write_text(f"{head}\n{body * 60}", encoding="utf-8")
    with pytest.raises(BoxDied):
        read_in_box(replace(job, limits=Limits(cpu_s=1)), tick=lambda progress: None)


def test_a_box_takes_no_more_memory_than_it_may(job: Job) -> None:
    """DuckDB cannot even start in this little room."""
    with pytest.raises(BoxDied):
        read_in_box(replace(job, limits=Limits(memory_mb=-1_480)), tick=lambda progress: None)


PARENT = """
import sys, time
from metrics.ingest import box
sys.path.insert(0, "")
box._limit = lambda *given: time.sleep(0)
import metrics.ingest.reading as reading
reading.read = lambda *given: time.sleep(600)
box.main(__import__("pathlib").Path(sys.argv[1]))
"""


def test_a_box_ends_when_its_parent_does(job: Job, tmp_path: Path) -> None:
    paper = tmp_path / "job.json"
    paper.write_text(json.dumps(job.to_json()), encoding="utf-8")
    child = subprocess.Popen([sys.executable, "-c", PARENT, str(paper)], cwd=ROOT, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.write(b'{"agent_key": "00", "customer_key": "00"}\n')
    child.stdin.flush()
    child.stdin.close()
    until(lambda: child.poll() is not None)

    assert child.returncode == 3


NETWORK = """
import sys
sys.argv = ["box", sys.argv[1]]
from metrics.ingest import box
import metrics.ingest.reading as reading
import socket
def read(*given):
    socket.create_connection(("127.0.0.1", 9))
reading.read = read
box.main(__import__("pathlib").Path(sys.argv[1]))
"""


def test_a_box_speaks_to_nobody(job: Job, tmp_path: Path) -> None:
    paper = tmp_path / "job.json"
    paper.write_text(json.dumps(job.to_json()), encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-c", NETWORK, str(paper)], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stderr is not None
    with child:
        child.stdin.write(b'{"agent_key": "00", "customer_key": "00"}\n')
        child.stdin.flush()
        assert b"PermissionError: socket." in child.stderr.read()


def test_the_box_loads_no_django(job: Job) -> None:
    program = (
        "import sys; import metrics.ingest.box, metrics.ingest.reading; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'django', 'celery', 'pandas', 'duckdb', 'structlog', 'ruamel'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)

    assert (done.stdout.strip(), done.stderr) == (b"[]", b"")
