"""A body comes in whole or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.test import RequestFactory
from pytest_django import Settings

from kpi_portal.uploads import FORM_BYTES, UploadMiddleware

BOUNDARY = "fence"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def body(content: bytes = b"a;b\r\n1;2\r\n", epilogue: bytes = b"\r\n") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'.encode()
    return head + content + f"\r\n--{BOUNDARY}--".encode() + epilogue


def size_of_file(request: HttpRequest) -> HttpResponse:
    [file] = request.FILES.getlist("file")
    return JsonResponse({"size": file.size})


def send(data: bytes, **head: Any) -> HttpResponse:
    bare = RequestFactory().generic("POST", "/api/v1/anything/").META
    fresh = WSGIRequest(
        {**bare, "CONTENT_LENGTH": len(data), "CONTENT_TYPE": KIND, "wsgi.input": BytesIO(data), **head}
    )
    try:
        return UploadMiddleware(size_of_file)(fresh)
    finally:
        fresh.close()


@pytest.mark.parametrize("epilogue", [b"", b"\r\n", b"\r\nepilogue " * 50])
def test_a_whole_body_is_taken_whatever_follows_its_end(epilogue: bytes) -> None:
    assert send(body(epilogue=epilogue)).content == b'{"size": 10}'


def test_a_large_body_is_taken_across_chunks() -> None:
    assert send(body(b"x" * 300_000)).content == b'{"size": 300000}'


@pytest.mark.parametrize("missing", [3, 5, 20, 60])
def test_a_connection_that_breaks_off_leaves_no_half_file(missing: int) -> None:
    whole = body(epilogue=b"")
    with pytest.raises(UnreadablePostError):
        send(whole[:-missing], CONTENT_LENGTH=len(whole))


@pytest.mark.parametrize("missing", [1, 3, 5, 20])
def test_a_length_that_says_too_little_leaves_no_half_file(missing: int) -> None:
    whole = body(epilogue=b"")
    with pytest.raises(UnreadablePostError):
        send(whole, CONTENT_LENGTH=len(whole) - missing)


def test_a_length_that_says_too_much_leaves_no_file() -> None:
    with pytest.raises(UnreadablePostError):
        send(body(), CONTENT_LENGTH=len(body()) + 1)


def test_a_body_over_the_limit_is_refused_before_it_is_kept(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    response = send(body(b"x" * (1_000_000 + FORM_BYTES)))
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"
    assert b'"code": "file_too_large"' in response.content
    assert b'"largest_mb": 1' in response.content


def test_a_body_just_under_the_limit_is_taken(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    assert send(body(b"x" * 1_000_000)).content == b'{"size": 1000000}'


def test_chunks_without_a_length_are_refused_by_name() -> None:
    response = send(b"", HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 411
    assert b'"code": "length_required"' in response.content


@pytest.mark.parametrize("length", ["", "-5", "abc", "9" * 40, "१२"])
def test_a_length_that_is_no_number_does_no_harm(length: str) -> None:
    request = RequestFactory().get("/healthz", headers={"Content-Length": length})
    assert UploadMiddleware(lambda _: HttpResponse("fine"))(request).content == b"fine"
