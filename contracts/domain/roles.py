"""Roles and what each may do, as data (DESIGN.md 6). Nothing else decides a right."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.domain.errors import N_

# Rights. A right is asked for by name; a role that does not list it does not have it.
READ = "read"  # the contract and its terms
READ_SCORECARDS = "read_scorecards"
READ_STATEMENTS = "read_statements"
SEE_DELIVERIES = "see_deliveries"  # deliveries and their rejected rows
UPLOAD = "upload"  # send deliveries
SEE_AGENTS = "see_agents"
DRAFT_VERSIONS = "draft_versions"
SIGN = "sign"
INCIDENTS = "incidents"
CONFIRM = "confirm"
MANAGE_USERS = "manage_users"
EXPORT = "export"
AUDIT = "audit"

BUYER_ROLES = ("buyer_manager", "buyer_finance", "buyer_admin", "buyer_signatory")
VENDOR_ROLES = ("vendor_lead", "vendor_agent_manager", "vendor_finance", "vendor_admin", "vendor_signatory")
BOTH_SIDES_ROLES = ("auditor",)

# Everyone reads the contract and its scorecards; who may upload also sees what became of it.
_ALL = frozenset({READ, READ_SCORECARDS})
_DELIVERIES = frozenset({SEE_DELIVERIES, UPLOAD})
_FINANCE = _ALL | {READ_STATEMENTS, CONFIRM, EXPORT}
_ADMIN = _FINANCE | _DELIVERIES | {DRAFT_VERSIONS, INCIDENTS, MANAGE_USERS, AUDIT}
_SIGNATORY = _FINANCE | {DRAFT_VERSIONS, SIGN, INCIDENTS, AUDIT}

RIGHTS: dict[str, frozenset[str]] = {
    "buyer_manager": _FINANCE | _DELIVERIES | {INCIDENTS},
    "buyer_finance": _FINANCE,
    "buyer_admin": _ADMIN,
    "buyer_signatory": _SIGNATORY,
    "vendor_lead": _FINANCE | _DELIVERIES | {SEE_AGENTS, DRAFT_VERSIONS, INCIDENTS},
    "vendor_agent_manager": _ALL | _DELIVERIES | {SEE_AGENTS},
    "vendor_finance": _FINANCE,
    "vendor_admin": _ADMIN | {SEE_AGENTS},
    "vendor_signatory": _SIGNATORY,
    "auditor": _ALL | {READ_STATEMENTS, EXPORT, AUDIT},
}

LABELS: dict[str, str] = {
    "buyer_manager": N_("buyer manager"),
    "buyer_finance": N_("buyer finance"),
    "buyer_admin": N_("buyer administrator"),
    "buyer_signatory": N_("buyer signatory"),
    "vendor_lead": N_("vendor lead"),
    "vendor_agent_manager": N_("vendor agent manager"),
    "vendor_finance": N_("vendor finance"),
    "vendor_admin": N_("vendor administrator"),
    "vendor_signatory": N_("vendor signatory"),
    "auditor": N_("auditor"),
}

# What a token may carry: a scope gives one right, on the token's contract alone.
SCOPE_RIGHTS: dict[str, str] = {
    "read:contracts": READ,
    "read:scorecards": READ_SCORECARDS,
    "read:deliveries": SEE_DELIVERIES,
    "write:deliveries": UPLOAD,
}
SCOPES: tuple[str, ...] = tuple(SCOPE_RIGHTS)


def roles_with(right: str, side: str) -> tuple[str, ...]:
    """The roles that have a right when their organisation is that side ("buyer" or "vendor") of the contract."""
    roles = (BUYER_ROLES if side == "buyer" else VENDOR_ROLES) + BOTH_SIDES_ROLES
    return tuple(role for role in roles if right in RIGHTS[role])


def scope_allows(scopes: Iterable[str], right: str) -> bool:
    """Does one of a token's scopes give this right? An unknown scope gives nothing."""
    return any(SCOPE_RIGHTS.get(scope) == right for scope in scopes)
