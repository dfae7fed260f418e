"""Entrance of the web server (WSGI); it starts as ENV=prod unless told otherwise."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpi_portal.settings.base")
application = get_wsgi_application()
