"""One error, two tongues: a problem document (RFC 9457) for programs, one translated sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from contracts.domain.errors import N_, DomainError

log = structlog.get_logger(__name__)
PROBLEM_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: N_("The request cannot be carried out."),
    401: N_("Log in first."),
    403: N_("You may not do this."),
    404: N_("There is nothing here."),
    405: N_("This address does not take that method."),
    406: N_("This address does not give that kind of content."),
    409: N_("Something else came first."),
    411: N_("The length of the body is missing."),
    413: N_("The file is too large."),
    415: N_("This kind of content is not taken."),
    429: N_("Too many requests; wait a little."),
    500: N_("Something went wrong on our side."),
    503: N_("The portal is busy; try again in a moment."),
    507: N_("There is no room left."),
}


def problem(
    status: int, code: str, detail: str | None = None, params: Mapping[str, object] | None = None, **more: object
) -> dict[str, Any]:
    """The one JSON shape of every error; `code` is stable, `detail` is English, `params` filled it."""
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    return {
        "type": f"urn:kpi-portal:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail if detail is not None else title,
        "params": {name: _plain(value) for name, value in (params or {}).items()},
        **more,
    }


def _plain(value: object) -> object:
    """JSON keeps numbers, truth and lists; everything else is written out."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)


def problem_of(error: DomainError) -> dict[str, Any]:
    """A broken rule as a problem document."""
    return problem(error.status, error.code, error.message(), error.params)


def message_of(error: DomainError) -> str:
    """A broken rule as one sentence in the reader's language."""
    text = _(error.text)
    return text % error.params if error.params else text


def api_exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's handler: known errors become problem documents, unknown ones stay a 500 in the log."""
    body, headers = _api_problem(error)
    if body is None:
        return None
    set_rollback()
    return Response(body, status=body["status"], headers=headers, content_type=PROBLEM_TYPE)


def _api_problem(error: Exception) -> tuple[dict[str, Any] | None, dict[str, str]]:
    if isinstance(error, DomainError):
        return problem_of(error), {}
    if isinstance(error, Http404):
        return problem(404, "not_found"), {}
    if isinstance(error, PermissionDenied):
        return problem(403, "permission_denied"), {}
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "invalid", errors=error.get_full_details()), {}
    if isinstance(error, exceptions.APIException):
        return _from_drf(error)
    if isinstance(error, OperationalError):
        log.warning("database is busy", error=str(error))
        return problem(503, "busy"), {"Retry-After": "2"}
    return _of_body(error), {}


def _of_body(error: Exception) -> dict[str, Any] | None:
    """What can be wrong with a body before anybody looks at its fields."""
    if isinstance(error, UnreadablePostError):
        return problem(400, "upload_cut_off", N_("The upload was cut off on its way. Send it again."))
    if isinstance(error, RequestDataTooBig):
        return problem(413, "request_too_large", N_("The fields of the form are too large."))
    if isinstance(error, SuspiciousOperation):
        return problem(400, "malformed")
    return None


def _from_drf(error: exceptions.APIException) -> tuple[dict[str, Any], dict[str, str]]:
    """DRF's own errors keep their status and code; 401 and 429 keep their heads too."""
    headers: dict[str, str] = {}
    if (challenge := getattr(error, "auth_header", None)) is not None:
        headers["WWW-Authenticate"] = str(challenge)
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(ceil(wait))
    code, detail = error.get_codes(), str(error.detail)
    if detail.startswith("CSRF Failed"):
        code = "csrf_failed"
    return problem(error.status_code, code if isinstance(code, str) else "invalid", detail), headers


class DomainErrorMiddleware:
    """A rule broken in a page that did not catch it becomes a page with one sentence, never a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only errors of the trade and a busy database; the rest is a fault of ours."""
        if isinstance(error, DomainError):
            return answer(request, error.status, error.code, message_of(error), error.params)
        if isinstance(error, OperationalError):
            log.warning("database is busy", error=str(error))
            response = answer(request, 503, "busy")
            response["Retry-After"] = "2"
            return response
        return None


def answer(
    request: HttpRequest,
    status: int,
    code: str,
    message: str | None = None,
    params: Mapping[str, object] | None = None,
) -> HttpResponse:
    """JSON under /api/, else a page: `error.html` gets status, code and message."""
    if request.path.startswith("/api/"):
        return JsonResponse(problem(status, code, message, params), status=status, content_type=PROBLEM_TYPE)
    sentence = message if message is not None else _(TITLES.get(status, TITLES[500]))
    try:
        return render(request, "error.html", {"status": status, "code": code, "message": sentence}, status=status)
    except TemplateDoesNotExist:
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return answer(request, 400, "bad_request")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return answer(request, 403, "permission_denied")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent from elsewhere or after its session ended."""
    return answer(request, 403, "csrf_failed", _("The page was open too long. Reload it and try again."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what does not exist and for what is not yours."""
    return answer(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the page must not need the database that may be the cause."""
    return answer(request, 500, "server_error")
