"""Who may log in to the demo."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "fjord-og-nordlys"  # noqa: S105 the demo's own, for a server that only this machine reaches


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the example; everyone has the same password."""

    username: str
    name: str
    role: str
    organisation_number: str
    shown_as: str


ACCOUNTS = (
    Account("buyer", "Berit Kjøper", "buyer_manager", "999000111", "buyer manager, Nordlys Mobil"),
    Account("vendor", "Vidar Leder", "vendor_lead", "999000222", "vendor lead, Fjord Partner"),
    Account("rival", "Rune Leder", "vendor_lead", "999000555", "vendor lead, Bre Kundesenter (the partner before)"),
    Account("outsider", "Una Utenfor", "buyer_manager", "999000333", "manager of another buyer, Havbris Strøm"),
)


def welcome(port: int) -> str:
    """The address and the log-ins, for the screen."""
    rows = "\n".join(f"    {account.username:<9} {PASSWORD}   {account.shown_as}" for account in ACCOUNTS)
    return f"\n  The portal is at http://127.0.0.1:{port}/\n\n  Log in as\n{rows}\n\n  Ctrl-C stops everything.\n"
