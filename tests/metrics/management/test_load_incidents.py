"""load_incidents: for people, for programs, and for what goes wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from metrics.models import Incident
from tests.world import World

pytestmark = pytest.mark.django_db
TEXT = """\
format: 1
incidents:
  - key: outage
    contracts: [nordlys-fjord, nordlys-skog]
    from: 2026-06-16T07:00:00Z
    until: 2026-06-16T13:00:00Z
    owner: vendor
    text: {en: "The desktop was down."}
"""


@pytest.fixture
def file(tmp_path: Path, world: World) -> Path:
    path = tmp_path / "incidents.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("load_incidents", *arguments, stdout=out)
    return out.getvalue()


def test_people_read_what_became_of_each(file: Path) -> None:
    assert run(str(file)) == "nordlys-fjord R-1 outage: loaded\nnordlys-skog R-1 outage: loaded\n"
    file.write_text(TEXT.replace("vendor", "buyer"), encoding="utf-8")
    assert run(str(file), "--contract", "nordlys-skog") == "nordlys-skog R-1 outage: changed\n"
    assert run(str(file), "--contract", "nordlys-skog") == "nordlys-skog R-1 outage: nothing new\n"
    assert run(str(file), "--contract", "havbris-fjord") == "No incident concerns this contract.\n"


def test_programs_read_json(file: Path) -> None:
    answer = json.loads(run(str(file), "--contract", "nordlys-fjord", "--json"))
    facts = {"contract": "nordlys-fjord", "number": 1, "key": "outage", "created": True, "changed": False}
    assert answer == {"incidents": [facts]}


def test_a_refusal_says_file_line_and_column(file: Path) -> None:
    file.write_text(TEXT.replace("owner: vendor", "owner: nobody"), encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"incidents\.yaml: Line 7, column 12: “nobody” is not one of") as refused:
        call_command("load_incidents", str(file), "--json", stdout=out)
    assert refused.value.returncode == 1
    answer = json.loads(out.getvalue())
    assert {name: answer[name] for name in ("code", "line", "column", "path")} == {
        "code": "not_a_choice", "line": 7, "column": 12, "path": "incidents[0].owner",
    }  # fmt: skip
    assert not Incident.all_rows.exists()


def test_an_unknown_contract_is_named(file: Path) -> None:
    with pytest.raises(CommandError, match="There is no contract “nowhere”"):
        run(str(file), "--contract", "nowhere")


def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("text: Blåbær".encode("latin-1"))
    for path in (tmp_path / "nowhere.yaml", tmp_path, latin):
        with pytest.raises(CommandError) as refused:
            run(str(path))
        assert refused.value.returncode == 2
