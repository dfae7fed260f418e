"""KPIs of summed months."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.domain.roles import READ_SCORECARDS
from contracts.selectors import contract_visible_to, require
from metrics.api.examples import KPIS
from metrics.api.serializers.figures import Kpis
from metrics.api.serializers.queries import KpisQuery
from metrics.selectors.figures import kpis_over


class KpisApi(APIView):
    """KPIs over months, without a score."""

    rights = {"GET": READ_SCORECARDS}
    QuerySerializer = KpisQuery

    @extend_schema(
        operation_id="get_kpis", tags=["scorecards"], parameters=[KpisQuery], responses=Kpis, examples=[KPIS]
    )
    def get(self, request: Request, key: str) -> Response:
        """KPIs of all months from first to last together: counts are summed first, ratios taken last."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        query = KpisQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        return Response(kpis_over(contract, asked["from"], asked["to"], asked.get("by")))
