from commission.models.audit import AuditChain, AuditEvent
from commission.models.base import Localized, Precision, Record
from commission.models.commission import Commission, Level
from commission.models.decision import Decision, DecisionKind
from commission.models.election import (
    Election,
    ElectionState,
    EntryStanding,
    FigureSource,
    Ground,
    Origin,
    Standing,
    TimetableEntry,
)
from commission.models.user import Membership, User

__all__ = [
    "AuditChain",
    "AuditEvent",
    "Commission",
    "Decision",
    "DecisionKind",
    "Election",
    "ElectionState",
    "EntryStanding",
    "FigureSource",
    "Ground",
    "Level",
    "Localized",
    "Membership",
    "Origin",
    "Precision",
    "Record",
    "Standing",
    "TimetableEntry",
    "User",
]
