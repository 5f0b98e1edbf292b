"""Queries that decide who a person is in a case and what they may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from commission import clock
from commission.access import STAFF_ROLES, VOTING_ROLES, WATCHING_ROLES, Action, Role, System, can
from commission.models import (
    Commission,
    Decision,
    Election,
    Membership,
    MessageState,
    Origin,
    OutgoingMessage,
    Reminder,
    Session,
    Tick,
    TimetableEntry,
    User,
)


def memberships_now(user: Any) -> QuerySet[Membership]:
    """The roles that a person holds at this moment."""
    now = clock.now()
    return Membership.objects.filter(user_id=user.pk, since__lte=now).filter(Q(until__isnull=True) | Q(until__gt=now))


def holders_of_roles(commissions: Iterable[int], now: datetime) -> dict[tuple[int, str], tuple[int, ...]]:
    """Who holds which role in these commissions at a moment and may sign in: (commission, role) -> the ids of the accounts."""
    held: dict[tuple[int, str], tuple[int, ...]] = {}
    rows = Membership.objects.filter(commission_id__in=list(commissions), since__lte=now, user__is_active=True)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=now)).order_by("pk")
    for commission_id, role, user_id in rows.values_list("commission_id", "role", "user_id"):
        held[commission_id, role] = (*held.get((commission_id, role), ()), user_id)
    return held


def roles_of(actor: Any, subject: Any) -> frozenset[Role]:
    """Every role that `actor` holds in the case of `subject`, by its commission and by the case itself."""
    if isinstance(actor, System):
        return frozenset({Role.SYSTEM})
    if actor is None or not actor.is_authenticated or not actor.is_active:
        return frozenset({Role.STRANGER})
    if (personal := getattr(subject, "personal_roles", None)) and (own := personal(actor)):
        return frozenset(own)  # nobody is staff in his own case
    home: Commission = subject.commission
    roles: set[Role] = set()
    above = _ids_above(home)
    for commission_id, role in memberships_now(actor).filter(commission_id__in=[home.pk, *above]).values_list("commission_id", "role"):
        if commission_id == home.pk:
            roles.add(Role(role))
        elif role in WATCHING_ROLES:
            roles.add(Role.SUPERIOR)
    if isinstance(subject, Election) and not roles:
        roles.add(Role.CANDIDATE)  # whoever signs in and is not the commission's own may come forward
    return frozenset(roles or {Role.STRANGER})


def _ids_above(home: Commission) -> list[int]:
    ids: list[int] = []
    parent_id = home.parent_id
    while parent_id and parent_id not in ids:
        ids.append(parent_id)
        parent_id = Commission.objects.filter(pk=parent_id).values_list("parent_id", flat=True).first()
    return ids


def voting_members(home: Commission, at: Any) -> dict[User, Role]:
    """Who had a vote in the commission at that moment, with the office, in the order of the offices."""
    held = (
        home.memberships.filter(role__in=VOTING_ROLES, since__lte=at)
        .filter(Q(until__isnull=True) | Q(until__gt=at))
        .select_related("user")
        .order_by("since", "pk")
    )
    members: dict[User, Role] = {}
    for office in VOTING_ROLES:
        for membership in held:
            if membership.role == office:
                members.setdefault(membership.user, office)
    return members


def present_at(session: Session, moment: datetime) -> list[User]:
    """The members who were there at a moment."""
    rows = session.attendances.filter(came_at__lte=moment).select_related("member").order_by("pk")
    return [row.member for row in rows if row.left_at is None or row.left_at > moment]


def last_moment(session: Session) -> datetime:
    """The last moment of a session that stands on record: its opening, a vote, somebody's coming or going."""
    moments = [session.opened_at or session.convened_for]
    for item in session.items.select_related("decision"):
        moments += [item.decision.adopted_at] if item.decision else [item.rejected_at] if item.rejected_at else []
    for row in session.attendances.all():
        moments += [row.came_at, row.left_at or row.came_at]
    return max(moments)


def is_desk_user(user: User) -> bool:
    """Does the person hold any role that opens the desk?"""
    wanted = [role.value for role in STAFF_ROLES if can(frozenset({role}), Action.OPEN_DESK)]
    return bool(user.is_active and memberships_now(user).filter(role__in=wanted).exists())


def roles_by_commission(user: Any) -> dict[int, frozenset[Role]]:
    """What the person is in which commission, those below a watched one included."""
    roles: dict[int, set[Role]] = {}
    for commission_id, role in memberships_now(user).values_list("commission_id", "role"):
        roles.setdefault(commission_id, set()).add(Role(role))
    level, watched = {pk for pk, held in roles.items() if held & set(WATCHING_ROLES)}, set[int]()
    while level:
        level = set(Commission.objects.filter(parent_id__in=level).values_list("pk", flat=True)) - watched
        watched |= level
    for pk in watched:
        roles.setdefault(pk, set()).add(Role.SUPERIOR)
    return {pk: frozenset(held) for pk, held in roles.items()}


