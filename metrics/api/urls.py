"""Addresses of scorecards, KPIs, deliveries and what waits under /api/v1/contracts/KEY/."""

from __future__ import annotations

from django.urls import path

from metrics.api.views.deliveries import DeliveryDetailApi, DeliveryListApi
from metrics.api.views.figures import KpisApi
from metrics.api.views.rejected import RejectedRowsApi
from metrics.api.views.scorecard_versions import ScorecardPendingApi, ScorecardVersionsApi
from metrics.api.views.scorecards import (
    ScorecardCurrentApi,
    ScorecardDetailApi,
    ScorecardLatestApi,
    ScorecardListApi,
)
from metrics.api.views.status import StatusApi
from metrics.api.views.waiting import WaitingApi

app_name = "metrics_api"
_CONTRACT = "contracts/<slug:key>/"
urlpatterns = [
    path(f"{_CONTRACT}scorecards/", ScorecardListApi.as_view(), name="scorecards"),
    path(f"{_CONTRACT}scorecards/latest/", ScorecardLatestApi.as_view(), name="scorecard_latest"),
    path(f"{_CONTRACT}scorecards/current/", ScorecardCurrentApi.as_view(), name="scorecard_current"),
    path(f"{_CONTRACT}scorecards/<slug:month>/", ScorecardDetailApi.as_view(), name="scorecard"),
    path(f"{_CONTRACT}scorecards/<slug:month>/versions/", ScorecardVersionsApi.as_view(), name="scorecard_versions"),
    path(f"{_CONTRACT}scorecards/<slug:month>/pending/", ScorecardPendingApi.as_view(), name="scorecard_pending"),
    path(f"{_CONTRACT}status/", StatusApi.as_view(), name="status"),
    path(f"{_CONTRACT}kpis/", KpisApi.as_view(), name="kpis"),
    path(f"{_CONTRACT}deliveries/", DeliveryListApi.as_view(), name="deliveries"),
    path(f"{_CONTRACT}deliveries/<slug:delivery>/", DeliveryDetailApi.as_view(), name="delivery"),
    path(f"{_CONTRACT}deliveries/<slug:delivery>/rejected/", RejectedRowsApi.as_view(), name="rejected"),
    path(f"{_CONTRACT}waiting/", WaitingApi.as_view(), name="waiting"),
]
