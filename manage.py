#!/usr/bin/env python
"""Commands for people at a keyboard: they run as the local demo unless ENV says otherwise."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command; servers (wsgi, asgi, celery) start as ENV=prod instead."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpi_portal.settings.base")
    os.environ.setdefault("ENV", "demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
