"""Errors have a code, an English sentence with its values, and a status."""

from __future__ import annotations

import pytest

from contracts.domain.errors import N_, DomainError, NoSuchContract, NotAllowed, NoTerms, NotVisible


@pytest.mark.parametrize(
    ("error", "code", "status", "message"),
    [
        (DomainError(), "invalid", 400, "This cannot be done."),
        (NotVisible(), "not_found", 404, "There is nothing here."),
        (NotAllowed(), "not_allowed", 403, "You may not do this."),
        (NoSuchContract(key="x"), "no_such_contract", 404, "There is no contract “x”."),
        (NoTerms(key="x", month="2026-10"), "no_terms", 404, "Contract x has no approved terms for 2026-10."),
    ],
)
def test_an_error_speaks_for_itself(error: DomainError, code: str, status: int, message: str) -> None:
    assert (error.code, error.status, str(error), error.message()) == (code, status, message, message)


def test_marking_a_text_leaves_it_as_it_is() -> None:
    assert N_("x") == "x"
