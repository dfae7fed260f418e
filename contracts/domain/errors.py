"""Errors of the trade: each has a stable code, an English sentence and the values that fill it.

The sentence is marked with N_ so that makemessages finds it; only templates, views, serializers and mails
translate it. Nothing here knows Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


def N_(text: str) -> str:
    """Mark an English text for translation and give it back unchanged."""
    return text


class DomainError(Exception):
    """A rule was broken in a way that a person can act on.

    `code` is stable and part of the API, `text` is an English template with named values,
    `params` fills it. `status` is the HTTP status that an entrance answers with.
    """

    code: str = "invalid"
    text: str = N_("This cannot be done.")
    status: ClassVar[int] = 400

    def __init__(self, **params: object) -> None:
        self.params: Mapping[str, object] = params
        super().__init__(self.message())

    def message(self) -> str:
        """The English sentence with its values filled in."""
        return self.text % self.params if self.params else self.text


class ContractError(DomainError):
    """Something about a contract, its versions or its parties."""

    code = "contract_invalid"


class UnscopedQuery(RuntimeError):
    """Code asked for rows of contracts without saying whose: a programming error, never a user's."""


class NotVisible(DomainError):
    """There is nothing under this name for this actor: the same answer for foreign and missing."""

    code = "not_found"
    text = N_("There is nothing here.")
    status = 404


class NotAllowed(DomainError):
    """The actor sees the thing but may not do this with it."""

    code = "not_allowed"
    text = N_("You may not do this.")
    status = 403


class NoSuchContract(ContractError):
    """An operator named a contract that is not there."""

    code = "no_such_contract"
    text = N_("There is no contract “%(key)s”.")
    status = 404


class NoTerms(ContractError):
    """No approved version of the contract covers the month."""

    code = "no_terms"
    text = N_("Contract %(key)s has no approved terms for %(month)s.")
    status = 404
