"""Pages and the API of a running server with one worker, each against an empty page of the same frame."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT, CaseFailed, environment

WARM_UPS, TIMES = 5, 50
START_WITHIN_S = 60.0
ANSWER_WITHIN_S = 30.0
CPU_HEADER = "X-Benchmark-Cpu"
_LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Address:
    """Something to ask for: with a session's cookie or with a token."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """Medians over all answers of one address: processor and wall seconds; and the length of the answer."""

    cpu: float
    wall: float
    length: int


def measure_pages(folder: Path, addresses: Mapping[str, Address]) -> dict[str, Answers]:
    """Ask for all addresses in turn, round after round. Raises CaseFailed unless every answer is a 200."""
    with _server(folder) as port:
        found: dict[str, list[Answers]] = {name: [] for name in addresses}
        for number in range(WARM_UPS + TIMES):
            for name, address in addresses.items():
                answer = _ask(port, address)
                if number >= WARM_UPS:
                    found[name].append(answer)
    return {name: _median(answers) for name, answers in found.items()}


def _median(answers: list[Answers]) -> Answers:
    return Answers(
        statistics.median(one.cpu for one in answers),
        statistics.median(one.wall for one in answers),
        answers[-1].length,
    )


def _ask(port: int, address: Address) -> Answers:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN_S)
    begun = time.perf_counter()
    try:
        connection.request("GET", address.path, headers=dict(address.headers))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    wall = time.perf_counter() - begun
    if response.status != 200:
        raise CaseFailed(f"{address.path} answered {response.status}: {body[:300]!r}")
    return Answers(float(response.headers[CPU_HEADER]), wall, len(body))


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """gunicorn with one worker on a free port of this machine, over the installation in the folder."""
    port = _free_port()
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.site_settings", "STATIC_ROOT": str(folder / "static")}
    (folder / "static").mkdir(exist_ok=True)
    command = ["-m", "gunicorn", "benchmarks.site", "--workers", "1", "--no-control-socket"]
    with (folder / "web.txt").open("w+b") as output:
        server = subprocess.Popen(
            [sys.executable, *command, "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env={**environment(folder), **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(server, port, output.name)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(ANSWER_WITHIN_S)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int, log: str) -> None:
    """Until it answers. Raises CaseFailed with its last words."""
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            _ask(port, Address("/healthz", {}))
        except OSError:
            time.sleep(_LOOK_EVERY_S)
        else:
            return
    raise CaseFailed(f"the web server does not answer:\n{Path(os.fsdecode(log)).read_text()[-3_000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
