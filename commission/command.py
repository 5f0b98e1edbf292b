"""The wrapper of every write: authorise, open a transaction, lock the row, check state and deadline, write with one event.

    @command(Action.WITHDRAW)
    def withdraw(nomination, *, actor, at): ...

The first argument is the row that is locked; `actor` is the person (or SYSTEM), `at` the moment of receipt, by which
state and deadline are judged, never the moment of writing. The body raises Refused or ends with `done(...)`.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import audit
from commission.access import Action, Role, can
from commission.models import Record
from commission.refused import Refused
from commission.selectors import roles_of

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound=Record)


@dataclass
class Frame:
    """What one running command knows: who acts, in which role, on what, at which moment."""

    action: Action
    actor: Any
    role: Role
    roles: frozenset[Role]
    subject: Record
    at: datetime
    events: list[Any] = field(default_factory=list)


_running: ContextVar[tuple[Frame, ...]] = ContextVar("running_commands", default=())


def frame() -> Frame:
    """The command that is running. Raises RuntimeError outside one: a write belongs into a service."""
    frames = _running.get()
    if not frames:
        raise RuntimeError("a write outside the command wrapper")
    return frames[-1]


def command(action: Action) -> Callable[[Callable[Concatenate[S, P], T]], Callable[Concatenate[S, P], T]]:
    """Wrap a service in the five steps. Raises Refused: `role` where the matrix says no, else what the service says."""

    def decorate(service: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
        @wraps(service)
        def run(subject: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            actor: Any = kwargs["actor"]
            at: Any = kwargs["at"]
            roles = roles_of(actor, subject)
            verdict = can(roles, action)
            if not verdict.ok or verdict.role is None:
                raise Refused("role", verdict.reason, way_out=_("Ask the chair or the secretary of the commission."), status=403)
            before = dict(subject.__dict__)
            own = Frame(action, actor, verdict.role, roles, subject, at)
            token = _running.set((*_running.get(), own))
            try:
                with transaction.atomic():
                    _lock(subject)
                    result = service(subject, *args, **kwargs)
                    if len(own.events) != 1:
                        raise RuntimeError(f"{service.__name__} wrote {len(own.events)} audit events instead of one")
                    return result
            except BaseException:
                # the row in memory must not show what the database rolled back
                subject.__dict__.clear()
                subject.__dict__.update(before)
                raise
            finally:
                _running.reset(token)

        return run

    return decorate


def _lock(subject: Record) -> None:
    related = dict(subject._state.fields_cache)
    # not FOR UPDATE: rows that merely point here (a document of this nomination) need not wait
    subject.refresh_from_db(from_queryset=type(subject)._base_manager.select_for_update(no_key=True))
    # the case's own commission and election were fetched a moment ago and never change hands: no need to ask again
    for name, row in related.items():
        if row is not None and getattr(subject, f"{name}_id", None) == row.pk:
            subject._state.fields_cache[name] = row


def done(kind: str, *, changed: Iterable[Record], subject: Record | None = None, **data: Any) -> None:
    """The fifth step: one audit event for the running command, with the rows it changed and its references."""
    own = frame()
    own.events.append(
        audit.record(
            kind,
            home=(subject or own.subject).commission,
            actor_id=getattr(own.actor, "pk", None),
            role=own.role,
            subject=subject or own.subject,
            happened_at=own.at,
            data={key: value for key, value in data.items() if value not in (None, [], "")},
            changed=changed,
        )
    )


def may_record_as_published(subject: Any) -> bool:
    """May the running command leave out what a published record does not tell? Only a recorder, only in a replay."""
    election = getattr(subject, "election", subject)
    return election.origin == "replayed" and bool(can(frame().roles, Action.RECORD_AS_PUBLISHED))
