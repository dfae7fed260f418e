"""The OpenAPI document as the portal gives it, and whether an answer keeps to it."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # ships no types

CLOSED = {"additionalProperties": False}


@cache
def document() -> dict[str, Any]:
    """The whole document, generated once."""
    generator: Any = SchemaGenerator
    made: dict[str, Any] = generator().get_schema(request=None, public=True)
    return made


@cache
def operation(operation_id: str) -> dict[str, Any]:
    """One operation by its id."""
    operations = [operation for path in document()["paths"].values() for operation in path.values()]
    [found] = [entry for entry in operations if entry["operationId"] == operation_id]
    return dict(found)


def assert_documented(response: Any, operation_id: str) -> Any:
    """The answer's status, media type and JSON body are those of the document; gives the body."""
    answers = operation(operation_id)["responses"]
    answer = answers[str(response.status_code)]
    if "$ref" in answer:
        answer = document()["components"]["responses"][answer["$ref"].rsplit("/", 1)[-1]]
    schema = answer["content"][response["Content-Type"].partition(";")[0]]["schema"]
    body = response.json()
    validator = Draft202012Validator({**schema, "components": _closed_components()}, format_checker=FormatChecker())
    errors = [f"{list(error.absolute_path)}: {error.message}"[:300] for error in validator.iter_errors(body)]
    assert errors == [], errors
    return body


@cache
def _closed_components() -> dict[str, Any]:
    """Components in which a field that is not documented is an error; fields are documented or not given."""
    schemas = document()["components"]["schemas"]
    closed = {name: {**schema, **(CLOSED if "properties" in schema else {})} for name, schema in schemas.items()}
    return {"schemas": closed}
