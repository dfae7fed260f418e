"""Files that the browser saves."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse

from metrics.domain.csv_text import rejected_csv
from metrics.models import Delivery
from metrics.selectors.deliveries import rejected_rows

# Tells spreadsheets that the text is UTF-8.
BYTE_ORDER_MARK = "\ufeff"


def rejected_download(delivery: Delivery) -> StreamingHttpResponse:
    """Every rejected row of a delivery as CSV, sent while it is read; cells cannot act as formulas."""

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        yield from rejected_csv(rejected_rows(delivery))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-{delivery.public_id}.csv"'
    response["Cache-Control"] = "no-store"
    return response
