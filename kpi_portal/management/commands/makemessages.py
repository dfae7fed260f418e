"""Django's makemessages, taught that domain code marks its texts with N_()."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages

# When texts were collected says nothing, and would differ in each change.
MOMENT = re.compile(r'^"POT-Creation-Date: .*\\n"\n', re.MULTILINE)


class Command(makemessages.Command):
    """The same command with one more keyword, without the texts of tests, without guesses."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=N_"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Collect the texts that people read; what tests mark is no text of the portal."""
        options["ignore_patterns"] = [*options["ignore_patterns"], "tests/*"]
        return super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Write the catalogue of one language."""
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).with_name(locale) / "LC_MESSAGES" / "django.po"
        catalogue.write_text(MOMENT.sub("", catalogue.read_text(encoding="utf-8")), encoding="utf-8")
