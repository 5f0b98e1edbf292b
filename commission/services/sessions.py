"""Sessions of a commission: convened, with an agenda of open matters, opened with a quorum, each member's vote, and the end.

What a session decides is carried out by the kind of the matter (`commission/services/matters.py`). Moments are stated: a session
held on paper while the portal failed is recorded later with the moments at which it was held; the log keeps both.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission import audit, clock
from commission.access import Action
from commission.command import command, done
from commission.law import pack_for
from commission.law.terms import LawPack
from commission.models import AgendaItem, Attendance, AuditChain, Commission, Election, MemberVote, Session, User, VoteChoice
from commission.refused import Refused
from commission.selectors import last_moment, present_at, voting_members
from commission.services import matters
from commission.services.decisions import Vote, check_quorum, has_majority
from commission.services.matters import Draft, Proposal


@dataclass(frozen=True)
class Voice:
    """How one member voted, with the separate opinion where there is one."""

    member: User
    choice: str
    dissent: str = ""


# -- before the session


@command(Action.CONVENE_SESSION)
def convene(home: Commission, *, actor: Any, at: datetime, convened_for: datetime, place: str = "") -> Session:
    """Call the members to a session; it gets the next number of the commission. Source: CL art. 20(3)."""
    number = (home.sessions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    session = Session.objects.create(home=home, number=number, convened_for=convened_for, place=place.strip())
    done("session.convened", changed=[session], subject=session, number=number)
    return session


@command(Action.CONVENE_SESSION)
def put_on_agenda(session: Session, *, actor: Any, at: datetime, proposals: Sequence[Proposal]) -> list[AgendaItem]:
    """Put matters onto the agenda, each with its draft; one more can follow while the session runs.

    Raises Refused("session_over"), Refused("nothing_chosen"), Refused("on_agenda_already"), and what the kind of a matter refuses.
    """
    _not_over(session)
    if not proposals:
        raise Refused("nothing_chosen", _("No matter is chosen."), way_out=_("Choose at least one."))
    ordinal = session.items.count()
    items = []
    for proposal in proposals:
        kind = matters.kind_of(proposal.kind)
        kind.check(session.home, proposal.matter, proposal.draft, moment_of(session, at))
        if other := open_item(proposal):
            raise Refused(
                "on_agenda_already",
                _("This matter stands on the agenda of session No. %(number)d already.") % {"number": other.session.number},
                way_out=_("Take it off there first."),
            )
        ordinal += 1
        items.append(
            AgendaItem.objects.create(
                session=session,
                ordinal=ordinal,
                kind=proposal.kind,
                election=proposal.election,
                matter_type=proposal.matter._meta.label_lower,
                matter_id=proposal.matter.pk,
                draft=_written(proposal.draft),
            )
        )
    done("session.item_added", changed=items, count=len(items), codes=[item.kind for item in items])
    return items


def open_item(proposal: Proposal) -> AgendaItem | None:
    """The open matter of an agenda that is about the same row and would exclude this one."""
    kinds = {proposal.kind, *matters.kind_of(proposal.kind).beside}
    same = AgendaItem.objects.filter(kind__in=kinds, matter_type=proposal.matter._meta.label_lower, matter_id=proposal.matter.pk)
    return next((item for item in same.select_related("session") if item.open), None)


@command(Action.CONVENE_SESSION)
def revise(item: AgendaItem, *, actor: Any, at: datetime, draft: Draft) -> AgendaItem:
    """Change the draft of a matter on which nobody has voted yet.

    Raises Refused("item_settled"), Refused("voted_already"), and what the kind of the matter refuses.
    """
    session = _session_of(item)
    _not_settled(item)
    if item.votes.exists():
        raise Refused(
            "voted_already",
            _("Members have voted on this draft: it can't be changed under their votes."),
            way_out=_("Take the matter off the agenda and put it on anew."),
        )
    matters.kind_of(item.kind).check(session.home, item.matter, draft, moment_of(session, at))
    item.draft = _written(draft)
    item.save(update_fields=["draft"])
    done("session.item_revised", changed=[item], session=session.pk)
    return item


@command(Action.CONVENE_SESSION)
def take_off(item: AgendaItem, *, actor: Any, at: datetime) -> AgendaItem:
    """Take an open matter off the agenda: it waits for a later session. Raises Refused("item_settled")."""
    _session_of(item)
    _not_settled(item)
    item.taken_off_at = at
    item.save(update_fields=["taken_off_at"])
    done("session.item_taken_off", changed=[item], session=item.session_id)
    return item


@command(Action.CONVENE_SESSION)
def call_off(session: Session, *, actor: Any, at: datetime) -> Session:
    """The session does not take place, e.g. for want of a quorum; its matters wait for a later one.

    Raises Refused("session_over"), Refused("opened_already").
    """
    _not_over(session)
    if session.opened_at is not None:
        raise Refused("opened_already", _("The session has been opened."), way_out=_("Close it instead."))
    session.called_off_at = at
    session.save(update_fields=["called_off_at"])
    items = [item for item in session.items.select_for_update(no_key=True) if item.open]
    for item in items:
        item.taken_off_at = at
        item.save(update_fields=["taken_off_at"])
    done("session.called_off", changed=[session, *items], count=len(items))
    return session


# -- the session


@command(Action.RUN_SESSION)
def open_session(session: Session, *, actor: Any, at: datetime, present: Iterable[User], opened_at: datetime | None = None) -> Session:
    """Open the session with the members who are present. Source: CL art. 20(4).

    Raises Refused("session_over"), Refused("opened_already"), Refused("too_early"), Refused("moment"), Refused("not_a_member"),
    Refused("quorum").
    """
    _not_over(session)
    if session.opened_at is not None:
        raise Refused("opened_already", _("The session has been opened already."), way_out=_("Reload the page to see what has changed."))
    moment = opened_at or at
    if moment < session.convened_for:
        raise Refused(
            "too_early",
            _("The members were called for a later moment."),
            article="CL art. 20(3)",
            way_out=_("Open the session when that moment has come."),
        )
    _not_later_than(moment, at)
    members = _members(session, present, moment)
    check_quorum(len(members), total=session.home.seats, pack=_pack(session, moment))
    session.opened_at = moment
    session.save(update_fields=["opened_at"])
    rows = [Attendance.objects.create(session=session, member=member, came_at=moment) for member in members]
    done("session.opened", changed=[session, *rows], count=len(rows))
    return session


@command(Action.RUN_SESSION)
def record_presence(
    session: Session, *, actor: Any, at: datetime, present: Iterable[User], moment: datetime | None = None
) -> list[Attendance]:
    """Who is there from `moment` on: members who came later, and members who left. Whoever left below the quorum leaves a session
    that can't decide any more.

    Raises Refused("not_running"), Refused("moment") for one before the last vote, Refused("not_a_member"), Refused("nothing_changed").
    """
    _running(session)
    moment = moment or at
    _not_later_than(moment, at)
    if moment < (last := last_moment(session)):
        raise Refused(
            "moment",
            _("At that moment the session had already voted; the count of that vote would change."),
            way_out=_("Enter a moment after %(moment)s.") % {"moment": clock.local(last, session.home.time_zone).strftime("%H:%M:%S")},
        )
    members = _members(session, present, moment)
    before = {row.member_id: row for row in session.attendances.all()}
    changed = []
    for row in before.values():
        if row.left_at is None and row.member not in members:
            row.left_at = moment
            changed.append(row)
        elif row.left_at is not None and row.member in members:
            row.left_at = None
            changed.append(row)
    for row in changed:
        row.save(update_fields=["left_at"])
    changed += [Attendance.objects.create(session=session, member=m, came_at=moment) for m in members if m.pk not in before]
    if not changed:
        raise Refused("nothing_changed", _("Everybody is recorded so already."))
    done("session.presence_recorded", changed=changed, count=len(members))
    return changed


@command(Action.RUN_SESSION)
def record_votes(item: AgendaItem, *, actor: Any, at: datetime, voices: Sequence[Voice]) -> list[MemberVote]:
    """Record the open vote of members on one matter, whole or one by one; until the count a vote can be corrected.

    Raises Refused("item_settled"), Refused("not_running"), Refused("not_present"), Refused("own_case"), Refused("choice_needed").
    Source: CL art. 20(5).
    """
    session = _session_of(item)
    _running(session)
    _not_settled(item)
    attending = {row.member_id for row in session.attendances.filter(left_at__isnull=True)}
    own = _concerned(item, [voice.member for voice in voices])
    given = {vote.member_id: vote for vote in item.votes.all()}
    rows = []
    for voice in voices:
        if voice.member.pk not in attending:
            raise Refused(
                "not_present", _("%(member)s is not present.") % {"member": voice.member}, way_out=_("Record the presence first.")
            )
        if voice.member in own:
            raise Refused(
                "own_case",
                _("%(member)s does not vote on a case of their own.") % {"member": voice.member},
                way_out=_("Leave this vote empty; the majority is counted from all members all the same."),
            )
        if voice.choice not in VoteChoice.values:
            raise Refused("choice_needed", _("It is not said how %(member)s voted.") % {"member": voice.member})
        row = given.get(voice.member.pk) or MemberVote(item=item, member=voice.member)
        row.choice, row.dissent = voice.choice, voice.dissent.strip()
        row.save()
        rows.append(row)
    if not rows:
        raise Refused("choice_needed", _("No vote was recorded."), way_out=_("Choose how each member voted."))
    done("session.vote_recorded", changed=rows, session=session.pk, count=len(rows))
    return rows


@command(Action.RUN_SESSION)
def adopt(item: AgendaItem, *, actor: Any, at: datetime, voted_at: datetime | None = None) -> AgendaItem:
    """Count the votes on a matter. With a majority it becomes a decision and is carried out; without one it is rejected and stays
    open for a later session.

    Raises Refused("not_running"), Refused("item_settled"), Refused("moment"), Refused("votes_missing"), Refused("not_present"),
    Refused("quorum"), and what carrying out refuses: then nothing is decided. Source: CL art. 20(4), 20(5).
    """
    session = _session_of(item)
    _running(session)
    # nobody comes or goes between the count of those present and the decision that holds it
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    _running(session)
    _not_settled(item)
    moment = voted_at or at
    _not_later_than(moment, at)
    if session.opened_at is None or moment < session.opened_at:
        raise Refused("moment", _("At that moment the session was not open yet."), way_out=_("Enter the moment of the vote."))
    present = present_at(session, moment)
    votes = list(item.votes.select_related("member").order_by("pk"))
    _whole(item, present, votes)
    vote = counted(present, votes)
    pack = _pack(session, moment, item.election)
    check_quorum(vote.present, total=session.home.seats, pack=pack)
    if not has_majority(vote.votes_for, total=session.home.seats, pack=pack):
        item.rejected_at = moment
        item.save(update_fields=["rejected_at"])
        done("session.item_rejected", changed=[item], session=session.pk, article=pack.majority.article)
        return item
    dissent = "\n\n".join(f"{each.member}: {each.dissent}" for each in votes if each.dissent)
    carried = matters.Carried(item.matter, draft_of(item), actor, moment, vote, dissent, session.home)
    item.decision = matters.kind_of(item.kind).carry_out(carried)
    item.save(update_fields=["decision"])
    done("session.item_adopted", changed=[item], session=session.pk, decision=item.decision.pk)
    return item


@command(Action.RUN_SESSION)
def close_session(session: Session, *, actor: Any, at: datetime, closed_at: datetime | None = None) -> Session:
    """End the session; the end of the log at this moment stands in its minutes, so that paper and portal prove each other.

    Raises Refused("not_running"), Refused("items_open"), Refused("moment").
    """
    _running(session)
    if still := sum(1 for item in session.items.all() if item.open):
        raise Refused(
            "items_open",
            _("%(count)d matters of the agenda have no outcome yet.") % {"count": still},
            way_out=_("Count their votes, or take them off the agenda."),
        )
    moment = closed_at or at
    _not_later_than(moment, at)
    if moment < last_moment(session):
        raise Refused("moment", _("The session can't end before its last vote."), way_out=_("Enter a later moment."))
    chain = AuditChain.objects.select_for_update().filter(home=session.home).first()
    session.closed_at, session.audit_head = moment, chain.head if chain else audit.GENESIS
    session.save(update_fields=["closed_at", "audit_head"])
    done("session.closed", changed=[session])
    return session


# -- what the desk and the minutes read


def moment_of(session: Session, at: datetime) -> datetime:
    """When the session will vote, or votes: terms and notices are judged by it."""
    return max(at, session.convened_for)


def draft_of(item: AgendaItem) -> Draft:
    read: Draft = json.loads(item.draft) if item.draft else {}
    return read


def entitled(item: AgendaItem, members: Sequence[User]) -> list[User]:
    """Those of these members who vote on the matter: nobody does on a case of his own."""
    own = _concerned(item, members)
    return [member for member in members if member not in own]


def counted(present: Sequence[User], votes: Iterable[MemberVote]) -> Vote:
    choices = [vote.choice for vote in votes]
    return Vote(
        present=len(present),
        votes_for=choices.count(VoteChoice.FOR),
        votes_against=choices.count(VoteChoice.AGAINST),
        abstained=choices.count(VoteChoice.ABSTAINED),
    )


# -- parts


def _written(draft: Draft) -> str:
    return json.dumps(draft, ensure_ascii=False, sort_keys=True) if draft else ""


def _session_of(item: AgendaItem) -> Session:
    """The session as it is on record now, not as it was when the page was made. Raises Refused("session_over")."""
    session: Session = Session.objects.select_related("home").get(pk=item.session_id)
    item.session = session
    _not_over(session)
    return session


def _not_over(session: Session) -> None:
    if session.over:
        raise Refused(
            "session_over",
            _("The session is over."),
            way_out=_("Put the matter onto the agenda of a later session."),
        )


def _running(session: Session) -> None:
    if not session.running:
        raise Refused("not_running", _("The session is not running."), way_out=_("Open it with the members who are present."))


def _not_settled(item: AgendaItem) -> None:
    if not item.open:
        raise Refused("item_settled", _("This matter has its outcome already."), way_out=_("Reload the page to see what has changed."))


def _not_later_than(moment: datetime, at: datetime) -> None:
    if moment > at:
        raise Refused("moment", _("That moment has not come yet."), way_out=_("Enter the moment at which it happened."))


def _members(session: Session, present: Iterable[User], moment: datetime) -> list[User]:
    """Those present, once each. Raises Refused("not_a_member") for somebody who had no vote here at that moment."""
    voting = voting_members(session.home, moment)
    members = list(dict.fromkeys(present))
    for member in members:
        if member not in voting:
            raise Refused(
                "not_a_member",
                _("%(person)s has no vote in this commission.") % {"person": member},
                way_out=_("Only members of the commission are counted as present."),
            )
    return members


def _concerned(item: AgendaItem, members: Iterable[User]) -> list[User]:
    personal = getattr(item.matter, "personal_roles", None)
    return [member for member in members if personal(member)] if personal else []


def _whole(item: AgendaItem, present: Sequence[User], votes: Sequence[MemberVote]) -> None:
    """Has every member who is present and may vote done so, and nobody else?"""
    voted = {vote.member for vote in votes}
    if missing := [member for member in entitled(item, present) if member not in voted]:
        raise Refused(
            "votes_missing",
            _("The vote of these members is not recorded: %(members)s.") % {"members": ", ".join(map(str, missing))},
            article="CL art. 20(5)",
            way_out=_("Record it; whoever did not raise a hand abstained."),
        )
    if absent := [member for member in voted if member not in present]:
        raise Refused(
            "not_present",
            _("These members voted, but are not recorded as present at that moment: %(members)s.")
            % {"members": ", ".join(map(str, absent))},
            way_out=_("Correct the moment of the vote or the presence."),
        )


def _pack(session: Session, moment: datetime, election: Election | None = None) -> LawPack:
    return election.pack if election else pack_for(clock.local_date(moment, session.home.time_zone))
