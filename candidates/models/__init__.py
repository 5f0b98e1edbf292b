from candidates.models.ballot import BallotOption, OptionKind
from candidates.models.casework import AuthorityRequest, Deposit, DepositOutcome, Fault, Signature, SignatureSheet
from candidates.models.documents import DocumentKind, DocumentVersion, Submission, SubmissionKind
from candidates.models.nomination import Channel, Nomination, Sex, Way
from candidates.models.proxies import NonAcceptance, Proxy, ProxyEnd
from candidates.models.verification import Appeal, AppealOutcome, Check, CheckResult, Deficiency, Ground, Paper, last_round

__all__ = [
    "Appeal",
    "AppealOutcome",
    "AuthorityRequest",
    "BallotOption",
    "Channel",
    "Check",
    "CheckResult",
    "Deficiency",
    "Deposit",
    "DepositOutcome",
    "DocumentKind",
    "DocumentVersion",
    "Fault",
    "Ground",
    "Nomination",
    "NonAcceptance",
    "OptionKind",
    "Paper",
    "Proxy",
    "ProxyEnd",
    "Sex",
    "Signature",
    "SignatureSheet",
    "Submission",
    "SubmissionKind",
    "Way",
    "last_round",
]