def commissions_where(user: Any, action: Action) -> list[int]:
    """The ids of the commissions in which the person may do `action`."""
    return sorted(pk for pk, roles in roles_by_commission(user).items() if can(roles, action))


def public_elections() -> QuerySet[Election]:
    """Every election is public from the moment it is called."""
    return Election.objects.select_related("home").prefetch_related("figure_sources")


def timetable_of(election: Election) -> list[TimetableEntry]:
    """The entries in force, in order of time; each knows its election without a further query."""
    entries = list(election.timetable_entries.filter(in_force=True).select_related("decision"))
    for entry in entries:
        entry.election = election
    return sorted(entries, key=lambda e: (e.starts_at or e.due_at, e.due_at or e.starts_at, e.pk))


def windows_of(election: Election) -> dict[str, TimetableEntry]:
    """The entries in force by code: what opens and closes every action."""
    return {entry.code: entry for entry in timetable_of(election)}


def decisions_of(election: Election) -> QuerySet[Decision]:
    """The published decisions of an election, oldest first; annulled ones stay and say so."""
    return (
        election.decisions.filter(published_at__isnull=False)
        .select_related("home", "election", "annulled_by__home")
        .order_by("adopted_at", "pk")
    )


def printable_decisions() -> QuerySet[Decision]:
    """The published decisions that were taken on this portal; a replayed record has resolutions of its own."""
    taken_here = Q(election__isnull=True) | ~Q(election__origin=Origin.REPLAYED)
    return (
        Decision.objects.filter(taken_here, published_at__isnull=False, votes_published=True)
        .exclude(number="")
        .select_related("home", "election__home", "annulled_by__home")
    )


def due_between(commission_ids: Iterable[int], start: Any, end: Any) -> QuerySet[TimetableEntry]:
    """Entries in force that start or fall due in a span, for the desk's first page."""
    span = Q(due_at__gte=start, due_at__lt=end) | Q(starts_at__gte=start, starts_at__lt=end)
    return (
        TimetableEntry.objects.filter(span, in_force=True, election__home_id__in=list(commission_ids))
        .select_related("election__home", "decision")
        .order_by("due_at", "starts_at")
    )


def owed_by_roles(user: User) -> list[TimetableEntry]:
    """The entries in force that the roles of a person owe, in the order of time; a replayed record owes nothing."""
    mine = Q(pk__in=[])
    for commission_id, role in memberships_now(user).values_list("commission_id", "role"):
        mine |= Q(election__home=commission_id, responsible=role)
    entries = TimetableEntry.objects.filter(mine, in_force=True).exclude(election__origin=Origin.REPLAYED)
    rows = entries.select_related("election__home", "decision")
    return sorted(rows, key=lambda e: (e.starts_at or e.due_at, e.due_at or e.starts_at, e.pk))


def messages_of(user: Any) -> QuerySet[OutgoingMessage]:
    """A person's own messages, the newest first; one that had nothing left to say before it went out is none."""
    return OutgoingMessage.objects.filter(recipient_id=user.pk).exclude(state=MessageState.WITHHELD)


def unread_of(user: Any) -> int:
    """How many of them the person has not marked as read."""
    return messages_of(user).filter(read_at__isnull=True).count()


SILENT_SECONDS = 180  # beat works every minute; after three it is broken, not slow


@dataclass(frozen=True)
class OutboxHealth:
    """How the sending of mail stands. `ran`: when each job of beat ran last. `silent`: too long ago, or never."""

    ran: dict[str, datetime]
    silent: bool
    waiting: int
    oldest: datetime | None  # when the oldest unsent message was queued
    dead: int


def outbox_health(now: datetime) -> OutboxHealth:
    """For the desk's first page: is beat alive, does a worker send, and is something stuck?"""
    ran = dict(Tick.objects.values_list("job", "ran_at"))
    silent = any(job not in ran or (now - ran[job]).total_seconds() > SILENT_SECONDS for job in ("reminders", "messages"))
    unsent = Q(state__in=(MessageState.QUEUED, MessageState.SENDING, MessageState.FAILED))
    found = OutgoingMessage.objects.aggregate(
        waiting=Count("pk", filter=unsent), oldest=Min("queued_at", filter=unsent), dead=Count("pk", filter=Q(state=MessageState.DEAD))
    )
    return OutboxHealth(ran=ran, silent=silent, **found)


def reminders_of(commission_ids: Iterable[int]) -> QuerySet[Reminder]:
    """Who was reminded of what and when, and why somebody was not, the latest first; with message and recipient."""
    rows = Reminder.objects.filter(election__home_id__in=list(commission_ids)).select_related("election__home", "recipient", "message")
    return rows.order_by("-send_at", "-pk")
