"""The product's settings with one more address: an empty page to hold the others against (benchmarks.site_urls)."""

from __future__ import annotations

from kpi_portal.settings.base import *  # noqa: F403
from kpi_portal.settings.base import REST_FRAMEWORK, STORAGES

ROOT_URLCONF = "benchmarks.site_urls"
# No files are collected for this server; nobody asks it for one.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []
