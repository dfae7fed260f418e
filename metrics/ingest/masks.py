"""What a rejected row may show of itself: enough to find it and mend it, nothing that names a person.

Numbers, times and our own ids stay readable. Of words only the first letter is left; people are left out altogether.
"""

from __future__ import annotations

import re
from functools import lru_cache

from metrics.ingest.personal import kind_of_personal

HIDDEN = "•••"
_LONGEST = 60
# Digits with the marks of numbers, dates and times; long runs of digits are more than a measurement.
_MEASURE = re.compile(r"[-+]?(?![0-9]{9})[0-9][0-9.,:/ TZ+-]{0,30}")
_WORD = re.compile(r"\w+", re.UNICODE)


@lru_cache(maxsize=10_000)
def mask(value: str, kind: str) -> str:
    """A cell as it may be shown; `kind` is the kind of field it fills (metrics.ingest.fields)."""
    if not value:
        return ""
    if kind == "person" or kind_of_personal(value) is not None:
        return HIDDEN
    cut = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if kind == "id" or _MEASURE.fullmatch(cut):
        return cut
    return _WORD.sub(lambda found: found[0][0] + "•" * min(len(found[0]) - 1, 9), cut)
