"""load_contract and create_token: for people, for programs, and for what goes wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from contracts.models import ApiToken, Contract, User
from contracts.selectors import contracts_visible_to
from tests.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
EXAMPLE = EXAMPLES / "contract.yaml"


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_people_read_what_was_loaded() -> None:
    assert run("load_contract", str(EXAMPLE))[0].startswith("nordlys-fjord: version 1 loaded and approved")
    assert run("load_contract", str(EXAMPLE))[0] == "nordlys-fjord: nothing new; version 1 stands\n"


def test_programs_read_json() -> None:
    out, _ = run("load_contract", str(EXAMPLES / "contract_reference.yaml"), "--json")
    assert json.loads(out)["contracts"][0] == {"contract": "pwc", "version": 1, "created": True, "changed": False}
    assert len(json.loads(out)["contracts"]) == 5


def test_a_refused_file_says_line_and_column_and_fails(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(EXAMPLE.read_text(encoding="utf-8").replace('"42.00"', "42.00"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"wrong\.yaml: Line 32, column 51: .*“42\.00”") as refused:
        run("load_contract", str(wrong))
    assert refused.value.returncode == 1
    assert not Contract.objects.exists()


def test_a_refused_file_is_told_to_programs_too(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: 1\nkontrakt: {}\n", encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("load_contract", str(wrong), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert {name: answer[name] for name in ("code", "line", "column", "path")} == {
        "code": "unknown_key",
        "line": 2,
        "column": 1,
        "path": "kontrakt",
    }


def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: Blåbær".encode("latin-1"))
    for path in (tmp_path / "nowhere.yaml", tmp_path, latin):
        with pytest.raises(CommandError) as refused:
            run("load_contract", str(path))
        assert refused.value.returncode == 2


def test_the_token_stands_alone_on_standard_output(world: World) -> None:
    out, err = run("create_token", "dash", "--contract", "nordlys-fjord", "--scope", "read:scorecards")
    token = ApiToken.objects.get()
    assert out.strip().startswith(token.token_key)
    assert len(out.split()) == 1
    assert out.strip() not in err
    client = token.client
    client.token = token
    assert [contract.key for contract in contracts_visible_to(client)] == ["nordlys-fjord"]


def test_a_token_for_the_vendor_with_two_scopes(world: World) -> None:
    scopes = ["--scope", "read:deliveries", "--scope", "write:deliveries"]
    out, _ = run(
        "create_token", "feed", "--contract", "nordlys-fjord", *scopes, "--organisation", "999000222", "--days", "7",
        "--json",
    )  # fmt: skip
    document = json.loads(out)
    assert document["scopes"] == ["read:deliveries", "write:deliveries"]
    assert (document["organisation"], document["contract"]) == ("999000222", "nordlys-fjord")
    assert ApiToken.objects.get().client.organisation == world.fjord


@pytest.mark.parametrize(
    "arguments",
    [
        ["--contract", "nowhere", "--scope", "read:scorecards"],
        ["--contract", "nordlys-fjord", "--scope", "read:everything"],
        ["--contract", "nordlys-fjord", "--scope", "read:scorecards", "--organisation", "999000444"],
        ["--contract", "nordlys-fjord", "--scope", "read:scorecards", "--organisation", "1"],
        ["--contract", "nordlys-fjord", "--scope", "read:scorecards", "--days", "0"],
    ],
)
def test_a_token_that_cannot_be_given_fails_with_a_sentence(world: World, arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        run("create_token", "x", *arguments)
    assert refused.value.returncode == 1
    assert str(refused.value)
    assert not ApiToken.objects.exists()


def test_a_person_gets_a_role_and_a_password_that_is_shown_once(world: World) -> None:
    out, err = run(
        "create_user", "kari", "--email", "kari@example.test", "--role", "buyer_manager", "--organisation", "999000111"
    )
    kari = User.objects.get(username="kari")
    assert kari.check_password(out.strip())
    assert out.strip() not in err
    assert {contract.key for contract in contracts_visible_to(kari)} == {"nordlys-fjord", "nordlys-skog"}


def test_an_operator_sees_no_tenant(world: World) -> None:
    run("create_user", "ola", "--email", "ola@example.test", "--operator")
    ola = User.objects.get(username="ola")
    assert ola.is_staff
    assert not contracts_visible_to(ola).exists()


def test_a_typed_password_is_checked_and_not_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_: "a-typed-long-password")
    out, _ = run("create_user", "kari", "--email", "kari@example.test", "--ask")
    assert out == ""
    assert User.objects.get(username="kari").check_password("a-typed-long-password")
    monkeypatch.setattr("getpass.getpass", lambda *_: "short")
    with pytest.raises(CommandError, match="too short"):
        run("create_user", "per", "--email", "per@example.test", "--ask")


@pytest.mark.parametrize(
    ("arguments", "returncode"),
    [
        (["kari", "--email", "kari@example.test", "--role", "buyer_manager"], 2),
        (["kari", "--email", "kari@example.test", "--role", "vendor_lead", "--organisation", "999000111"], 1),
        (["kari", "--email", "kari@example.test", "--role", "vendor_lead", "--organisation", "1"], 1),
        (["kari", "--email", "kari"], 1),
        (["berit", "--email", "new@example.test"], 1),
    ],
)
def test_a_person_is_made_whole_or_not_at_all(world: World, arguments: list[str], returncode: int) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError) as refused:
        run("create_user", *arguments)
    assert refused.value.returncode == returncode
    assert User.objects.count() == before
