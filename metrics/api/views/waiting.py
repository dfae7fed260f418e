"""Surveys and sales that wait for their contact, for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.domain.roles import SEE_DELIVERIES
from contracts.selectors import contract_visible_to, require
from metrics.api.serializers.waiting import WaitingDocument
from metrics.selectors.waiting import waiting_document


class WaitingApi(APIView):
    """What waits."""

    rights = {"GET": SEE_DELIVERIES}

    @extend_schema(operation_id="get_waiting", tags=["deliveries"], responses=WaitingDocument)
    def get(self, request: Request, key: str) -> Response:
        """Surveys and sales whose contact has not come yet, by feed and local day."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        return Response(waiting_document(contract))
