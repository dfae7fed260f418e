"""What each reason code of a delivery says: English templates, filled by the params that are stored beside the code.

Pages translate the template; commands and API give the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from contracts.domain.errors import N_

MESSAGES: dict[str, str] = {
    # Of a whole file, decided when its rows meet those that are there.
    "too_many_conflicts": N_(
        "%(conflicts)s of %(rows)s rows contradict what was delivered before under the same id. Nothing was taken in."
    ),
    "no_terms": N_("Contract %(key)s has no approved terms for %(month)s."),
    # Of a delivery that came to no end by itself.
    "gave_up": N_("The file could not be read: the work on it was broken off three times."),
    "balance_broken": N_("The lines of the file do not add up. This is a fault of the portal; nothing was taken in."),
    # Of a row.
    "conflict": N_("Another row with other values was delivered before under the same id."),
}


def message(code: str, params: Mapping[str, object] | None = None) -> str:
    """The English sentence of a code. A code that nobody wrote a sentence for speaks for itself."""
    template = MESSAGES.get(code, code)
    try:
        return template % params if params else template
    except (KeyError, TypeError, ValueError):
        return template
