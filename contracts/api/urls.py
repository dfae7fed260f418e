"""Addresses of contracts under /api/v1/. A key or an opaque id stands for a contract."""

from __future__ import annotations

from django.urls import path

from contracts.api.views import ContractDetailApi, ContractListApi

app_name = "contracts_api"
urlpatterns = [
    path("contracts/", ContractListApi.as_view(), name="contracts"),
    path("contracts/<slug:key>/", ContractDetailApi.as_view(), name="contract"),
]
