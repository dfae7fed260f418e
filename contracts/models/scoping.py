"""Opaque ids and managers that refuse to answer without a contract (DESIGN.md 6)."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.db import models

from contracts.domain.errors import UnscopedQuery

if TYPE_CHECKING:
    from contracts.models.agreements import Contract

Row = TypeVar("Row", bound=models.Model, covariant=True)
_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 16


def make_public_id(prefix: str) -> str:
    """An id that tells nothing and cannot be guessed (95 bits), for example d_7Qx0aB…"""
    return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


class ScopedManager(models.Manager[Row]):
    """Gives rows only when told whose: `Model.objects.within(contract)`. Everything else raises UnscopedQuery."""

    def within(self, contract: Contract | models.QuerySet[Contract] | int) -> models.QuerySet[Row]:
        """Rows of one contract, or of the contracts in a queryset that came from contracts.selectors."""
        rows = super().get_queryset()
        if isinstance(contract, models.QuerySet):
            return rows.filter(contract__in=contract)
        return rows.filter(contract=contract)

    def create(self, **values: Any) -> Row:
        """A new row: it names its contract, so nobody else's rows are touched."""
        return super().get_queryset().create(**values)

    def get_queryset(self) -> NoReturn:
        message = f"{self.model.__name__}.objects needs .within(contract); all_rows is for admin and related access"
        raise UnscopedQuery(message)


class ContractRow(models.Model):
    """Base of every table below Contract: carries contract_id and the two managers."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")

    all_rows = models.Manager()
    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "all_rows"
        default_manager_name = "all_rows"
