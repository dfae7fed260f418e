"""What changed between two versions of a month's scorecard: one entry per figure, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from metrics.domain.scorecard import ISSUE_KEYS

Change = dict[str, Any]


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Changes in the order of the later document: [{"path": "kpis.aht.value", "before": "432", "after": "431"}]."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    paths = [*new, *(path for path in old if path not in new)]
    return [
        {"path": path, "before": old.get(path), "after": new.get(path)}
        for path in paths
        if old.get(path) != new.get(path)
    ]


def _leaves(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every single figure with its path; who issued the document is not a figure."""
    for key, value in document.items():
        if key not in ISSUE_KEYS:
            yield from _below(key, value)


def _below(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _below(f"{path}.{key}", inner)
    elif _is_list_of_entries(value):
        for entry in value:
            yield from _below(f"{path}[{_name(entry)}]", entry)
    else:
        yield path, value


def _is_list_of_entries(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _name(entry: Mapping[str, Any]) -> str:
    """What tells an entry apart from its neighbours: its slice, its KPI, its key, or kind and rule of a cost line."""
    if "by" in entry:
        return ",".join(f"{key}={value}" for key, value in entry["by"].items())
    for name in ("kpi", "key"):
        if name in entry:
            return str(entry[name])
    return ",".join(str(entry[key]) for key in ("kind", "channel", "product") if key in entry)
