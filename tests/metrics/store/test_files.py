"""Files become safe before they get their name, and a stored name never leads out of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.store import files
from metrics.store.files import PathOutsideStore, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_a_file_has_its_name_only_when_it_is_whole_and_on_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    flush = files.flush_to_disk

    def note(path: Path) -> None:
        flushed.append(path.name)
        flush(path)

    monkeypatch.setattr(files, "flush_to_disk", note)
    seen: list[bool] = []

    def write(draft: Path) -> None:
        draft.write_bytes(b"x")
        seen.append(store.path("parts/1/x.parquet").exists())

    saved = store.save("parts/1/x.parquet", write)
    assert (saved.read_bytes(), seen) == (b"x", [False])
    assert flushed[-2:] == ["x.parquet.part", "1"]


def test_a_file_that_cannot_be_written_leaves_nothing(store: Store) -> None:
    def fail(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise InterruptedError

    with pytest.raises(InterruptedError):
        store.save("parts/1/x.parquet", fail)
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "parts/../../x"])
def test_a_stored_name_never_leads_out_of_the_store(store: Store, name: str) -> None:
    with pytest.raises(PathOutsideStore):
        store.path(name)


def test_two_workers_never_write_the_same_file(store: Store) -> None:
    assert store.new_part(1, "2026-10", "contacts") != store.new_part(1, "2026-10", "contacts")
