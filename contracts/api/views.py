"""Contracts for programs."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.api.serializers import ContractDetailSerializer, ContractSerializer
from contracts.domain.roles import READ
from contracts.models.agreements import Contract
from contracts.selectors import contract_visible_to, contracts_visible_to, require


class ContractListApi(GenericAPIView[Contract]):
    """My contracts."""

    rights = {"GET": READ}
    is_list = True
    serializer_class = ContractSerializer

    def get_queryset(self) -> QuerySet[Contract]:
        """Contracts of which the caller's organisation is a party; a token sees its own contract."""
        return contracts_visible_to(self.request.user)

    @extend_schema(operation_id="list_contracts", tags=["contracts"], responses=ContractSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Contracts that the caller's organisation is a party of, by key. A token sees its one contract."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(ContractSerializer(page, many=True).data)


class ContractDetailApi(APIView):
    """One contract."""

    rights = {"GET": READ}

    @extend_schema(operation_id="get_contract", tags=["contracts"], responses=ContractDetailSerializer)
    def get(self, request: Request, key: str) -> Response:
        """What was agreed: brands, and each version's counting rules, prices, commission and targets."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        return Response(ContractDetailSerializer(contract).data)
