"""Scorecards for programs: the same document as the scorecard command prints."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.domain.months import Month
from contracts.domain.roles import READ_SCORECARDS
from contracts.selectors import Contract, contract_visible_to, require
from metrics.api.conditional import answer_if_changed
from metrics.api.csv_answers import CsvRenderer, csv_answer
from metrics.api.examples import SCORECARD
from metrics.api.serializers.queries import ScorecardListQuery, ScorecardQuery
from metrics.api.serializers.scorecards import Scorecard, ScorecardLine
from metrics.domain.csv_text import scorecard_csv
from metrics.selectors.scorecard_versions import scorecard_tag
from metrics.selectors.scorecards import current_month, latest_month, scorecard_list, scorecard_of


class ScorecardListApi(GenericAPIView[Any]):
    """The scorecards of a contract."""

    rights = {"GET": READ_SCORECARDS}
    is_list = True
    renderer_classes = [JSONRenderer, CsvRenderer]
    serializer_class = ScorecardLine
    QuerySerializer = ScorecardListQuery

    @staticmethod
    def place_of(line: dict[str, Any]) -> str:
        """Where a line stands in the list: by month, then by version."""
        return f"{line['month']} {line['version'] or 0:08}"

    @extend_schema(
        operation_id="list_scorecards",
        tags=["scorecards"],
        parameters=[ScorecardListQuery],
        responses={(200, "application/json"): ScorecardLine(many=True), (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """Months with a scorecard, newest first: each minted version, or the draft where none is minted."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        query = ScorecardListQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        if (query.validated_data.get("format") or request.accepted_renderer.format) == "csv":
            return csv_answer(scorecard_csv(scorecard_list(contract)), f"scorecards-{contract.key}")
        return self.get_paginated_response(self.paginate_queryset(scorecard_list(contract)) or [])


PARAMETERS: list[Any] = [
    ScorecardQuery,
    OpenApiParameter("If-None-Match", location="header", description="An ETag: 304 if it still holds."),
]
ANSWERS: dict[int, Any] = {200: Scorecard, 304: OpenApiResponse(description="The document that you have still holds.")}


class ScorecardApi(APIView):
    """What all views of one scorecard share; they differ in the month."""

    rights = {"GET": READ_SCORECARDS}
    QuerySerializer = ScorecardQuery

    def contract_for(self, request: Request, key: str) -> Contract:
        """The contract, when the caller may read its scorecards."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        return contract

    def answer(self, request: Request, contract: Contract, month: Month) -> Response:
        """The document of the version that was asked for, unless the caller has it."""
        query = ScorecardQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        version = query.chosen()
        return answer_if_changed(
            request,
            known_tag=lambda: scorecard_tag(contract, month, version),
            document=lambda: scorecard_of(contract, month, version),
        )


def _today(contract: Contract) -> date:
    """The contract's local day."""
    return timezone.localdate(timezone=ZoneInfo(contract.time_zone))


class ScorecardDetailApi(ScorecardApi):
    """A named month."""

    @extend_schema(
        operation_id="get_scorecard",
        tags=["scorecards"],
        parameters=PARAMETERS,
        responses=ANSWERS,
        examples=[SCORECARD],
    )
    def get(self, request: Request, key: str, month: str) -> Response:
        """The scorecard of a month, 2026-10: the newest minted version, or the draft if there is none."""
        contract = self.contract_for(request, key)
        return self.answer(request, contract, Month.parse(month))


class ScorecardLatestApi(ScorecardApi):
    """The newest month past its cut-off."""

    @extend_schema(
        operation_id="get_latest_scorecard",
        tags=["scorecards"],
        parameters=PARAMETERS,
        responses=ANSWERS,
    )
    def get(self, request: Request, key: str) -> Response:
        """The scorecard of the newest month past its cut-off that has data. 404 no_such_month if there is none."""
        contract = self.contract_for(request, key)
        return self.answer(request, contract, latest_month(contract, _today(contract)))


class ScorecardCurrentApi(ScorecardApi):
    """The running month."""

    @extend_schema(
        operation_id="get_current_scorecard",
        tags=["scorecards"],
        parameters=PARAMETERS,
        responses=ANSWERS,
    )
    def get(self, request: Request, key: str) -> Response:
        """The scorecard of the running month. 404 no_such_month if it has no data."""
        contract = self.contract_for(request, key)
        return self.answer(request, contract, current_month(contract, _today(contract)))
