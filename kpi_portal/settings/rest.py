"""The REST API: who may come in, how answers are paged, and one shape for every error."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

from kpi_portal.env import env_int, env_str
from kpi_portal.settings.celery import REDIS_URL

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "contracts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Who, then which parameters, then (for tokens) which scope; contracts.selectors decides about the contract.
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "kpi_portal.rest.scopes.TokenScope",
        "kpi_portal.rest.parameters.KnownParameters",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.MultiPartParser"],
    "DEFAULT_PAGINATION_CLASS": "kpi_portal.rest.paging.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "kpi_portal.rest.schema.PortalSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "kpi_portal.rest.throttling.PerMinute",
        "kpi_portal.rest.throttling.UploadsPerMinute",
    ],
    # OPTIONS is not taken: the OpenAPI document describes every address.
    "DEFAULT_METADATA_CLASS": None,
    # “format” is a parameter of ours (CSV of rejected rows), not a choice of renderer.
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "STRICT_JSON": True,
    "EXCEPTION_HANDLER": "kpi_portal.errors.api_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "multipart",
}
REST_KNOX: dict[str, Any] = {"TOKEN_TTL": timedelta(days=365), "AUTO_REFRESH": False}

# Limits for each token or person; an upload counts as a call too.
CALLS_PER_MINUTE = {"calls": env_int("API_CALLS_PER_MINUTE", 300, low=1), "uploads": 20}
# The most that page and API take in one file; larger files come in by command.
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MB", 256, low=1) * 1_000_000
# Calls are counted in Redis, so that all web processes share the count; without Redis each process counts alone.
_SHARED_COUNT: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
    "KEY_PREFIX": "kpi-portal-throttle",
    "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2, "retry": Retry(NoBackoff(), 0)},
}
_OWN_COUNT: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "throttle",
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
_HAS_REDIS = env_str("ENV", "prod") != "test" and not REDIS_URL.startswith("filesystem:")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "throttle": _SHARED_COUNT if _HAS_REDIS else _OWN_COUNT,
    # Drawn figures by the digest of what they are drawn from: never out of date, so each process may keep its own.
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "OPTIONS": {"MAX_ENTRIES": 50},
    },
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "KPI portal",
    "DESCRIPTION": (
        "Contracts, deliveries and scorecards. Decimals are strings, shares are fractions, durations are seconds, "
        "times are ISO 8601 with zone, absent values are null, errors are problem documents (RFC 9457) with a stable "
        "code. A parameter that an address does not know is refused."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DEFAULT_GENERATOR_CLASS": "kpi_portal.rest.schema.KeptGenerator",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["kpi_portal.rest.schema.complete"],
    "TAGS": [
        {"name": "contracts", "description": "What was agreed. Scope read:contracts."},
        {"name": "scorecards", "description": "How well, and what it cost and earned. Scope read:scorecards."},
        {"name": "deliveries", "description": "Files that bring contacts. Scopes read:deliveries, write:deliveries."},
    ],
}
