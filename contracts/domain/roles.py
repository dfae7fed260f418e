"""Roles and what each may do, as data (DESIGN.md 6). Nothing else decides a right."""

from __future__ import annotations

from contracts.domain.errors import N_

# Rights. A right is asked for by name; a role that does not list it does not have it.
READ = "read"  # contract, scorecards
READ_STATEMENTS = "read_statements"
UPLOAD = "upload"  # upload, see deliveries and rejected rows
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

RIGHTS: dict[str, frozenset[str]] = {
    "buyer_manager": frozenset({READ, READ_STATEMENTS, UPLOAD, INCIDENTS, CONFIRM, EXPORT}),
    "buyer_finance": frozenset({READ, READ_STATEMENTS, CONFIRM, EXPORT}),
    "buyer_admin": frozenset(
        {READ, READ_STATEMENTS, UPLOAD, DRAFT_VERSIONS, INCIDENTS, CONFIRM, MANAGE_USERS, EXPORT, AUDIT}
    ),
    "buyer_signatory": frozenset({READ, READ_STATEMENTS, DRAFT_VERSIONS, SIGN, INCIDENTS, CONFIRM, EXPORT, AUDIT}),
    "vendor_lead": frozenset(
        {READ, READ_STATEMENTS, UPLOAD, SEE_AGENTS, DRAFT_VERSIONS, INCIDENTS, CONFIRM, EXPORT}
    ),
    "vendor_agent_manager": frozenset({READ, UPLOAD, SEE_AGENTS}),
    "vendor_finance": frozenset({READ, READ_STATEMENTS, CONFIRM, EXPORT}),
    "vendor_admin": frozenset(
        {READ, READ_STATEMENTS, UPLOAD, DRAFT_VERSIONS, INCIDENTS, CONFIRM, MANAGE_USERS, EXPORT, AUDIT}
    ),
    "vendor_signatory": frozenset({READ, READ_STATEMENTS, DRAFT_VERSIONS, SIGN, INCIDENTS, CONFIRM, EXPORT, AUDIT}),
    "auditor": frozenset({READ, READ_STATEMENTS, EXPORT, AUDIT}),
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

# What a token may carry, and the right that its organisation's side needs for it.
SCOPES: tuple[str, ...] = ("read:contracts", "read:scorecards", "read:deliveries", "write:deliveries")
