"""Query parameters are on an allow-list: a misspelt one must not silently give the wrong figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from contracts.domain.errors import N_, DomainError

if TYPE_CHECKING:
    # DRF reads its defaults, this file among them, while it loads its views.
    from rest_framework.views import APIView


SAFE = ("GET", "HEAD")


class UnknownParameter(DomainError):
    """A query parameter that this address does not know."""

    code = "unknown_parameter"
    text = N_("The parameter “%(parameter)s” is not known here. Known are: %(known)s.")


class ParameterRepeated(DomainError):
    """A query parameter was given twice, so it is not clear which counts."""

    code = "parameter_repeated"
    text = N_("The parameter “%(parameter)s” may be given once only.")


class KnownParameters(BasePermission):
    """Refuse query parameters that are neither fields of the view's `QuerySerializer` nor the paginator's."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Always true: a wrong parameter is a bad request, not a missing right."""
        known = _known_to(view) if request.method in SAFE else ()
        for name, values in request.query_params.lists():
            if name not in known:
                raise UnknownParameter(parameter=name[:60], known=", ".join(known) or "-")
            if len(values) > 1:
                raise ParameterRepeated(parameter=name)
        return True


def _known_to(view: APIView) -> tuple[str, ...]:
    """The names that a view takes, its own first."""
    serializer = getattr(view, "QuerySerializer", None)
    own = tuple(serializer().fields) if serializer is not None else ()
    return own + (("cursor", "page_size") if getattr(view, "is_list", False) else ())
