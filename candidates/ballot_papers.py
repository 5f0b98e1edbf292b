"""Papers of the ballot: its text as a draft and as approved, and the instruction to strike a name out."""

from datetime import datetime

from candidates.ballot_text import ballot_document, ballot_rows, in_ballot_order
from candidates.documents import person_of
from candidates.models import BallotOption, Nomination
from candidates.selectors import ballot_in_force
from candidates.services.ballot import comes_back
from candidates.services.certificates import cited
from candidates.workflow import State
from commission import letterhead
from commission.access import Role
from commission.letterhead import day_of, office
from commission.models import Decision, Election
from commission.pdf_documents import Ballot, Both, StrikeOutInstruction

# CEC rules of 19.09.2018: how a name that leaves after the approval is struck out of printed ballots
RULES = Both(
    "Орталық сайлау комиссиясының 2018 жылғы 19 қыркүйектегі № 16/209 қаулысымен бекітілген қағидалар",
    "Правила, утверждённые постановлением Центральной избирательной комиссии от 19 сентября 2018 года № 16/209",
)
WITHDREW = Both("Кандидат өз кандидатурасын алып тастады", "Кандидат снял свою кандидатуру")
RECALLED = Both("Саяси партия кандидатты ұсыну туралы шешімнің күшін жойды", "Политическая партия отменила решение о выдвижении кандидата")
CANCELLED = Both("Кандидатты тіркеу туралы шешімнің күші жойылды", "Решение о регистрации кандидата отменено")
NOT_BACK = Both("Тұлға кандидат ретінде қайта тіркелген жоқ", "Лицо не зарегистрировано кандидатом вновь")


def standing(election: Election) -> list[Nomination]:
    """Who would stand on a ballot that was approved today, in its order, whether or not it can be approved yet."""
    approved = ballot_in_force(election).exists()
    rows = election.nominations.order_by("pk")
    return in_ballot_order(n for n in rows if n.stage is State.REGISTERED or comes_back(n, ballot_approved=approved))


def draft(election: Election, at: datetime) -> Ballot:
    """The text as it would be today."""
    head = letterhead.head(election.home, document=f"{election.slug.upper()}-BD", made=at, election=election)
    return ballot_document(election, ballot_rows(standing(election)), head=head)


def approved(decision: Decision, at: datetime | None = None) -> Ballot:
    """The text as a decision approved it. Who left since stays on it: the instruction to strike out is a paper of its own."""
    election = decision.election
    assert election is not None
    options = decision.ballot_options.select_related("nomination").order_by("position")
    head = letterhead.head(
        election.home, document=f"{election.slug.upper()}-B{decision.number}", made=decision.adopted_at, election=election
    )
    return ballot_document(election, ballot_rows([o.nomination for o in options if o.nomination]), head=head, approved=decision)


def is_struck_out(option: BallotOption) -> bool:
    return option.nomination is not None and option.struck_out_at is not None and option.replaced_by_id is None


def strike_out_instruction(option: BallotOption, at: datetime | None = None) -> StrikeOutInstruction:
    """What precinct commissions do with a printed line whose candidate left."""
    nomination, election = option.nomination, option.election
    assert nomination is not None and option.struck_out_at is not None
    reason, decision = why(nomination)
    return StrikeOutInstruction(
        head=letterhead.head(election.home, document=f"{election.slug.upper()}-X{option.pk}", made=option.struck_out_at, election=election),
        number=str(option.pk),
        on=day_of(option.struck_out_at, election.zone),
        candidate=person_of(nomination),
        line=option.position,
        reason=reason,
        decision=decision,
        article=RULES,
        signatories=[office(Role.CHAIR), office(Role.SECRETARY)],
    )


def why(nomination: Nomination) -> tuple[Both, Both | None]:
    """Why a name is struck out, and by which decision where one stands behind it."""
    if nomination.stage is State.WITHDRAWN:
        return (RECALLED if nomination.recalled else WITHDREW), None
    if nomination.stage is State.CANCELLED:
        ground = nomination.grounds.select_related("decision__home").order_by("-pk").first()
        return CANCELLED, cited(ground.decision) if ground else None
    return NOT_BACK, None
