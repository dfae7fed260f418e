"""Small rooms, few doors: sizes, imports and names that no other tool watches."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.rooms import APPS, ROOT, files, imports_anywhere, imports_at_start, name_of, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
DEEPEST_FOLDER = 4
HOMELESS = {"utils", "helpers", "common", "core", "misc"}
SHORTER = {"*.html": 200, "*.css": 300, "*.js": 300}
ALL_FILES = [*files(), *files("tests", "benchmarks")]
OWN_FILES = list(files())


def test_no_room_is_longer_than_one_sitting() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL_FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("pattern", SHORTER)
def test_no_page_style_or_script_is_longer_than_its_limit(pattern: str) -> None:
    found = [*(ROOT / "templates").rglob(pattern), *(ROOT / "static").rglob(pattern)]
    own = [path for path in found if "vendor" not in path.parts]
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in own}
    assert {name: length for name, length in lengths.items() if length > SHORTER[pattern]} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": length
        for path in ALL_FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_folders_are_not_deep() -> None:
    deep = [name_of(path) for path in OWN_FILES if len(path.relative_to(ROOT).parents) - 2 > DEEPEST_FOLDER]
    assert deep == []


def test_every_shared_thing_has_a_name() -> None:
    assert [name_of(path) for path in ALL_FILES if HOMELESS & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_every_file_defers_its_annotations() -> None:
    """Save those that only pass names on."""
    line = "from __future__ import annotations"
    lacking = [path for path in ALL_FILES if line not in path.read_text(encoding="utf-8")]
    assert [name_of(path) for path in lacking if path.name != "__init__.py"] == []


def test_duckdb_and_pyarrow_stay_in_ingest_and_store() -> None:
    doors = (ROOT / "metrics" / "ingest", ROOT / "metrics" / "store")
    strangers = [
        name_of(path)
        for path in OWN_FILES
        if _first_names(imports_anywhere(tree_of(path))) & {"duckdb", "pyarrow"}
        and not any(door in path.parents for door in doors)
    ]
    assert strangers == []


def test_duckdb_is_imported_inside_functions_only() -> None:
    eager = [name_of(p) for p in OWN_FILES if _first_names(imports_at_start(tree_of(p))) & {"duckdb", "pyarrow"}]
    assert eager == []


def test_pandas_stays_in_aggregate() -> None:
    users = [name_of(p) for p in OWN_FILES if "pandas" in _first_names(imports_anywhere(tree_of(p)))]
    assert set(users) <= {"metrics/aggregate.py"}


def test_views_do_not_filter_rows() -> None:
    """Which rows someone sees is decided in selectors."""
    views = [path for path in OWN_FILES if "views" in path.parts or path.stem == "views"]
    verbs = {"filter", "exclude", "all_rows"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in views
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in verbs
    ]
    assert found == []


def test_no_form_or_serializer_takes_all_fields() -> None:
    found = [
        name_of(path)
        for path in OWN_FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "fields" for target in node.targets)
        and isinstance(node.value, ast.Constant)
        and node.value.value == "__all__"
    ]
    assert found == []


def test_every_package_says_so() -> None:
    folders = {path.parent for app in APPS for path in (ROOT / app).rglob("*.py")}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def _first_names(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def test_the_rules_above_see_what_they_should(tmp_path: Path) -> None:
    """A rule that cannot fail guards nothing."""
    path = tmp_path / "sample.py"
    path.write_text("import os\ndef work():\n    import duckdb\nif True:\n    from pandas import DataFrame\n")
    tree = tree_of(path)
    assert _first_names(imports_at_start(tree)) == {"os", "pandas"}
    assert _first_names(imports_anywhere(tree)) == {"os", "duckdb", "pandas"}
