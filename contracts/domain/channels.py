"""The channels in which a customer makes contact, in the order in which pages list them."""

from __future__ import annotations

from contracts.domain.errors import N_

CHANNELS: tuple[str, ...] = ("phone", "chat", "email", "message", "other")

LABELS: dict[str, str] = {
    "phone": N_("Phone"),
    "chat": N_("Chat"),
    "email": N_("E-mail"),
    "message": N_("Message"),
    "other": N_("Other"),
}
