"""Command line: python -m kpi_portal.demo.model_buyer FOLDER --first 2024-11 --last 2026-11-21."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from contracts.domain.months import Month
from kpi_portal.demo.model_buyer.generate import Order, generate
from kpi_portal.demo.model_buyer.periods import DAILY_DAYS


def main() -> None:
    """Write the files and say how many."""
    parser = argparse.ArgumentParser(prog="model_buyer", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=Month.parse, required=True, help="first month, as 2024-11")
    parser.add_argument("--last", type=date.fromisoformat, required=True, help="last day (yesterday), as 2026-11-21")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--contacts", type=int, default=1_000_000, help="contacts a year")
    parser.add_argument("--dirty", type=float, default=0.0005, help="share of dirty rows")
    parser.add_argument(
        "--daily", type=int, default=DAILY_DAYS, help="how many of the last days are files of their own"
    )
    given = parser.parse_args()
    order = Order(
        folder=given.folder,
        first=given.first,
        last_day=given.last,
        seed=given.seed,
        contacts_a_year=given.contacts,
        dirty_share=given.dirty,
        daily_days=given.daily,
    )
    made = generate(order)
    sys.stdout.write(f"{len(made.files)} files, {sum(sent.lines for sent in made.files)} lines in {given.folder}\n")


if __name__ == "__main__":
    main()
