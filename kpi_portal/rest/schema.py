"""The OpenAPI document: every operation says how it may fail, not only how it succeeds."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_media_type_object
from rest_framework import serializers

from kpi_portal.rest.scopes import scope_for

Direction = Literal["request", "response"]
PROBLEM_MEDIA_TYPE = "application/problem+json"
_ALWAYS = {
    400: "Something in the request is wrong: `code` says what, `errors` in which field.",
    401: "No token or session, or one that is not valid any more.",
    403: "The token lacks the scope, or the role lacks the right.",
    406: "Only the media types of this document are given.",
    429: "Too many calls in this minute.",
    503: "The database is busy.",
}
_NAMED = {404: "There is nothing here, or it is not yours: both look the same."}
_WRITING = {
    411: "The body has no length.",
    413: "The file, or the request, is too large.",
    415: "Only multipart/form-data is taken.",
    507: "The disk is full; nothing was stored.",
}
_HEADERS = {
    401: (("WWW-Authenticate", "How to come in: Token.", "string"),),
    429: (("Retry-After", "Seconds to wait.", "integer"),),
    503: (("Retry-After", "Seconds to wait.", "integer"),),
}
_PLACES = {
    "key": "The contract's key, or its opaque id.",
    "month": "A month, 2026-10.",
    "delivery": "The delivery's opaque id.",
}


class Problem(serializers.Serializer[Any]):
    """An error (RFC 9457). `code` is stable and made for programs; `detail` is English and made for people."""

    type = serializers.CharField(help_text="urn:kpi-portal:problem: and the code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for example not_found.")
    detail = serializers.CharField()
    params = serializers.DictField(help_text="The values that stand in `detail`.")
    errors = serializers.DictField(  # type: ignore[assignment]  # a field, taken off the class
        required=False, help_text="For code invalid: for each field, a list of {message, code}."
    )


def example_problem(status: int) -> dict[str, Any]:
    """What a program sees, by status."""
    from kpi_portal.errors import problem

    codes = {
        400: "unknown_parameter",
        401: "not_authenticated",
        403: "scope_missing",
        404: "not_found",
        406: "not_acceptable",
        411: "length_required",
        413: "file_too_large",
        415: "unsupported_media_type",
        429: "throttled",
        503: "busy",
        507: "no_space",
    }
    return problem(status, codes[status])


class PortalSchema(AutoSchema):
    """Adds the problem documents that every operation shares, and the scope that a token needs."""

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        """The view's own answers, then the problems."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if not hasattr(self.view, "rights"):
            return bodies
        self.resolve_serializer(Problem(), direction)
        named = _NAMED if "{" in self.path else {}
        problems = _ALWAYS | named | (_WRITING if self.method == "POST" else {})
        references = {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in problems}
        return dict(sorted({**references, **bodies}.items()))

    def get_auth(self) -> list[dict[str, Any]]:
        """Which scope a token needs stands beside the operation."""
        right = getattr(self.view, "rights", {}).get(self.method)
        scopes = [scope_for(right)] if right is not None else []
        ways: list[dict[str, Any]] = super().get_auth()
        return [{name: scopes if name == TokenScheme.name else [] for name in way} for way in ways]


class KeptGenerator(SchemaGenerator):
    """Makes the document once for each process: it is open to strangers and takes a tenth of a second."""

    _kept: ClassVar[dict[bool, dict[str, Any]]] = {}

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """The document; it depends on nothing in the request."""
        if public not in self._kept:
            self._kept[public] = super().get_schema(None, public)  # type: ignore[no-untyped-call]
        return self._kept[public]


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> Any:
    """Last touch on the document: the shared problems, and what the parts of an address stand for."""
    problems = sorted((_ALWAYS | _NAMED | _WRITING).items())
    result["components"]["responses"] = {_name(status): _problem_body(status, text) for status, text in problems}
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for parameter in (parameter for operation in operations for parameter in operation.get("parameters", [])):
        if parameter["in"] == "path":
            parameter["description"] = _PLACES[parameter["name"]]
            parameter["schema"]["pattern"] = "^[-a-zA-Z0-9_]+$"
    return _without_marks(result)


def _without_marks(node: Any) -> Any:
    """The document without the generator's own notes about enumerations."""
    if isinstance(node, dict):
        return {name: _without_marks(value) for name, value in node.items() if name != "x-spec-enum-id"}
    return [_without_marks(value) for value in node] if isinstance(node, list) else node


def _name(status: int) -> str:
    return f"Problem{status}"


def _problem_body(status: int, description: str) -> dict[str, Any]:
    headers = {name: {"description": text, "schema": {"type": kind}} for name, text, kind in _HEADERS.get(status, ())}
    reference = {"$ref": "#/components/schemas/Problem"}
    content = {PROBLEM_MEDIA_TYPE: build_media_type_object(reference, {"Problem": {"value": example_problem(status)}})}
    return {"description": description, **({"headers": headers} if headers else {}), "content": content}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registry ships no types
    """How a token is sent."""

    target_class = "contracts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """A header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "The word “Token”, a space and the token: `Authorization: Token 3f…`.",
        }
