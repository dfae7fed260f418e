"""Tables of what happened."""

from metrics.models.deliveries import Delivery, DeliveryState, RejectedRow, SourceProfile
from metrics.models.figures import DailyFigure, FigureSet, MonthlyFigure
from metrics.models.months import ContractMonth, ContractMonthDelivery, JobLease, MergeLease, Part, WorkerBeat
from metrics.models.scorecards import ScorecardDraft, ScorecardState, ScorecardVersion

__all__ = [
    "ContractMonth",
    "ContractMonthDelivery",
    "DailyFigure",
    "Delivery",
    "DeliveryState",
    "FigureSet",
    "JobLease",
    "MergeLease",
    "MonthlyFigure",
    "Part",
    "RejectedRow",
    "ScorecardDraft",
    "ScorecardState",
    "ScorecardVersion",
    "SourceProfile",
    "WorkerBeat",
]
