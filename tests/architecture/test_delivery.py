"""What a stranger clones: locks, vendored files, compose file, environment, documents."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version
from ruamel.yaml import YAML

from metrics.domain import kpis
from tests.architecture.rooms import ROOT, files

LOCKS = ("requirements.lock", "requirements-dev.lock")
REGISTRY = "https://pypi.org/simple"
FILE_HOST = "https://files.pythonhosted.org/"


def test_exported_locks_hold_names_and_hashes_only() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert re.search(r"https?:|file:|--(extra-)?index|--find-links|@", text) is None, lock
        assert re.search(r"^django==5\.2\.\d+ \\$", text, re.MULTILINE), lock


def test_the_lock_names_only_the_public_default_index() -> None:
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r'registry = "([^"]+)"', text)) == {REGISTRY}
    assert [url for url in re.findall(r'url = "([^"]+)"', text) if not url.startswith(FILE_HOST)] == []
    assert "file:" not in text


def test_the_lock_serves_debians_python() -> None:
    """redis needs async-timeout below 3.11.3; a lock resolved on a newer Python alone would leave it out."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^async-timeout==\S+ ; python_full_version < '3\.11\.3'", text, re.MULTILINE)


def test_vendored_files_are_the_ones_that_were_listed() -> None:
    folder = ROOT / "static" / "vendor"
    rows = re.findall(
        r"^\| (\S+) \| \S+ \| \S+ \| \S+ \| ([0-9a-f]{64}) \|$", (folder / "VENDOR.md").read_text(), re.MULTILINE
    )
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != "VENDOR.md"}
    assert found == {name for name, _ in rows}
    assert [name for name, sum_ in rows if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sum_] == []
    assert [name for name in found if b"sourceMappingURL" in (folder / name).read_bytes()] == []


def test_figures_are_built_for_the_plotly_that_draws_them() -> None:
    (folder,) = (ROOT / "static" / "vendor").glob("plotly-*")
    assert folder.name.removeprefix("plotly-").split(".")[0] == get_plotlyjs_version().split(".")[0]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return parsed


def test_the_compose_file_follows_the_specification() -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*checker, str(ROOT / "docker-compose.yml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_holds_the_whole_portal(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "db", "redis"}
    assert all("healthcheck" in services[name] for name in ("web", "db", "redis"))
    assert not any("ports" in services[name] for name in ("db", "redis"))
    assert "deploy" not in services["beat"]  # exactly one
    assert services["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    queues = services["worker"]["command"][services["worker"]["command"].index("-Q") + 1]
    assert set(queues.split(",")) == {"ingest", "compute", "mail"}


def environment_names() -> set[str]:
    """What the settings read."""
    texts = [path.read_text(encoding="utf-8") for path in files("kpi_portal")]
    return {name for text in texts for name in re.findall(r'env_(?:str|bool|int|list|choice|secret)\(\s*"(\w+)"', text)}


def test_compose_sets_only_what_the_settings_read(compose: dict[str, Any]) -> None:
    assert set(compose["services"]["web"]["environment"]) <= environment_names()


def test_the_example_environment_lists_all_that_is_read() -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == environment_names() | {"POSTGRES_PASSWORD"}


def test_every_kpi_file_is_listed_and_explained() -> None:
    folder = ROOT / "metrics" / "domain" / "kpis"
    stems = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert len(kpis.ALL) == len(stems)
    paragraphs = (ROOT / "docs" / "kpis.md").read_text(encoding="utf-8")
    assert [kpi.key for kpi in kpis.ALL if f"`{kpi.key}`" not in paragraphs] == []


def test_the_index_points_at_every_document() -> None:
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    names = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md") if path.name != "index.md"]
    assert [name for name in names if f"({name})" not in index] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = readme.index("```sh\n") + 6
    lines = readme[first : readme.index("```", first)].splitlines()
    assert [line.partition("#")[0].strip() for line in lines] == ["make demo", "make test"]


def test_pages_load_neither_pandas_nor_duckdb() -> None:
    """A web process that carries them starts late and eats memory for nothing."""
    code = (
        "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "import kpi_portal.urls; print(sorted({'pandas', 'duckdb', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "kpi_portal.settings.test", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_nothing_names_the_machine_it_was_written_on() -> None:
    words = re.compile("/" + r"(?:work|root|home/\w+)" + "/")
    suffixes = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".js", ".css", ".sql", ".json", ""}
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.suffix in suffixes and words.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def tracked() -> list[Path]:
    """Files that git knows; none in an unpacked archive."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [
        path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file() and "vendor" not in name
    ]
