"""Deliveries for programs: send a file, see what became of it."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.db import transaction
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.domain.roles import SEE_DELIVERIES, UPLOAD
from contracts.selectors import Actor, Contract, contract_visible_to, require
from metrics.api.examples import APPLIED, RECEIVED
from metrics.api.serializers.deliveries import DeliveryDocument, DeliveryUpload
from metrics.selectors.deliveries import deliveries_of, delivery_document, delivery_of, profile_of
from metrics.services.deliveries import Receipt, delivery_receive
from metrics.services.doorbell import ring

LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI_REF,
    OpenApiParameter.HEADER,
    response=[200, 202],
    description="Where to ask what became of the file.",
)


class DeliveryListApi(GenericAPIView[Any]):
    """The deliveries of a contract, and the door for new ones."""

    rights = {"GET": SEE_DELIVERIES, "POST": UPLOAD}
    is_list = True
    serializer_class = DeliveryDocument

    @extend_schema(operation_id="list_deliveries", tags=["deliveries"], responses=DeliveryDocument(many=True))
    def get(self, request: Request, key: str) -> Response:
        """Deliveries of the contract, newest first."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        page = self.paginate_queryset(deliveries_of(contract)) or []
        return self.get_paginated_response([delivery_document(delivery) for delivery in page])

    @extend_schema(
        operation_id="send_delivery",
        tags=["deliveries"],
        request={"multipart/form-data": DeliveryUpload},
        parameters=[LOCATION],
        responses={
            202: OpenApiResponse(DeliveryDocument, "Received; a worker reads it. Ask at Location.", [RECEIVED]),
            200: OpenApiResponse(DeliveryDocument, "This very file was delivered before.", [APPLIED]),
        },
    )
    def post(self, request: Request, key: str) -> Response:
        """Send a file. When the answer is 202 the file is safe and will be read; sending it again changes nothing."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["POST"], contract)
        form = DeliveryUpload(data=request.data)
        form.is_valid(raise_exception=True)
        receipt = _receive(contract, cast(Actor, request.user), form.validated_data)
        if not receipt.repeat:
            transaction.on_commit(partial(ring, receipt.delivery))
        address = reverse("metrics_api:delivery", args=[contract.key, receipt.delivery.public_id])
        document = delivery_document(receipt.delivery, repeat=receipt.repeat)
        return Response(document, status=200 if receipt.repeat else 202, headers={"Location": address})


def _receive(contract: Contract, by: Actor, sent: dict[str, Any]) -> Receipt:
    """Hand the file to the service, read by the newest version of the profile."""
    profile = profile_of(contract, sent["profile"])
    return delivery_receive(
        contract=contract,
        feed=sent.get("feed", profile.feed),
        profile=profile,
        file=sent["file"],
        file_name=sent["file"].name,
        by=by,
        door="api",
        backfill=sent["backfill"],
    )


class DeliveryDetailApi(APIView):
    """One delivery."""

    rights = {"GET": SEE_DELIVERIES}

    @extend_schema(operation_id="get_delivery", tags=["deliveries"], responses=DeliveryDocument, examples=[APPLIED])
    def get(self, request: Request, key: str, delivery: str) -> Response:
        """State, balance of rows, months touched, and why rows or the file were not taken."""
        contract = contract_visible_to(request.user, key)
        require(request.user, self.rights["GET"], contract)
        return Response(delivery_document(delivery_of(contract, delivery)))
