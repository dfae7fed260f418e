"""Django's makemessages, taught that domain code marks its texts with N_()."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """The same command with one more keyword."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=N_"]
