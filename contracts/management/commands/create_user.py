"""manage.py create_user NAME --email ADDRESS [--role R --organisation NUMBER] [--operator]"""

from __future__ import annotations

import getpass
import secrets
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from contracts.domain.errors import DomainError
from contracts.domain.roles import RIGHTS
from contracts.models import User
from contracts.services.organisations import organisation_by_number
from contracts.services.users import membership_add, user_create


class Command(BaseCommand):
    """Make a person who may log in, with a role in an organisation."""

    help = "Make a person who may log in, with a role in an organisation."
    requires_system_checks = ()  # the addresses of pages and their code are not needed here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="how the person is named on pages")
        parser.add_argument("--role", choices=sorted(RIGHTS))
        parser.add_argument("--organisation", metavar="NUMBER", help="where the role is held")
        parser.add_argument("--operator", action="store_true", help="runs the installation and sees no tenant's data")
        parser.add_argument("--ask", action="store_true", help="type the password; without it one is drawn and shown")

    def handle(self, *, ask: bool, role: str | None, organisation: str | None, **options: Any) -> None:
        """Exit 0 made, 1 refused, 2 wrong use."""
        if (role is None) != (organisation is None):
            raise CommandError("--role and --organisation go together.", returncode=2)
        password = getpass.getpass("Password: ", sys.stderr) if ask else secrets.token_urlsafe(12)
        try:
            user = _make(password, role, organisation, **options)
        except DomainError as error:
            raise CommandError(error.message(), returncode=1) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=1) from None
        self.stderr.write(f"{user.username} may log in." + ("" if ask else " The password is shown only now:"))
        if not ask:
            self.stdout.write(password)


@transaction.atomic
def _make(
    password: str,
    role: str | None,
    organisation: str | None,
    *,
    username: str,
    email: str,
    name: str,
    operator: bool,
    **_: Any,
) -> User:
    """The person and the role, both or neither."""
    validate_email(email)
    validate_password(password, User(username=username, email=email, name=name))
    user = user_create(username=username, email=email, password=password, name=name, is_operator=operator)
    if role is not None and organisation is not None:
        membership_add(user=user, organisation=organisation_by_number(organisation), role=role)
    return user
