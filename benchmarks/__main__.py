"""Command line: python -m benchmarks. Exit 0: every guard holds; 1: one does not; 2: the totals differ, all is void."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import limits
from benchmarks.guards import judge
from benchmarks.measure import CaseFailed, forget
from benchmarks.report import markdown, screen
from benchmarks.rounds import UNUSUAL, USUAL, Bench, Order
from benchmarks.totals import differences

FULL, SMOKE = 1_000_000, 50_000
SMOKE_GROUPS = frozenset({"ingest"})
SMOKE_SLACK = 1.5
NOT_HELD, VOID = 1, 2


def main() -> int:
    """Prepare, measure, print the table."""
    given = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="kpi-portal-bench-", dir=given.folder))
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(VOID))  # whatever was started is stopped, what was made removed
    try:
        return _measure(given, folder)
    except CaseFailed as error:
        sys.stderr.write(f"{error}\n")
        return VOID
    finally:
        _say(f"{time.monotonic() - begun:.0f} seconds")
        if not given.keep:
            forget(folder)


def _measure(given: argparse.Namespace, folder: Path) -> int:
    order = Order(
        folder=folder,
        contacts=given.contacts or (SMOKE if given.smoke else FULL),
        rounds=given.rounds,
        slow_rounds=min(given.rounds, given.slow_rounds),
        groups=frozenset(given.case) or (SMOKE_GROUPS if given.smoke else frozenset(USUAL)),
        small=given.smoke,
        say=_say,
    )
    bench = Bench(order)
    bench.prepare()
    rounds = []
    for runs in bench.rounds():
        if wrong := list(differences(runs, bench.data["year"])):
            sys.stderr.write("Void, the totals differ:\n" + "\n".join(wrong) + "\n")
            return VOID
        rounds.append(runs)
    verdicts = judge(rounds, slack=SMOKE_SLACK if given.smoke else 1.0)
    sys.stdout.write((markdown if given.markdown else screen)(verdicts) + "\n")
    _say(f"text load: {limits.STATEMENT}; {limits.THREADS} threads, {limits.MEMORY_MB} MB")
    if not given.smoke and order.contacts != FULL:
        _say(f"the guards are meant for {FULL:,} contacts: with fewer, what is done once for each month weighs more")
    return 0 if all(verdict.is_held for verdict in verdicts) else NOT_HELD


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--contacts", type=int, help=f"contacts of the year ({FULL:,})")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow-rounds", type=int, default=1, help="rounds of all but the limits and the contacts (1)")
    parser.add_argument("--case", action="append", default=[], choices=(*USUAL, *UNUSUAL), help="only these")
    parser.add_argument("--smoke", action="store_true", help=f"one month of {SMOKE:,} contacts, guards 1.5 as wide")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    parser.add_argument("--folder", type=Path, help="where to work (the system's temporary folder)")
    parser.add_argument("--keep", action="store_true", help="leave the folder behind")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    sys.exit(main())
