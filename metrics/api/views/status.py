"""The target status for programs."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.domain.roles import READ_SCORECARDS
from contracts.selectors import contract_visible_to, require
from metrics.api.serializers.status import StatusDocument, StatusQuery
from metrics.selectors.status import month_to_watch, status_of, today_of
from metrics.selectors.status_document import status_document


class StatusApi(APIView):
    """Where a month stands against its bands."""

    rights = {"GET": READ_SCORECARDS}
    QuerySerializer = StatusQuery

    @extend_schema(operation_id="get_status", tags=["scorecards"], parameters=[StatusQuery], responses=StatusDocument)
    def get(self, request: Request, key: str) -> Response:
        """The month to date, what is still expected of it, and what its rest must average to end inside the bands."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        query = StatusQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        now = timezone.now()
        month = query.validated_data.get("month") or month_to_watch(contract, today_of(contract, now))
        return Response(status_document(contract, status_of(contract, month, now)))
