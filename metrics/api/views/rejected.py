"""The rows of a delivery that were not taken, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from django.http import HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from contracts.domain.roles import SEE_DELIVERIES
from contracts.selectors import contract_visible_to, require
from metrics.api.csv_answers import CsvRenderer, csv_answer
from metrics.api.serializers.deliveries import RejectedRow
from metrics.api.serializers.queries import RejectedQuery
from metrics.domain.csv_text import rejected_csv
from metrics.selectors.deliveries import delivery_of, rejected_rows


class JsonLinesRenderer(JSONRenderer):
    """Takes part in the choice of the media type; problems are JSON all the same."""

    media_type = "application/x-ndjson"
    format = "jsonl"


class RejectedRowsApi(GenericAPIView[Any]):
    """Rejected rows of one delivery."""

    rights = {"GET": SEE_DELIVERIES}
    is_list = True
    renderer_classes = [JSONRenderer, JsonLinesRenderer, CsvRenderer]
    serializer_class = RejectedRow
    QuerySerializer = RejectedQuery

    @extend_schema(
        operation_id="list_rejected_rows",
        tags=["deliveries"],
        parameters=[RejectedQuery],
        responses={
            (200, "application/json"): RejectedRow(many=True),
            (200, "application/x-ndjson"): OpenApiTypes.STR,
            (200, "text/csv"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request, key: str, delivery: str) -> HttpResponseBase:
        """Line, column, reason and masked values of each rejected row; a refused file gives its reason the same way."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        query = RejectedQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        found = delivery_of(contract, delivery)
        wanted = query.validated_data.get("format") or request.accepted_renderer.format
        if wanted == "json":
            return self.get_paginated_response(self.paginate_queryset(cast(Any, rejected_rows(found))) or [])
        return _download(rejected_rows(found), found.public_id, wanted)


def _download(rows: Iterable[dict[str, Any]], name: str, wanted: str) -> StreamingHttpResponse:
    """All rows as a file, sent while it is read."""
    if wanted == "csv":
        return csv_answer(rejected_csv(rows), f"rejected-{name}")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="rejected-{name}.jsonl"'
    return response
