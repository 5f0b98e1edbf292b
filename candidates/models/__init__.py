from candidates.models.ballot import BallotOption, OptionKind
from candidates.models.nomination import Channel, Nomination, Proxy, Way
from candidates.models.verification import Appeal, AppealOutcome, Check, CheckResult, Deficiency, Ground, Paper

__all__ = [
    "Appeal",
    "AppealOutcome",
    "BallotOption",
    "Channel",
    "Check",
    "CheckResult",
    "Deficiency",
    "Ground",
    "Nomination",
    "OptionKind",
    "Paper",
    "Proxy",
    "Way",
]
