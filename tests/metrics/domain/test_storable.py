"""What a file says is kept, but never in a form that a database refuses."""

from __future__ import annotations

from metrics.domain.storable import storable


def test_texts_lose_only_what_no_database_takes() -> None:
    given = {"a\x00": ["b\x00c", ("\ud800x", 1)], "æ": None, "n": 1.5, "t": True}
    assert storable(given) == {"a": ["bc", ["?x", 1]], "æ": None, "n": 1.5, "t": True}
