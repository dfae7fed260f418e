"""A body is taken whole or not at all: a file cut off on its way must never look like a small file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

from contracts.domain.errors import N_, DomainError
from kpi_portal.errors import answer, message_of

# Room for the other fields and the boundaries of a form around a file.
FORM_BYTES = 64 * 1024
CHUNK_BYTES = 64 * 1024


class RequestTooLarge(DomainError):
    """The body is longer than any upload may be."""

    code = "file_too_large"
    text = N_("The file is larger than %(largest_mb)s MB, the most that is taken here.")
    status: ClassVar[int] = 413


class LengthMissing(DomainError):
    """A body sent in chunks has no length to hold it against."""

    code = "length_required"
    text = N_("Send the length of the body (Content-Length), not chunks.")
    status: ClassVar[int] = 411


class BodyCutOff(OSError):
    """The body ended before its length, or before the boundary that closes it. Django reads OSError as unreadable."""


class WholeBody:
    """A stream that raises BodyCutOff when the client promised more than it sent, or less.

    `drop` throws away what was kept of the file so far: Django forgets it when reading fails.
    """

    def __init__(self, stream: Any, length: int, closing: bytes, drop: Callable[[], None]) -> None:
        self.stream, self.missing, self.closing, self.drop = stream, length, closing, drop
        self.tail, self.is_closed = b"", False

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        return self._seen(self.stream.read(size) if size >= 0 else self.stream.read(), asked=size != 0)

    def readline(self, size: int = -1, /) -> bytes:
        """The next line."""
        return self._seen(self.stream.readline(size) if size >= 0 else self.stream.readline(), asked=size != 0)

    def _seen(self, data: bytes, *, asked: bool) -> bytes:
        self.missing -= len(data)
        near = self.tail + data
        self.is_closed = self.is_closed or self.closing in near
        self.tail = near[-len(self.closing) :]
        is_short = asked and not data and self.missing > 0
        is_open = bool(data) and self.missing <= 0 and not self.is_closed
        if is_short or is_open:
            self.drop()
            raise BodyCutOff("the body does not have the length that was promised, or was not closed")
        return data


class UploadMiddleware:
    """Refuses a body over the limit before it is read, and watches that a multipart body arrives whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if not length and request.headers.get("Transfer-Encoding"):
            return _refuse(request, LengthMissing())
        if length > settings.UPLOAD_MAX_BYTES + FORM_BYTES:
            _drain(request, 2 * settings.UPLOAD_MAX_BYTES)
            return _refuse(request, RequestTooLarge(largest_mb=settings.UPLOAD_MAX_BYTES // 1_000_000))
        kind, options = parse_header_parameters(request.headers.get("Content-Type", ""))
        if kind == "multipart/form-data" and (boundary := options.get("boundary")) and length:
            closing = b"--" + boundary.encode("latin-1", "replace") + b"--"
            request._stream = WholeBody(request._stream, length, closing, partial(_drop, request))  # type: ignore[assignment]  # reads like one
        return self.get_response(request)


def _refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    return answer(request, error.status, error.code, message_of(error), error.params)


def _drop(request: HttpRequest) -> None:
    for handler in request.upload_handlers:
        handler.upload_interrupted()


def _drain(request: HttpRequest, most: int) -> None:
    """Read on without keeping: a client that is cut off while it sends never sees the answer."""
    while most > 0 and (data := request.read(CHUNK_BYTES)):
        most -= len(data)


def _length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
