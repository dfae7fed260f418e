"""Lists as files: the media types that take part in the choice, and the file."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from rest_framework.renderers import JSONRenderer

# Tells spreadsheets that the text is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


class CsvRenderer(JSONRenderer):
    """Takes part in the choice of the media type; problems are JSON all the same."""

    media_type = "text/csv"
    format = "csv"


def csv_answer(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """Lines of CSV as a file of this name, sent while they are made."""
    response = StreamingHttpResponse(_marked(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _marked(lines: Iterable[str]) -> Iterable[str]:
    yield BYTE_ORDER_MARK
    yield from lines
