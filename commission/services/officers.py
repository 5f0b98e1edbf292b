"""Who of a commission answers for an entry of the timetable, and who is told when it was not done."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.access import Role
from commission.law import NoRules
from commission.models import ElectionState, Offset
from commission.services import debts
from commission.services.debts import BEFORE, Debt, Horizon, OpenEntry

# What there is to do, by entry. The others are work outside the portal.
TO_DO: dict[str, Any] = {
    "nomination": _("Papers are received until then. Record what comes in on paper before the term ends."),
    "requirements_check": _("Verify the nominations that wait for it, and have each confirmed by a second person."),
    "registration": _("Put the nominations that are ready onto the agenda of a session: register, or refuse with the grounds."),
    "certificates": _("Issue the certificates of the registered candidates."),
    "withdrawal": _("Statements of withdrawal are received until then. Record what comes in on paper before the term ends."),
    "counting": _("Receive the protocols of the stations and type them in."),
    "determination": _("Accept the protocols and determine the result in a session."),
    "publication": _("Publish the determined result as an edition."),
    "registration_of_elected": _("Register the elected akim."),
}
BESIDE_THE_PORTAL = _("See to it that this is done. The timetable shows the whole term.")
ESCALATED = _("The term has passed and the portal does not know the work as done. See what it hangs on, and who does it now.")


def of_entries(horizon: Horizon) -> Iterator[Debt]:
    """A debt for whoever holds the responsible role; where nobody does, the secretary stands in, then the chair.

    After the term only work that the portal can judge is followed up, first with the responsible, then the secretary, then the chair:
    a voter list that lies open leaves no trace here, and an alarm that is usually false is soon read by nobody.
    """
    done = _done(horizon)
    for (election_id, code), entry in horizon.entries.items():
        if election_id in done[code]:
            continue
        election = entry.election
        title = _title(entry)
        responsible = horizon.holding(election, Role(entry.responsible), Role.SECRETARY, Role.CHAIR)
        judged = debts.is_judged(code)
        told = {
            person: _debt(entry, title, person, (*BEFORE, Offset.PASSED) if judged else BEFORE, TO_DO.get(code, BESIDE_THE_PORTAL))
            for person in responsible
        }
        yield from told.values()
        if judged:
            for role, offset in ((Role.SECRETARY, Offset.TO_SECRETARY), (Role.CHAIR, Offset.TO_CHAIR)):
                for person in horizon.holding(election, role):
                    if person not in told:
                        told[person] = _debt(entry, title, person, (offset,), ESCALATED)
                        yield told[person]


def _done(horizon: Horizon) -> dict[str, set[int]]:
    elections = list(horizon.elections.values())
    return {code: debts.work_done(code, elections) for code in {code for _election, code in horizon.entries}}


def _debt(entry: OpenEntry, title: Any, person: int, offsets: tuple[Offset, ...], to_do: Any) -> Debt:
    return Debt(
        election=entry.election,
        code=entry.code,
        due_at=entry.due_at,
        recipient_id=person,
        offsets=offsets,
        title=title,
        article=entry.article,
        to_do=to_do,
        page=("admin:index", ()),
    )


def _title(entry: OpenEntry) -> Any:
    """What the rule set calls it. An entry that no rule set of the portal knows is still owed, and is called by its code."""
    try:
        return entry.election.pack.term(entry.code).title
    except (NoRules, StopIteration):
        return entry.code


def _in_state(*states: ElectionState) -> debts.Done:
    return lambda elections: {election.pk for election in elections if election.state in states}


def make_known() -> None:
    """Called once, when the app is ready."""
    debts.add(of_entries)
    # a timetable belongs to an election that is called
    debts.done_when("election_called", lambda elections: {election.pk for election in elections})
    debts.done_when("determination", _in_state(ElectionState.DETERMINED, ElectionState.COMPLETED))
    debts.done_when("registration_of_elected", _in_state(ElectionState.COMPLETED))
