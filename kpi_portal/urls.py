"""Every address of the portal."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from kpi_portal.health import healthz, readyz

# Swagger UI writes style attributes; scripts stay as strict as everywhere.
docs_view = csp_replace({"style-src": [SELF, UNSAFE_INLINE]})(SpectacularSwaggerSplitView.as_view(url_name="schema"))

urlpatterns = [
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="set_language"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs_view, name="docs"),
    path("api/v1/", include("contracts.api.urls")),
    path("api/v1/", include("metrics.api.urls")),
    path("", include("contracts.urls")),
    path("", include("metrics.urls")),
]
handler400 = "kpi_portal.errors.bad_request"
handler403 = "kpi_portal.errors.permission_denied"
handler404 = "kpi_portal.errors.not_found"
handler500 = "kpi_portal.errors.server_error"
