"""Who may do what: roles, actions, and the one matrix. Pure: no database, no request.

Views, the desk, templates, services and tests all ask `can`. Which roles a person holds in a case is looked up by
`commission.selectors.roles_of`; whether a case may be seen at all (404 for strangers) by `visible_to`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    REGISTRAR = "registrar"
    CLERK = "clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    RECORDER = "recorder"  # brings a published record into the portal; nothing in a live election
    SUPERIOR = "superior"  # staff of a commission above: watches, and may annul a decision
    CANDIDATE = "candidate"  # the person of the case
    PROXY = "proxy"  # the candidate's registered proxy
    SYSTEM = "system"  # the timetable itself, when a term runs out
    STRANGER = "stranger"  # anybody else, signed in or not


ROLE_LABELS: dict[Role, Any] = {
    Role.CHAIR: _("Chair"),
    Role.DEPUTY: _("Deputy chair"),
    Role.SECRETARY: _("Secretary"),
    Role.MEMBER: _("Member"),
    Role.REGISTRAR: _("Registrar"),
    Role.CLERK: _("Clerk"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.RECORDER: _("Recorder of a published record"),
    Role.SUPERIOR: _("Superior commission"),
    Role.CANDIDATE: _("Candidate"),
    Role.PROXY: _("Proxy"),
    Role.SYSTEM: _("Timetable"),
    Role.STRANGER: _("Anybody else"),
}

# Roles that a membership in a commission gives. The other roles follow from the case itself.
STAFF_ROLES = (
    Role.CHAIR,
    Role.DEPUTY,
    Role.SECRETARY,
    Role.MEMBER,
    Role.REGISTRAR,
    Role.CLERK,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.RECORDER,
)
# Who of a commission watches the ones below it: those who decide there and who audit, not their clerks.
WATCHING_ROLES = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.MEMBER, Role.AUDITOR)
# Members vote; the officers are members too (CL art. 10, 20).
VOTING_ROLES = (Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.MEMBER)


class Action(StrEnum):
    # commission
    FOUND_COMMISSION = "found_commission"
    APPOINT = "appoint"
    DISMISS = "dismiss"
    CALL_ELECTION = "call_election"
    ADOPT_TIMETABLE = "adopt_timetable"
    TAKE_DECISION = "take_decision"
    SERVE_DECISION = "serve_decision"
    ANNUL_DECISION = "annul_decision"
    CONVENE_SESSION = "convene_session"
    RUN_SESSION = "run_session"  # presence, votes, the end
    RECORD_OUTAGE = "record_outage"
    RECORD_AS_PUBLISHED = "record_as_published"
    # candidates: by which door, then the steps
    FILE_OWN = "file_own"  # on the portal, for oneself
    FILE_ON_PAPER = "file_on_paper"  # for a person who came to the commission
    START = "start"
    EDIT = "edit"
    PROVIDE_PAPER = "provide_paper"
    DISCARD = "discard"
    SUBMIT = "submit"
    TAKE = "take"
    RECORD_CHECK = "record_check"
    NOTE_DEFICIENCY = "note_deficiency"
    REQUEST_CORRECTION = "request_correction"
    ANSWER_DEFICIENCY = "answer_deficiency"
    RESUBMIT = "resubmit"
    CLOSE_CORRECTION = "close_correction"
    CONCLUDE_VERIFICATION = "conclude_verification"
    FINISH = "finish"
    SEND_BACK = "send_back"
    REGISTER = "register"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    RECALL = "recall"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    LAPSE = "lapse"
    RECORD_APPEAL = "record_appeal"
    APPROVE_BALLOT = "approve_ballot"
    # casework
    DOWNLOAD_PAPER = "download_paper"
    SEND_REQUEST = "send_request"  # a letter to an authority
    RECORD_REPLY = "record_reply"
    ISSUE_SHEETS = "issue_sheets"
    RECEIVE_SHEETS = "receive_sheets"
    CHECK_SIGNATURES = "check_signatures"
    RECORD_DEPOSIT = "record_deposit"
    CONFIRM_DEPOSIT = "confirm_deposit"
    SETTLE_DEPOSIT = "settle_deposit"
    ISSUE_CERTIFICATE = "issue_certificate"
    PROPOSE_PROXY = "propose_proxy"
    REGISTER_PROXY = "register_proxy"
    END_PROXY = "end_proxy"
    NOTE_NON_ACCEPTANCE = "note_non_acceptance"
    SEND_RECEIPT = "send_receipt"
    # stations
    KEEP_STATIONS = "keep_stations"
    # results
    RECEIVE_PROTOCOL = "receive_protocol"
    ENTER_PROTOCOL = "enter_protocol"
    RESOLVE_PROTOCOL = "resolve_protocol"
    ACCEPT_PROTOCOLS = "accept_protocols"
    DETERMINE = "determine"
    PUBLISH = "publish"
    REGISTER_ELECTED = "register_elected"
    # reading
    OPEN_DESK = "open_desk"
    VIEW_CASES = "view_cases"
    VIEW_PERSONAL_DATA = "view_personal_data"
    VIEW_PROTOCOLS = "view_protocols"
    VIEW_AUDIT = "view_audit"
    VIEW_ACCOUNTS = "view_accounts"


R = Role
_OFFICERS = {R.CHAIR, R.DEPUTY}
_SECRETARIAT = {R.SECRETARY}
_CASE_WORKERS = {R.CHAIR, R.DEPUTY, R.SECRETARY, R.REGISTRAR}
_APPLICANT = {R.CANDIDATE, R.PROXY}

MATRIX: dict[Action, frozenset[Role]] = {
    action: frozenset(roles)
    for action, roles in {
        Action.FOUND_COMMISSION: {R.SUPERIOR, R.SYSTEM},
        Action.APPOINT: {R.ADMINISTRATOR, R.SYSTEM},
        Action.DISMISS: {R.ADMINISTRATOR, R.SYSTEM},
        Action.CALL_ELECTION: {R.CHAIR, R.SECRETARY},
        Action.ADOPT_TIMETABLE: {R.CHAIR, R.SECRETARY},
        Action.TAKE_DECISION: {R.CHAIR, R.SECRETARY},
        Action.SERVE_DECISION: _SECRETARIAT,
        Action.ANNUL_DECISION: {R.SUPERIOR},
        Action.CONVENE_SESSION: {R.CHAIR, R.SECRETARY},
        Action.RUN_SESSION: {R.CHAIR, R.SECRETARY},
        Action.RECORD_OUTAGE: _SECRETARIAT,
        Action.RECORD_AS_PUBLISHED: {R.RECORDER},
        Action.FILE_OWN: {R.CANDIDATE},
        Action.FILE_ON_PAPER: _SECRETARIAT,
        Action.START: _APPLICANT | _SECRETARIAT,
        Action.EDIT: _APPLICANT | _SECRETARIAT,
        Action.PROVIDE_PAPER: _APPLICANT | _SECRETARIAT,
        Action.DOWNLOAD_PAPER: _CASE_WORKERS | _APPLICANT,
        Action.DISCARD: {R.CANDIDATE} | _SECRETARIAT,
        Action.SUBMIT: {R.CANDIDATE} | _SECRETARIAT,
        Action.TAKE: {R.REGISTRAR},
        Action.SEND_REQUEST: {R.REGISTRAR},
        Action.RECORD_REPLY: {R.REGISTRAR, R.SECRETARY},
        Action.ISSUE_SHEETS: {R.REGISTRAR, R.SECRETARY},
        Action.RECEIVE_SHEETS: {R.REGISTRAR, R.SECRETARY},
        Action.CHECK_SIGNATURES: {R.REGISTRAR},
        Action.RECORD_DEPOSIT: {R.REGISTRAR, R.SECRETARY},
        # four eyes: the service refuses the person who recorded the payment
        Action.CONFIRM_DEPOSIT: {R.REGISTRAR, R.DEPUTY},
        Action.SETTLE_DEPOSIT: _SECRETARIAT,
        Action.RECORD_CHECK: {R.REGISTRAR},
        Action.NOTE_DEFICIENCY: {R.REGISTRAR},
        Action.REQUEST_CORRECTION: {R.REGISTRAR},
        Action.ANSWER_DEFICIENCY: _APPLICANT | _SECRETARIAT,
        Action.RESUBMIT: {R.CANDIDATE} | _SECRETARIAT,
        Action.CLOSE_CORRECTION: {R.CANDIDATE, R.SYSTEM},
        Action.CONCLUDE_VERIFICATION: {R.REGISTRAR},
        # four eyes: the service refuses the person who concluded the verification
        Action.FINISH: {R.REGISTRAR, R.SECRETARY, R.DEPUTY},
        Action.SEND_BACK: {R.CHAIR},
        Action.REGISTER: {R.CHAIR, R.SECRETARY},
        Action.REFUSE: {R.CHAIR, R.SECRETARY},
        Action.WITHDRAW: {R.CANDIDATE} | _SECRETARIAT,
        Action.RECALL: _SECRETARIAT,
        Action.CANCEL: {R.CHAIR, R.SECRETARY},
        Action.REINSTATE: _SECRETARIAT,
        Action.LAPSE: {R.SYSTEM},
        Action.RECORD_APPEAL: _SECRETARIAT,
        Action.APPROVE_BALLOT: {R.CHAIR, R.SECRETARY},
        Action.ISSUE_CERTIFICATE: _SECRETARIAT,
        Action.PROPOSE_PROXY: {R.CANDIDATE} | _SECRETARIAT,
        Action.REGISTER_PROXY: _SECRETARIAT,
        Action.END_PROXY: {R.CANDIDATE} | _SECRETARIAT,
        Action.NOTE_NON_ACCEPTANCE: {R.SECRETARY, R.REGISTRAR},
        Action.SEND_RECEIPT: {R.SYSTEM},
        Action.KEEP_STATIONS: _SECRETARIAT,
        Action.RECEIVE_PROTOCOL: {R.SECRETARY, R.CLERK},
        Action.ENTER_PROTOCOL: {R.CLERK},
        Action.RESOLVE_PROTOCOL: {R.SECRETARY, R.DEPUTY},
        Action.ACCEPT_PROTOCOLS: {R.CHAIR, R.SECRETARY},
        Action.DETERMINE: {R.CHAIR, R.SECRETARY},
        Action.PUBLISH: {R.CHAIR, R.SECRETARY},
        Action.REGISTER_ELECTED: {R.CHAIR, R.SECRETARY},
        Action.OPEN_DESK: {*STAFF_ROLES, R.SUPERIOR} - {R.RECORDER},
        Action.VIEW_CASES: _CASE_WORKERS | {R.MEMBER, R.AUDITOR, R.SUPERIOR},
        Action.VIEW_PERSONAL_DATA: _CASE_WORKERS | _APPLICANT,
        Action.VIEW_PROTOCOLS: {R.CHAIR, R.DEPUTY, R.SECRETARY, R.MEMBER, R.CLERK, R.AUDITOR, R.SUPERIOR},
        Action.VIEW_AUDIT: {R.CHAIR, R.SECRETARY, R.AUDITOR, R.SUPERIOR},
        Action.VIEW_ACCOUNTS: {R.ADMINISTRATOR, R.AUDITOR},
    }.items()
}


class System:
    """The actor of what time itself does: lapsing drafts, closing corrections. Has no account."""

    pk = None
    is_authenticated = True


SYSTEM = System()


@dataclass(frozen=True)
class Verdict:
    """The answer of the matrix: `ok`, the role that gave it, and the reason for a person when it is no."""

    ok: bool
    role: Role | None = None
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.ok


def can(roles: frozenset[Role], action: Action) -> Verdict:
    """May somebody who holds `roles` in this case do `action`? The first role in the order of `Role` answers."""
    granted = MATRIX[action]
    for role in Role:
        if role in roles and role in granted:
            return Verdict(True, role)
    return Verdict(False, None, _("Your role does not include this step."))
