"""manage.py load_profile FILE.yaml --contract KEY [--json]: how the files of a source are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.errors import DomainError
from contracts.selectors import contract_by_key
from metrics.services.profiles import profile_load


class Command(BaseCommand):
    """The same document again changes nothing; a changed one becomes the next version."""

    help = "Load a source profile (YAML) for a contract."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the profile, a YAML document")
        parser.add_argument("--contract", required=True, metavar="KEY", help="the contract's key")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            loaded = profile_load(contract=contract_by_key(options["contract"]), text=text, by=None)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.message()}") from error
        profile = loaded.profile
        facts = {
            "contract": options["contract"],
            "profile": profile.key,
            "version": profile.version,
            "feed": profile.feed,
            "created": loaded.created,
        }
        if options["json"]:
            self.stdout.write(json.dumps(facts))
        else:
            said = "loaded" if loaded.created else "unchanged"
            self.stdout.write(f"{profile.key} version {profile.version} ({profile.feed}): {said}")
