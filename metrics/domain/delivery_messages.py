"""What each reason code of a delivery says: English templates, filled by the params that are stored beside the code.

The reader's codes are in reader_messages.py; here are those that come up when a file's rows meet what is there, or
when a delivery ends without being read. Pages translate the template; commands and API give the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from contracts.domain.errors import N_
from metrics.domain import reader_messages

OWN: dict[str, str] = {
    "too_many_conflicts": N_(
        "%(conflicts)s of %(rows)s rows contradict what was delivered before under the same id. Nothing was changed."
    ),
    "no_terms": N_("Contract %(key)s has no approved terms for %(month)s. Nothing was changed."),
    "gave_up": N_("The file could not be read: the work on it broke off again and again. Nothing was changed."),
    "balance_broken": N_("The lines of the file do not add up. This is a fault of the portal; nothing was changed."),
}
MESSAGES: Mapping[str, str] = {**reader_messages.MESSAGES, **OWN}


def message(code: str, params: Mapping[str, object] | None = None) -> str:
    """The English sentence of a code."""
    if code in OWN:
        return reader_messages.fill(OWN[code], code, params or {})
    return reader_messages.message(code, params or {})
