"""Entrance of the web server (ASGI); it starts as ENV=prod unless told otherwise."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpi_portal.settings.base")
application = get_asgi_application()
