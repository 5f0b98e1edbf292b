"""What is left to do of the nominations of an election, by the entry of the timetable that it belongs to."""

from candidates.models import Appeal, AppealOutcome, Check, CheckResult, Deposit
from candidates.states import BEFORE_THE_END, State
from commission.models import Election
from commission.services import work
from commission.services.work import Work

TO_VERIFY = (State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED)
TO_DECIDE = tuple(sorted(BEFORE_THE_END - {State.REGISTERED}))


def of_nominations(election: Election) -> dict[str, Work]:
    """Cases, checks, certificates, appeals and deposits that somebody still has to settle."""
    cases = election.nominations
    pending = Check.objects.filter(nomination__election=election, result=CheckResult.PENDING)
    before = pending.filter(nomination__state__in=TO_DECIDE)
    deposits = Deposit.objects.filter(nomination__election=election, confirmed_at__isnull=False, outcome="")
    appeals = Appeal.objects.filter(nomination__election=election, outcome=AppealOutcome.PENDING)
    return {
        "requirements_check": Work(cases.filter(state__in=TO_VERIFY).count()),
        "signature_check": Work(before.filter(code="signatures").count()),
        "deposit": Work(before.filter(code="deposit").count()),
        "registration": Work(cases.filter(state__in=TO_DECIDE).count()),
        "certificates": Work(cases.filter(state=State.REGISTERED, certificate_issued_at__isnull=True).count()),
        "appeals": Work(appeals.count()),
        "checks_after_registration": Work(pending.filter(nomination__state=State.REGISTERED, after_registration=True).count()),
        "deposit_refunds": Work(deposits.count()),
    }


def make_known() -> None:
    """Called once, when the app is ready."""
    work.tell(of_nominations)
