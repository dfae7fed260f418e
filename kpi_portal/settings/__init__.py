"""The settings of the running portal; tests use kpi_portal.settings.test."""

from __future__ import annotations

from kpi_portal.settings.base import *  # noqa: F403 Django reads the names from this module
