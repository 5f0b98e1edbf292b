"""The papers of a session, made from the rows: the resolution of a decision, the draft of a matter, the minutes.

What a decision orders and on which grounds is known to the app that carries it out; each tells it for its own kinds:

    resolutions.tell(DecisionKind.REGISTER, registration)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from commission import clock, letterhead
from commission.access import Role
from commission.letterhead import day_of, office, words
from commission.models import AgendaItem, Commission, Decision, DecisionKind, Election, Origin, Session, User
from commission.pdf_documents import (
    Because,
    Both,
    Head,
    Matter,
    MemberVote,
    Opinion,
    Recourse,
    Resolution,
    SessionMinutes,
    Signatory,
    Tally,
    moment,
)
from commission.pdf_documents import resolution as cited
from commission.selectors import present_at, voting_members
from commission.services import matters, sessions
from commission.services.decisions import Text

PUBLISH = Both("Қаулы порталда жариялансын.", "Опубликовать постановление на портале.")


@dataclass(frozen=True)
class Source:
    """What a paper is made from: a decision that was taken, or a matter that is still a draft."""

    kind: DecisionKind
    decision: Decision | None = None
    item: AgendaItem | None = None

    @property
    def draft(self) -> matters.Draft:
        return sessions.draft_of(self.item) if self.item else {}


@dataclass(frozen=True)
class Told:
    """What is ordered, on which grounds, and who hears an appeal."""

    points: list[Both]
    grounds: list[Because] | tuple[()] = ()
    recourse: Recourse | None = None


Teller = Callable[[Source], Told]
_tellers: dict[str, Teller] = {}


def tell(kind: DecisionKind, teller: Teller) -> None:
    """Say what decisions of a kind order. Two of one kind are a mistake of ours."""
    if kind in _tellers:
        raise ValueError(f"decisions of the kind {kind} are told already")
    _tellers[kind] = teller


def told(source: Source) -> Told:
    teller = _tellers.get(source.kind)
    if teller:
        return teller(source)
    subject = subject_of(source)
    return Told([Both(f"Мына мәселе бойынша шешім қабылдансын: {subject.kk}.", f"Принять решение по вопросу: {subject.ru}."), PUBLISH])


def subject_of(source: Source) -> Both:
    if source.decision:
        return words(source.decision, "subject")
    return as_both(matters.kind_of(source.kind).text(source.item.matter if source.item else None))


def as_both(text: Text) -> Both:
    return Both(text.kk, text.ru)


def _annulment(source: Source) -> Told:
    """What the superior commission orders when it annuls a decision of one below."""
    item = source.item
    annulled = source.decision.annuls.select_related("home").first() if source.decision else item.matter if item else None
    assert isinstance(annulled, Decision)
    name, on = words(annulled.home, "name"), clock.local_date(annulled.adopted_at, annulled.home.time_zone)
    number = cited(annulled.number, on)
    return Told([Both(f"Күші жойылсын: {name.kk}, {number.kk}.", f"Отменить: {name.ru}, {number.ru}."), PUBLISH])


tell(DecisionKind.ANNUL, _annulment)


# -- the resolution


def resolution(decision: Decision, at: datetime | None = None) -> Resolution:
    """The resolution of a decision; printed twice it is the same file, unless it was served or annulled in between.

    The whole of it is for the desk and for the person concerned; what everybody may read is `public_copy`.
    """
    home, item = decision.home, getattr(decision, "agenda_item", None)
    order = told(Source(DecisionKind(decision.kind), decision=decision, item=item))
    reasons = paragraphs(decision.reasoning_kk, decision.reasoning_ru)
    return Resolution(
        head=head_of(home, decision.election, document=f"R-{decision.number}", made=decision.adopted_at),
        number=decision.number,
        session=str(item.session.number) if item else "",
        on=day_of(decision.adopted_at, home.time_zone),
        subject=words(decision, "subject"),
        tally=Tally(
            total=decision.members_total or 0,
            present=decision.members_present or 0,
            in_favour=decision.votes_for or 0,
            against=decision.votes_against or 0,
            abstained=decision.abstained or 0,
        ),
        reasoning=reasons,
        grounds=beside(reasons, order.grounds),
        points=order.points,
        recourse=order.recourse,
        dissenters=[named(vote.member) for vote in votes_of(item) if vote.dissent] if item else (),
        annulled=annulment(decision),
        signatories=signatories(home, decision.adopted_at, item.session if item else None),
    )


def public_copy(decision: Decision) -> Resolution:
    """The resolution without what may hold personal data: the reasons and findings are words typed about a person."""
    whole = resolution(decision)
    grounds = [replace(ground, finding=None) for ground in whole.grounds]
    return replace(whole, grounds=grounds, reasoning=(), abridged=bool(whole.reasoning or whole.grounds))


def draft(item: AgendaItem, at: datetime | None = None) -> Resolution:
    """What the members have before them: the same text without number and vote."""
    session = item.session
    order = told(Source(DecisionKind(item.kind), item=item))
    words_of_draft = sessions.draft_of(item).get("reasoning", {})
    reasons = paragraphs(words_of_draft.get("kk", ""), words_of_draft.get("ru", ""))
    return Resolution(
        head=head_of(session.home, item.election, document=f"S-{session.number}/{item.ordinal}", made=session.convened_for),
        session=str(session.number),
        on=day_of(session.convened_for, session.home.time_zone),
        subject=as_both(matters.kind_of(item.kind).text(item.matter)),
        reasoning=reasons,
        grounds=beside(reasons, order.grounds),
        points=order.points,
        recourse=order.recourse,
        signatories=[],
    )


def beside(reasons: Sequence[Both], grounds: Sequence[Because]) -> list[Because]:
    """The recorded grounds. What was found stands with them only where no reasons tell it already."""
    return [replace(ground, finding=None) if reasons else ground for ground in grounds]


def annulment(decision: Decision) -> Both | None:
    """By which decision of the superior commission it was annulled."""
    by = decision.annulled_by
    if by is None:
        return None
    name, on = words(by.home, "name"), clock.local_date(by.adopted_at, by.home.time_zone)
    number = cited(by.number, on) if by.number else day_of(by.adopted_at, by.home.time_zone)
    return Both(f"{name.kk}, {number.kk}", f"{name.ru}, {number.ru}")


def paragraphs(kazakh: str, russian: str) -> list[Both]:
    """Texts of several paragraphs, side by side as far as both have them."""
    pairs = zip_longest(*(filter(None, map(str.strip, text.splitlines())) for text in (kazakh, russian)), fillvalue="")
    return [Both(kk, ru) for kk, ru in pairs]


# -- the minutes


def minutes(session: Session, at: datetime | None = None) -> SessionMinutes:
    """Who was there, how each voted on each matter, what came of it, and the end of the log at the close."""
    home = session.home
    assert session.opened_at is not None and session.closed_at is not None
    offices = voting_members(home, session.opened_at)
    there = {row.member for row in session.attendances.select_related("member")}
    items = list(session.items.select_related("decision", "election", "session__home").order_by("ordinal"))
    head = head_of(home, one_of(items), document=f"M-{session.number}", made=session.closed_at)
    return SessionMinutes(
        head=replace(head, place=Both(session.place, session.place)) if session.place else head,
        number=str(session.number),
        opened=moment(session.opened_at, home.time_zone),
        closed=moment(session.closed_at, home.time_zone),
        members_total=home.seats,
        present=[seat(member, role) for member, role in offices.items() if member in there],
        absent=[seat(member, role) for member, role in offices.items() if member not in there],
        matters=[matter(item) for item in items],
        opinions=[
            Opinion(matter=item.ordinal, member=named(vote.member), text=vote.dissent)
            for item in items
            for vote in votes_of(item)
            if vote.dissent
        ],
        audit_head=session.audit_head,
        signatories=signatories(home, session.opened_at, session),
    )


def matter(item: AgendaItem) -> Matter:
    decision = item.decision
    zone = item.session.home.time_zone
    return Matter(
        title=words(decision, "subject") if decision else as_both(matters.kind_of(item.kind).text(item.matter)),
        votes=[
            MemberVote(member=named(vote.member), choice=vote.choice, dissent=bool(vote.dissent))  # type: ignore[arg-type]  # the three
            for vote in votes_of(item)
        ],
        decision=cited(decision.number, clock.local_date(decision.adopted_at, zone)) if decision else None,
        taken_off=item.taken_off_at is not None,
    )


# -- parts


def head_of(home: Commission, election: Election | None, *, document: str, made: datetime) -> Head:
    """The letterhead. A commission with invented elections, or above one, is invented itself, whatever the paper is about."""
    head = letterhead.head(home, document=document, made=made, election=election)
    here_or_below = Election.objects.filter(Q(home=home) | Q(home__parent=home), origin=Origin.INVENTED)
    if election is None and here_or_below.exists():
        return replace(head, origin="invented")
    return head


def one_of(items: Sequence[AgendaItem]) -> Election | None:
    """The election of all the matters, where it is one."""
    elections = {item.election for item in items}
    return elections.pop() if len(elections) == 1 else None


def votes_of(item: AgendaItem) -> list[Any]:
    return list(item.votes.select_related("member").order_by("pk"))


def named(member: User) -> Both:
    return Both(str(member), str(member))


def seat(member: User, role: Role) -> Signatory:
    return replace(office(role), name=named(member))


def signatories(home: Commission, at: datetime, session: Session | None) -> list[Signatory]:
    """Who presided and the secretary. Where no session is on record, the offices alone: the names are written by hand."""
    if session is None:
        return [office(Role.CHAIR), office(Role.SECRETARY)]
    offices, there = voting_members(home, at), present_at(session, at)
    by_office = {role: member for member, role in reversed(offices.items()) if member in there}
    presiding = next((role for role in (Role.CHAIR, Role.DEPUTY) if role in by_office), None)
    signing = [role for role in (presiding, Role.SECRETARY) if role is not None]
    return [seat(by_office[role], role) if role in by_office else office(role) for role in signing]
