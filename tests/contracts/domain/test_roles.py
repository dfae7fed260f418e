"""Who may do what, as the design's table says it (DESIGN.md 6)."""

from __future__ import annotations

import pytest

from contracts.domain import roles

COLUMNS = (
    "buyer_manager", "buyer_finance", "buyer_admin", "buyer_signatory",
    "vendor_lead", "vendor_agent_manager", "vendor_finance", "vendor_admin", "vendor_signatory", "auditor",
)  # fmt: skip
TABLE = {
    roles.READ: "xxxxxxxxxx",
    roles.READ_SCORECARDS: "xxxxxxxxxx",
    roles.READ_STATEMENTS: "xxxxx.xxxx",
    roles.SEE_DELIVERIES: "x.x.xx.x..",
    roles.UPLOAD: "x.x.xx.x..",
    roles.SEE_AGENTS: "....xx.x..",
    roles.DRAFT_VERSIONS: "..xxx..xx.",
    roles.SIGN: "...x....x.",
    roles.INCIDENTS: "x.xxx..xx.",
    roles.CONFIRM: "xxxxx.xxx.",
    roles.MANAGE_USERS: "..x....x..",
    roles.EXPORT: "xxxxx.xxxx",
    roles.AUDIT: "..xx...xxx",
}


@pytest.mark.parametrize("right", sorted(TABLE))
def test_a_right_is_held_by_the_roles_of_its_row(right: str) -> None:
    held = "".join("x" if right in roles.RIGHTS[role] else "." for role in COLUMNS)
    assert held == TABLE[right]


def test_the_table_knows_every_role_and_right() -> None:
    assert set(COLUMNS) == set(roles.RIGHTS) == set(roles.LABELS)
    assert set(TABLE) == {right for rights in roles.RIGHTS.values() for right in rights}
    assert set(roles.BUYER_ROLES + roles.VENDOR_ROLES + roles.BOTH_SIDES_ROLES) == set(roles.RIGHTS)


def test_a_role_counts_on_its_own_side_and_an_auditors_on_both() -> None:
    assert roles.roles_with(roles.SIGN, "buyer") == ("buyer_signatory",)
    assert roles.roles_with(roles.SIGN, "vendor") == ("vendor_signatory",)
    assert "auditor" in roles.roles_with(roles.READ, "buyer")
    assert "auditor" in roles.roles_with(roles.READ, "vendor")
    assert roles.roles_with(roles.SEE_AGENTS, "buyer") == ()


def test_a_scope_gives_its_own_right_only() -> None:
    assert roles.scope_allows(["read:deliveries"], roles.SEE_DELIVERIES)
    assert not roles.scope_allows(["read:deliveries"], roles.UPLOAD)
    assert not roles.scope_allows(["read:everything", ""], roles.READ)
    assert not roles.scope_allows([], roles.READ)
