"""The frame around every page: where one can go from here, and who one is."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext

from contracts.domain.roles import LABELS, SEE_DELIVERIES
from contracts.models import Contract, User
from contracts.selectors import may, roles_held_by

register = template.Library()


@register.inclusion_tag("components/_navigation.html", takes_context=True)
def navigation(context: dict[str, Any], contract: Contract | str | None = None, current: str = "") -> dict[str, Any]:
    """Links to the pages that the reader may open; `current` names the one that is shown."""
    user: User | AnonymousUser = context["request"].user
    contract = contract or None  # a page without one: Django gives the empty text for what is not there
    # A page without a contract leaves the variable out, and the template gives an empty text.
    sees_deliveries = isinstance(contract, Contract) and may(user, SEE_DELIVERIES, contract)
    return {"contract": contract or None, "current": current, "sees_deliveries": sees_deliveries}


@register.inclusion_tag("components/_signed_in.html", takes_context=True)
def signed_in(context: dict[str, Any]) -> dict[str, Any]:
    """Who is signed in, with organisation and role."""
    user: User | AnonymousUser = context["request"].user
    held = [
        {"organisation": membership.organisation.name, "role": gettext(LABELS.get(membership.role, membership.role))}
        for membership in roles_held_by(user)
    ]
    return {"user": user, "held": held, "is_operator": user.is_authenticated and user.is_staff}
