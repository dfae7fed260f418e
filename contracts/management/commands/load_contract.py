"""manage.py load_contract FILE.yaml [--json]"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.document.nodes import DocumentInvalid
from contracts.domain.errors import DomainError
from contracts.services.contract_load import LoadedContract, contract_load


class Command(BaseCommand):
    """Load the contracts of a YAML file, all or none; the same file again changes nothing."""

    help = "Load the contracts of a YAML file (docs/contracts_yaml.md). All or none; the same file changes nothing."
    requires_system_checks = ()  # the addresses of pages and their code are not needed here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.yaml")
        parser.add_argument("--json", action="store_true", help="print JSON instead of sentences")

    def handle(self, *, file: Path, json: bool, **_: Any) -> None:
        """Exit 0 loaded, 1 refused, 2 the file cannot be read."""
        try:
            loaded = contract_load(text=_text(file))
        except DomainError as error:
            if json:
                self.stdout.write(_problem(error))
            raise CommandError(f"{file}: {error.message()}", returncode=1) from None
        self.stdout.write(_document(loaded) if json else _sentences(loaded))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 text: byte {error.start + 1}.", returncode=2) from None
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from None


def _problem(error: DomainError) -> str:
    place = {name: error.params[name] for name in ("line", "column", "path")} if _has_place(error) else {}
    return json.dumps({"code": error.code, "message": error.message(), **place}, ensure_ascii=False)


def _has_place(error: DomainError) -> bool:
    return isinstance(error, DocumentInvalid)


def _document(loaded: tuple[LoadedContract, ...]) -> str:
    contracts = [
        {"contract": one.key, "version": one.version, "created": one.created, "changed": one.changed} for one in loaded
    ]
    return json.dumps({"contracts": contracts}, ensure_ascii=False)


def _sentences(loaded: tuple[LoadedContract, ...]) -> str:
    return "\n".join(f"{one.key}: {_what(one)}" for one in loaded)


def _what(one: LoadedContract) -> str:
    if one.created:
        return f"version {one.version} loaded and approved (by the operator)"
    if one.changed:
        return f"title, end or brands changed; still version {one.version}"
    return f"nothing new; version {one.version} stands"
