"""Services of deliveries are tested with a stand-in for the reader."""

from __future__ import annotations

import pytest

from tests.metrics.services.reading import read_stand_in


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Delivered files are lists of rows (tests.metrics.services.reading)."""
    monkeypatch.setattr("metrics.services.delivery_process.read_in_box", read_stand_in)
