"""A small month of files, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.data import make
from contracts.domain.months import Month


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About 2,000 contacts of February 2026, with surveys, sales and faults."""
    folder = tmp_path_factory.mktemp("month")
    make(folder, contacts_a_year=24_000, first=Month(2026, 2), blocks=(1,))
    return folder
