"""The box: a limited process that reads one file. `python -m metrics.ingest.box JOB.json`, keys on standard input.

It limits itself before it looks at anything, has no way to the network, and ends when its parent does.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

from metrics.domain.line_balance import BalanceBroken
from metrics.ingest.job import MEGABYTE, UNBALANCED, Job, Progress

_TEXT_ROOM_MB = 1_500  # beside DuckDB's own limit
_DOCUMENT_ROOM_MB = 1_000  # workbooks and JSON: what a hostile file may blow up to
_REPORT = "report.json"
_ORPHAN = 3


def _mapped_mb() -> int:
    """What is mapped before any file is read: a box that was born warm brings its libraries along."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize() // MEGABYTE


def main(paper: Path) -> None:
    """Read the job, do it, leave the report beside it."""
    facts = json.loads(paper.read_text(encoding="utf-8"))
    keys = json.loads(sys.stdin.buffer.readline())
    job = Job.from_json(
        facts, agent_key=bytes.fromhex(keys["agent_key"]), customer_key=bytes.fromhex(keys["customer_key"])
    )  # fmt: skip
    # Before the limits: a thread that dies for want of memory would never say that it has started.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    mapped_mb = _mapped_mb()
    _limit(job, mapped_mb)
    sys.addaudithook(_no_network)
    from metrics.ingest.reading import read

    try:
        report = read(job, paper.parent, _tell, lambda: _limit_memory(_full_mb(job) + mapped_mb))
    except BalanceBroken as error:
        sys.stderr.write(str(error))
        sys.exit(UNBALANCED)
    draft = paper.with_name(_REPORT + ".part")
    draft.write_text(json.dumps(report.to_json()), encoding="utf-8")
    draft.rename(paper.with_name(_REPORT))


def _limit(job: Job, mapped_mb: int) -> None:
    """Memory, processor time, no core dumps: a workbook or JSON may take less than DuckDB needs after it."""
    document = job.profile["file"]["kind"] in {"xlsx", "json"}
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (job.limits.cpu_s, job.limits.cpu_s + 5))
    full = (_full_mb(job) + mapped_mb) * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (full, full))
    if document:
        _limit_memory(_DOCUMENT_ROOM_MB + mapped_mb)


def _full_mb(job: Job) -> int:
    return job.limits.memory_mb + _TEXT_ROOM_MB


def _limit_memory(megabytes: int) -> None:
    """Up to the hard limit the process may set its own."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (min(megabytes * MEGABYTE, most), most))


def _no_network(event: str, arguments: Any) -> None:
    """Whatever a file makes a parser do, it does not speak to anyone."""
    if event.startswith("socket."):
        raise PermissionError(f"{event} in the box")


def _end_with_parent() -> NoReturn:
    """Standard input closes when the parent ends, however it ends."""
    while os.read(0, 1_024):
        continue
    os._exit(_ORPHAN)


def _tell(progress: Progress) -> None:
    """A line for the parent."""
    said = {"step": progress.step, "rows_read": progress.rows_read, "rows_expected": progress.rows_expected}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
