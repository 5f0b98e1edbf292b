"""Sessions for tests, held by the portal's own services.

members = seven(world)                          # all who vote in the commission
session = convened(world, proposal_for(...))    # with its agenda
opened(session, world, members)
voted(item, world, members, against=members[:2])
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from commission.access import Role
from commission.models import AgendaItem, Session, User, VoteChoice
from commission.services import sessions
from commission.services.matters import Proposal
from commission.services.sessions import Voice
from tests.factories import FINISHED, World, holding, moment

CONVENED_FOR = moment("2025-09-05 15:00")  # DECIDED of the factories
OPENED = moment("2025-09-05 15:05")
VOTED = moment("2025-09-05 15:30")
CLOSED = moment("2025-09-05 16:00")


def members_of(world: World, size: int = 7) -> list[User]:
    """The officers and as many members as make `size`."""
    staff = world.staff
    return [staff.chair, staff.deputy, staff.secretary, staff.member, *(holding(world.home, Role.MEMBER) for _ in range(size - 4))]


def convened(world: World, *proposals: Proposal, at: datetime = FINISHED, convened_for: datetime = CONVENED_FOR) -> Session:
    session = sessions.convene(world.home, actor=world.staff.secretary, at=at, convened_for=convened_for, place="Мәжіліс залы")
    if proposals:
        sessions.put_on_agenda(session, actor=world.staff.secretary, at=at, proposals=proposals)
    return session


def opened(session: Session, world: World, present: Sequence[User], *, at: datetime = OPENED) -> Session:
    return sessions.open_session(session, actor=world.staff.secretary, at=at, present=present)


def voices(members: Sequence[User], *, against: Sequence[User] = (), abstained: Sequence[User] = ()) -> list[Voice]:
    """Everybody for it, but those named."""

    def choice(member: User) -> str:
        if member in against:
            return VoteChoice.AGAINST
        return VoteChoice.ABSTAINED if member in abstained else VoteChoice.FOR

    return [Voice(member, choice(member)) for member in members]


def voted(item: AgendaItem, world: World, members: Sequence[User], *, at: datetime = VOTED, **how: Any) -> AgendaItem:
    sessions.record_votes(item, actor=world.staff.secretary, at=at, voices=voices(members, **how))
    return sessions.adopt(item, actor=world.staff.secretary, at=at)
