"""The states of a nomination, their two labels each, and the groups of states that rules speak of. Pure."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_VERIFICATION = "under_verification"
    CORRECTION_REQUESTED = "correction_requested"
    READY_FOR_DECISION = "ready_for_decision"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


# What staff read, and what the candidate and the public read.
STAFF_LABELS: dict[State, Any] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Submitted, not taken yet"),
    State.UNDER_VERIFICATION: _("Under verification"),
    State.CORRECTION_REQUESTED: _("Waits for correction"),
    State.READY_FOR_DECISION: _("Ready for decision"),
    State.REGISTERED: _("Registered"),
    State.REFUSED: _("Refused"),
    State.WITHDRAWN: _("Withdrawn"),
    State.CANCELLED: _("Registration cancelled"),
    State.LAPSED: _("Lapsed"),
}
PUBLIC_LABELS: dict[State, Any] = {
    State.DRAFT: _("Not handed in"),
    State.SUBMITTED: _("Papers received"),
    State.UNDER_VERIFICATION: _("Papers are being checked"),
    State.CORRECTION_REQUESTED: _("Papers are being corrected"),
    State.READY_FOR_DECISION: _("Waits for the commission's decision"),
    State.REGISTERED: _("Registered candidate"),
    State.REFUSED: _("Registration refused"),
    State.WITHDRAWN: _("Withdrew"),
    State.CANCELLED: _("Registration cancelled"),
    State.LAPSED: _("Not handed in in time"),
}

# States in which a person stands in the way of a second nomination at the same election.
LIVE = frozenset(
    {State.DRAFT, State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION, State.REGISTERED}
)
BEFORE_THE_END = frozenset(
    {State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION, State.REGISTERED}
)
# Papers of these states are the applicant's own business; the public sees a nomination from its receipt on.
PUBLIC = frozenset(State) - {State.DRAFT, State.LAPSED}
