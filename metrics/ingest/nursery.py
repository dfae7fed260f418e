"""The nursery: a process that has loaded all that reading needs, and gives birth to a box for each file.

`python -m metrics.ingest.nursery FD`. It has neither keys nor settings and looks at no file; a box is its fork, which
limits itself and reads, as metrics.ingest.box says. It ends when its parent does, and so do its boxes.

It is told by the socket FD: the path of a job's paper, with the box's standard input, output and error output. It
answers with the box's process handle, and with how it ended.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import NoReturn

LONGEST_PATH = 4_096
_STREAMS = 3
_FAILED = 1


def main(desk: socket.socket) -> None:
    """Serve until the parent closes its end."""
    _warm_up()
    while True:
        said, streams, _, _ = socket.recv_fds(desk, LONGEST_PATH, _STREAMS)
        if not said:
            return
        child = os.fork()
        if child == 0:
            _be_a_box(desk.detach(), Path(os.fsdecode(said)), streams)
        for stream in streams:
            os.close(stream)
        handle = os.pidfd_open(child)
        socket.send_fds(desk, [b"born"], [handle])
        if _is_left_alone(desk, handle):
            os.kill(child, signal.SIGKILL)
            return
        os.close(handle)
        _, status = os.waitpid(child, 0)
        desk.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _is_left_alone(desk: socket.socket, handle: int) -> bool:
    """Wait for the box to end. True when the parent ended first: nobody asks for a file before the one before is done,
    so a desk that has something to read is a desk that was closed."""
    ended, _, _ = select.select([handle, desk.fileno()], [], [])
    return handle not in ended


def _warm_up() -> None:
    """Load what every box would load, and let DuckDB settle in memory. Nothing may leave a thread behind: a fork has
    only the one that forked."""
    import duckdb

    import metrics.ingest.box
    import metrics.ingest.reading  # noqa: F401 loaded for the boxes
    from metrics.ingest.session import settle

    with duckdb.connect(":memory:", config={"threads": 1, "async_threads": 0}) as connection:
        connection.execute("SELECT md5(strftime(DATE '2026-01-01', '%Y')) WHERE regexp_matches('a', '[ab]')").fetchall()
    settle()
    gc.collect()
    gc.freeze()


def _be_a_box(desk: int, paper: Path, streams: list[int]) -> NoReturn:
    """What follows runs in the child, as if it had been started by itself."""
    from metrics.ingest.box import main as read_in_this_process

    code = _FAILED
    try:
        os.close(desk)
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for target, stream in enumerate(streams):
            os.dup2(stream, target)
            os.close(stream)
        os.environ["TMPDIR"] = str(paper.parent)
        os.chdir(paper.parent)
        read_in_this_process(paper)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else _FAILED
        if isinstance(end.code, str):
            sys.stderr.write(end.code)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # there is nothing to tidy up
