"""Tables of what was agreed and who takes part."""

from contracts.models.agreements import Brand, Contract, ContractVersion
from contracts.models.audit import AuditEvent
from contracts.models.parties import ApiClient, ApiToken, Membership, Organisation, User
from contracts.models.prices import CommissionRule, PriceLine
from contracts.models.targets import TargetBand

__all__ = [
    "ApiClient",
    "ApiToken",
    "AuditEvent",
    "Brand",
    "CommissionRule",
    "Contract",
    "ContractVersion",
    "Membership",
    "Organisation",
    "PriceLine",
    "TargetBand",
    "User",
]
