"""Tables of what happened."""

from metrics.models.deliveries import Delivery, DeliveryState, RejectedRow, SourceProfile
from metrics.models.figures import (
    AgentFigure,
    DailyFigure,
    FigureSet,
    HandleTimeBin,
    HourFigure,
    MonthlyFigure,
    SaleFigure,
)
from metrics.models.incidents import Incident, IncidentOwner
from metrics.models.months import (
    ContractMonth,
    ContractMonthDelivery,
    JobLease,
    MergeLease,
    Part,
    Waiting,
    WorkerBeat,
)
from metrics.models.scorecards import ScorecardDraft, ScorecardState, ScorecardVersion

__all__ = [
    "AgentFigure",
    "ContractMonth",
    "ContractMonthDelivery",
    "DailyFigure",
    "Delivery",
    "DeliveryState",
    "FigureSet",
    "HandleTimeBin",
    "HourFigure",
    "Incident",
    "IncidentOwner",
    "JobLease",
    "MergeLease",
    "MonthlyFigure",
    "Part",
    "RejectedRow",
    "SaleFigure",
    "ScorecardDraft",
    "ScorecardState",
    "ScorecardVersion",
    "SourceProfile",
    "Waiting",
    "WorkerBeat",
]
