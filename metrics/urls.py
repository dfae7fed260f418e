"""Pages of what happened."""

from __future__ import annotations

from django.urls import path

from metrics.views import deliveries, figure_files, overview, review, status

app_name = "metrics"
# A figure of a page (review or status) as a file, with the query string of the page.
FIGURE = "contracts/<slug:key>/<slug:page>/<str:month>/figures/<slug:figure>"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("contracts/<slug:key>/review/", review.newest, name="newest-review"),
    path("contracts/<slug:key>/review/<str:month>/", review.review, name="review"),
    path("contracts/<slug:key>/status/", status.running, name="running-status"),
    path("contracts/<slug:key>/status/<str:month>/", status.status, name="status"),
    path(f"{FIGURE}.csv", figure_files.csv, name="figure-csv"),
    path(f"{FIGURE}.xlsx", figure_files.xlsx, name="figure-xlsx"),
    path("contracts/<slug:key>/deliveries/", deliveries.deliveries, name="deliveries"),
    path("contracts/<slug:key>/deliveries/<slug:delivery_id>/", deliveries.delivery, name="delivery"),
    path("contracts/<slug:key>/deliveries/<slug:delivery_id>/rejected.csv", deliveries.rejected, name="rejected"),
]
