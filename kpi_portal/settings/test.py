"""Settings for tests: a fast hasher, plain static files, its own small store."""

from __future__ import annotations

import os

os.environ["ENV"] = "test"

from kpi_portal.settings.base import *  # noqa: F403 the environment must be named first
from kpi_portal.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, REST_FRAMEWORK, STORAGES, VAR_DIR

SECRET_KEY = "only-for-tests-" + "0" * 40
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The live server serves through the finders, where hashed names do not exist.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS.clear()
# Every test that stores contacts points this at a folder of its own (see tests/conftest.py).
CONTACT_STORE = VAR_DIR / "test-store"
WHITENOISE_AUTOREFRESH = True
