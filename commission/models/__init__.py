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
from commission.models.file import MediaType, StoredFile
from commission.models.outage import Outage
from commission.models.reminder import MessageState, Offset, OutgoingMessage, Reminder, ReminderState, Tick, Why
from commission.models.session import AgendaItem, Attendance, MemberVote, Session, VoteChoice
from commission.models.user import Membership, User

__all__ = [
    "AgendaItem",
    "Attendance",
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
    "MediaType",
    "MemberVote",
    "Membership",
    "MessageState",
    "Offset",
    "Origin",
    "Outage",
    "OutgoingMessage",
    "Precision",
    "Record",
    "Reminder",
    "ReminderState",
    "Session",
    "Standing",
    "StoredFile",
    "Tick",
    "TimetableEntry",
    "User",
    "VoteChoice",
    "Why",
]
