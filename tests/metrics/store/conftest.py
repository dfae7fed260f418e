"""Rolling a month up, for every test of its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.metrics.store.rolling import Roll, roll_in


@pytest.fixture
def roll(tmp_path: Path) -> Roll:
    """See roll_in."""
    return roll_in(tmp_path)
