"""manage.py create_token NAME --contract KEY --scope read:scorecards [--organisation NUMBER] [--days 365]"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.domain.errors import DomainError
from contracts.domain.roles import SCOPES
from contracts.selectors import contract_by_key
from contracts.services.organisations import organisation_by_number
from contracts.services.token_create import CreatedToken, token_create


class Command(BaseCommand):
    """Make a token for a program of one of a contract's parties, and print it this once."""

    help = "Make a token for a program of one of a contract's parties, and print it this once."
    requires_system_checks = ()  # the addresses of pages and their code are not needed here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the program is called, for example dashboard")
        parser.add_argument("--contract", required=True, metavar="KEY")
        parser.add_argument("--scope", action="append", required=True, help=f"repeat for several: {', '.join(SCOPES)}")
        parser.add_argument("--organisation", metavar="NUMBER", help="the party; the contract's buyer unless given")
        parser.add_argument("--days", type=int, default=365, help="how long it is valid (365)")
        parser.add_argument("--json", action="store_true", help="print JSON instead of the token alone")

    def handle(self, *, json: bool, **options: Any) -> None:
        """The token stands alone on standard output, to be caught; what it is for goes to standard error."""
        try:
            made = _create(**options)
        except DomainError as error:
            raise CommandError(error.message(), returncode=1) from None
        if json:
            self.stdout.write(_document(made))
            return
        token = made.token
        self.stderr.write(
            f"{token.client} may {', '.join(token.scopes)} on {token.contract} until {token.expiry:%Y-%m-%d}. "
            "The token is shown only now:"
        )
        self.stdout.write(made.secret)


def _create(
    *, name: str, contract: str, scope: list[str], organisation: str | None, days: int, **_: Any
) -> CreatedToken:
    party = organisation_by_number(organisation) if organisation else None
    return token_create(
        contract=contract_by_key(contract), name=name, scopes=tuple(scope), organisation=party, days=days
    )


def _document(made: CreatedToken) -> str:
    token = made.token
    document = {
        "token": made.secret,
        "client": token.client.public_id,
        "contract": token.contract.key,
        "organisation": token.client.organisation.organisation_number,
        "scopes": token.scopes,
        "expires_at": token.expiry.isoformat(),
    }
    return json.dumps(document, ensure_ascii=False)
