"""How a service takes a step of the workflow table: gather facts, ask the table, write state and event together."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.models import Nomination
from candidates.selectors import facts_of, has_another_live_nomination
from candidates.workflow import State, Step
from commission.command import done
from commission.models import Record
from commission.refused import Refused


def check(nomination: Nomination, name: str, *, actor: Any, at: datetime, target: State | None = None, **facts: Any) -> Step:
    """May this step be taken now? Raises Refused."""
    return workflow.step(facts_of(nomination, actor=actor, **facts), name, at=at, target=target)


def take(nomination: Nomination, step: Step, *, changed: Iterable[Record] = (), **data: Any) -> Nomination:
    """Write the step: the new state, the changed fields, and the one event."""
    before = nomination.state
    nomination.state = step.target
    nomination.save()
    done(
        step.transition.event,
        changed=[nomination, *changed],
        **{"step": step.transition.name, "from": before, "to": step.target.value, "waived": list(step.waived), **data},
    )
    return nomination


@contextmanager
def one_live_nomination_a_person(nomination: Nomination) -> Iterator[None]:
    """Wraps the write that makes a nomination live. Raises Refused("second_nomination") where the person has one already.

    Looked up first, for PostgreSQL writes a failed statement into its log together with the personal values in it; the
    constraints remain for two sessions at the same moment.
    """
    if has_another_live_nomination(nomination):
        raise _second_nomination()
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if not broken.startswith("one_live_nomination_"):
            raise
        raise _second_nomination() from None


def _second_nomination() -> Refused:
    return Refused(
        "second_nomination",
        _("This person has a nomination at this election already."),
        way_out=_("Continue that one, or withdraw it first."),
    )
