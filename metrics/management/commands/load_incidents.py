"""manage.py load_incidents FILE.yaml [--contract KEY] [--json]"""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.document.nodes import DocumentInvalid
from contracts.domain.errors import DomainError
from contracts.selectors import contract_by_key
from metrics.services.incidents import LoadedIncident, incidents_load


class Command(BaseCommand):
    """Load the incidents of a YAML file, all or none; the same file again changes nothing."""

    help = "Load the incidents of a YAML file (docs/incidents_yaml.md). All or none; the same file changes nothing."
    requires_system_checks = ()  # the addresses of pages and their code are not needed here

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and for whom it is meant."""
        parser.add_argument("file", type=Path, metavar="FILE.yaml")
        parser.add_argument("--contract", metavar="KEY", help="for this contract alone")
        parser.add_argument("--json", action="store_true", help="print JSON instead of sentences")

    def handle(self, *, file: Path, contract: str | None, json: bool, **_: Any) -> None:
        """Exit 0 loaded, 1 refused, 2 the file cannot be read."""
        text = _text(file)
        try:
            only = None if contract is None else contract_by_key(contract)
            loaded = incidents_load(text=text, contract=only)
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
    is_placed = isinstance(error, DocumentInvalid)
    place = {name: error.params[name] for name in ("line", "column", "path")} if is_placed else {}
    return json_text.dumps({"code": error.code, "message": error.message(), **place}, ensure_ascii=False)


def _document(loaded: tuple[LoadedIncident, ...]) -> str:
    return json_text.dumps({"incidents": [asdict(one) for one in loaded]}, ensure_ascii=False)


def _sentences(loaded: tuple[LoadedIncident, ...]) -> str:
    lines = [f"{one.contract} R-{one.number} {one.key}: {_what(one)}" for one in loaded]
    return "\n".join(lines) or "No incident concerns this contract."


def _what(one: LoadedIncident) -> str:
    if one.created:
        return "loaded"
    return "changed" if one.changed else "nothing new"
