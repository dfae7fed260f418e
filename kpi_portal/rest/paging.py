"""Cursor pages: `next` is an address to follow, never a number to count up."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from contracts.domain.errors import N_, DomainError

if TYPE_CHECKING:
    # DRF reads its defaults, this file among them, while it loads its views.
    from rest_framework.views import APIView


PAGE_SIZE = 50
LARGEST_PAGE = 500
LONGEST_CURSOR = 200
LARGEST_NUMBER = 2**63 - 1


class CursorInvalid(DomainError):
    """A cursor was not taken from a `next` address."""

    code = "cursor_invalid"
    text = N_("The cursor is not valid. Follow the address in “next”, or begin without a cursor.")


class PageSizeInvalid(DomainError):
    """A page size out of bounds."""

    code = "page_size_invalid"
    text = N_("The page size must be a whole number from 1 to %(largest)s.")


def encode_cursor(position: str) -> str:
    """A position as an opaque word that an address can carry."""
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """The position that a cursor stands for. Raises CursorInvalid."""
    try:
        position = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise CursorInvalid from None
    if len(cursor) > LONGEST_CURSOR or not position or not position.isprintable():
        raise CursorInvalid
    return position


def _number(position: str) -> int:
    """A cursor of a numbered list."""
    if not position.isascii() or not position.isdigit() or int(position) > LARGEST_NUMBER:
        raise CursorInvalid
    return int(position)


class CursorPages(BasePagination):
    """Pages forward: through a queryset by its one unique ordering field, through documents by the text that the
    view's `place_of` gives (descending), through other rows by number. What is added in front moves no page.
    """

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Iterable[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        """One page of rows; whether more follow is remembered for the answer."""
        self.request = request
        size = self._size(request)
        cursor = request.query_params.get("cursor")
        start = None if cursor is None else decode_cursor(cursor)
        if isinstance(queryset, QuerySet):
            return self._after_position(queryset, start, size)
        if (place_of := getattr(view, "place_of", None)) is not None:
            return self._after_text(queryset, place_of, start, size)
        return self._after_place(queryset, start, size)

    def _size(self, request: Request) -> int:
        text = request.query_params.get("page_size", str(PAGE_SIZE))
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LARGEST_PAGE):
            raise PageSizeInvalid(largest=LARGEST_PAGE)
        return int(text)

    def _after_position(self, queryset: QuerySet[Model], start: str | None, size: int) -> list[Model]:
        order = str((*queryset.query.order_by, *(queryset.model._meta.ordering or ()))[0])
        field = order.removeprefix("-")
        rows = queryset.order_by(order)
        if start is not None:
            numbered = queryset.model._meta.get_field(field).get_internal_type().endswith("AutoField")
            compare = "lt" if order.startswith("-") else "gt"
            rows = rows.filter(**{f"{field}__{compare}": _number(start) if numbered else start})
        found = list(rows[: size + 1])
        self.following = str(getattr(found[size - 1], field)) if len(found) > size else None
        return found[:size]

    def _after_text(
        self, rows: Iterable[Any], place_of: Callable[[Any], str], start: str | None, size: int
    ) -> list[Any]:
        found = [row for row in rows if start is None or place_of(row) < start][: size + 1]
        self.following = place_of(found[size - 1]) if len(found) > size else None
        return found[:size]

    def _after_place(self, rows: Iterable[Any], start: str | None, size: int) -> list[Any]:
        place = 0 if start is None else _number(start)
        found = list(islice(rows, place, place + size + 1))
        self.following = str(place + size) if len(found) > size else None
        return found[:size]

    def next_address(self) -> str | None:
        """Where the next page is, or None on the last one."""
        if self.following is None:
            return None
        return str(replace_query_param(self.request.build_absolute_uri(), "cursor", encode_cursor(self.following)))

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        """The page."""
        return Response({"next": self.next_address(), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The page as the OpenAPI document describes it."""
        address = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Address of the next page; null on the last one.",
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": address, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Query parameters that every list takes."""
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Taken from “next”.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "required": False,
                "description": "Rows on a page.",
                "schema": size,
            },
        ]
