"""What became of a month's scorecard: minted versions with their differences, and what is pending."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.domain.months import Month
from contracts.domain.roles import READ_SCORECARDS
from contracts.selectors import contract_visible_to, require
from metrics.api.serializers.scorecards import PendingDifference, ScorecardVersionLine
from metrics.selectors.scorecard_versions import pending_document, scorecard_history


class ScorecardVersionsApi(GenericAPIView[Any]):
    """The minted versions of a month."""

    rights = {"GET": READ_SCORECARDS}
    is_list = True
    serializer_class = ScorecardVersionLine

    @staticmethod
    def place_of(line: dict[str, Any]) -> str:
        """Where a version stands in the list."""
        return f"{line['version']:08}"

    @extend_schema(
        operation_id="list_scorecard_versions", tags=["scorecards"], responses=ScorecardVersionLine(many=True)
    )
    def get(self, request: Request, key: str, month: str) -> Response:
        """The minted versions of a month, newest first, each with what changed from the one before."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        history = scorecard_history(contract, Month.parse(month))
        return self.get_paginated_response(self.paginate_queryset(history) or [])


class ScorecardPendingApi(APIView):
    """What is pending in a month."""

    rights = {"GET": READ_SCORECARDS}

    @extend_schema(operation_id="get_pending_difference", tags=["scorecards"], responses=PendingDifference)
    def get(self, request: Request, key: str, month: str) -> Response:
        """What has come since the newest version of the month was minted, as differences; empty when nothing has."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        return Response(pending_document(contract, Month.parse(month)))
