"""Every address of the product, and /empty/: the page's frame with nothing in it, for people who are logged in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    """Same template, session and middleware as every page."""
    return render(request, "base.html")


urlpatterns = [path("empty/", empty), path("", include("kpi_portal.urls"))]
