"""The sessions of the invented commission: two that were held, and one that is convened and waits to be opened."""

from collections.abc import Sequence
from datetime import datetime

from commission.models import AgendaItem, Commission, Session, User, VoteChoice
from commission.services import sessions
from commission.services.matters import Proposal
from commission.services.sessions import Voice

PLACE = "Мәжіліс залы (ойдан шығарылған)"
MEMBERS = ("chair", "deputy", "secretary", "member", "member2", "member3", "member4")
OPINION = "Үміткердің түсініктемесі жеткілікті еді (ойдан шығарылған) / объяснения лица были достаточны (вымышлено)"


class Sittings:
    """Holds sessions with the seven invented members; the secretary records them."""

    def __init__(self, home: Commission, users: dict[str, User]) -> None:
        self.home, self.users = home, users
        self.members = [users[key] for key in MEMBERS]

    def convene(self, *, at: datetime, convened_for: datetime, proposals: Sequence[Proposal]) -> Session:
        session = sessions.convene(self.home, actor=self.users["secretary"], at=at, convened_for=convened_for, place=PLACE)
        sessions.put_on_agenda(session, actor=self.users["secretary"], at=at, proposals=proposals)
        return session

    def hold(self, *, at: datetime, proposals: Sequence[Proposal], absent: Sequence[str] = (), against: Sequence[str] = ()) -> Session:
        """From the convening to the close, all at the moment for which it was convened. Who is against gives a reason."""
        session = self.convene(at=at, convened_for=at, proposals=proposals)
        call = {"actor": self.users["secretary"], "at": at}
        present = [member for key, member in zip(MEMBERS, self.members, strict=True) if key not in absent]
        dissenting = [self.users[key] for key in against]
        sessions.open_session(session, **call, present=present)
        for item in session.items.all():
            sessions.record_votes(item, **call, voices=[self.voice(item, member, dissenting) for member in present])
            sessions.adopt(item, **call)
        return sessions.close_session(session, **call)

    def voice(self, item: AgendaItem, member: User, dissenting: Sequence[User]) -> Voice:
        if member not in dissenting or item.kind != "refuse":
            return Voice(member, VoteChoice.FOR)
        return Voice(member, VoteChoice.AGAINST, OPINION)
