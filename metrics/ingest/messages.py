"""What every code of the ingest means. The sentences lie in domain, where selectors and pages may read them too."""

from __future__ import annotations

from metrics.domain.reader_messages import MESSAGES, REFUSALS, REJECTIONS, WARNINGS, fill, message

__all__ = ["MESSAGES", "REFUSALS", "REJECTIONS", "WARNINGS", "fill", "message"]
