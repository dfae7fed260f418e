"""Pages of what was agreed."""

from __future__ import annotations

from django.urls import path

from contracts.views import contract

app_name = "contracts"
urlpatterns = [
    path("contracts/<slug:key>/", contract.contract, name="contract"),
]
