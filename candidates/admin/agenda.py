"""Decisions on nominations at the desk: the draft of a matter, and the way of a case onto an agenda."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.forms.agenda import CancelForm, DepartureForm, ItemDraftForm, ProposeForm, RefuseForm, RegisterForm
from candidates.models import Nomination
from candidates.services import ballot, deciding, drafting
from candidates.services.agenda import ON_GROUNDS, ON_NOMINATIONS
from candidates.workflow import State
from commission import clock
from commission.access import Action
from commission.admin.agenda import tell
from commission.admin.decisions import as_typed
from commission.admin.pages import Facts, Notice, Table, when
from commission.admin.writing import DeskStep, Run, address, register
from commission.law.citing import cite
from commission.models import AgendaItem, DecisionKind, Origin
from commission.refused import Refused
from commission.services import sessions

# -- the page of a matter


def grounds(request: HttpRequest, item: AgendaItem) -> list[Any]:
    """The grounds of the draft, each with the failure behind it, and the reasons."""
    nomination = item.matter
    draft = sessions.draft_of(item)
    pack, zone = nomination.election.pack, nomination.election.zone
    rows = []
    for because in drafting.grounds_in(draft, nomination):
        ground, failure = pack.ground(because.code), because.failure
        rows.append(
            (
                ground.title if ground else because.code,
                cite(failure.article) if failure else "",
                failure,
                when(failure.notified_at, zone) if failure else "",
            )
        )
    table = Table(
        _("Grounds of the draft"),
        (_("Ground"), _("Article"), _("Failure behind it"), _("Candidate notified")),
        rows,
        _("No ground is chosen yet: without one nothing can be refused or cancelled."),
    )
    return [*([table] if item.kind in ON_GROUNDS else []), *reasons(draft)]


def reasons(draft: dict[str, Any]) -> list[Facts]:
    words = drafting.reasoning_in(draft)
    if not (words.kk or words.ru):
        return []
    return [Facts(_("Reasons of the draft"), [(_("In Kazakh"), as_typed(words.kk)), (_("In Russian"), as_typed(words.ru))])]


def lines(request: HttpRequest, item: AgendaItem) -> list[Any]:
    """Who would stand on the ballot, as the case lies today; once approved, who stands on it."""
    election = item.matter
    if item.decision:
        names = [(o.position, o.label, "") for o in item.decision.ballot_options.select_related("nomination").order_by("position")]
    else:
        try:
            standing = ballot.lines_of(election, list(election.nominations.order_by("pk")), item.session.convened_for)
        except Refused as refused:
            return [Notice(str(refused), "warning"), *reasons(sessions.draft_of(item))]
        names = [(n, each.full_name, state_of(each)) for n, each in enumerate(standing, start=1)]
        names.append((len(names) + 1, _("Against all"), ""))
    table = Table(_("Lines of the ballot"), (_("Line"), _("Name"), _("State")), names, _("Nobody is registered."), numbers=(0,))
    return [table, *reasons(sessions.draft_of(item))]


def state_of(nomination: Nomination) -> Any:
    return "" if nomination.stage is State.REGISTERED else _("comes back: the line counts from the reinstatement on")


for kind in ON_NOMINATIONS:
    tell(kind, grounds)
tell(DecisionKind.BALLOT, lines)


# -- steps


def has_a_draft(item: AgendaItem) -> bool:
    return item.open and not item.session.over and item.kind in {*ON_NOMINATIONS, DecisionKind.BALLOT} and not item.votes.exists()


def propose(run: Run) -> Any:
    proposal = replace(run.data["proposal"], draft=run.data["draft"])
    return sessions.put_on_agenda(run.data["session"], **run.call, proposals=[proposal])


def to_the_agenda(name: str, label: Any, form: type[ProposeForm], *states: State) -> DeskStep:
    return DeskStep(
        name,
        label,
        Action.CONVENE_SESSION,
        run=propose,
        form=form,
        explain=_("The members vote on this draft. It can be changed until they do."),
        button=label,
        done=_("The matter stands on the agenda."),
        offered=lambda row: row.stage in states,
        template="admin/candidates/agenda/draft.html",
        then=lambda row, items: address(items[0]),
    )


def to_be_decided(row: Nomination) -> bool:
    """Did a registered candidate leave without the decision that the law asks for?"""
    try:
        deciding.check_departure(row, clock.now())
    except Refused:
        return False
    return row.election.origin != Origin.REPLAYED


register(
    AgendaItem,
    DeskStep(
        "draft",
        _("Change the draft"),
        Action.CONVENE_SESSION,
        run=lambda r: sessions.revise(r.row, **r.call, draft=r.data["draft"]),
        form=ItemDraftForm,
        explain=_("A ground needs a failure that is on record, of which the candidate was told, and that still stands."),
        button=_("Keep the draft"),
        done=_("The draft is changed."),
        offered=has_a_draft,
        template="admin/candidates/agenda/draft.html",
    ),
)
register(
    Nomination,
    to_the_agenda("propose-registration", _("Propose the registration"), RegisterForm, State.READY_FOR_DECISION),
    to_the_agenda("propose-refusal", _("Propose the refusal"), RefuseForm, State.READY_FOR_DECISION),
    to_the_agenda("propose-cancellation", _("Propose the cancellation"), CancelForm, State.REGISTERED),
    replace(
        to_the_agenda("propose-departure", _("Propose to cancel the registration"), DepartureForm),
        explain=_("The candidate has left, and the statement counts since it was received; the members cancel the registration decision."),
        offered=to_be_decided,
    ),
)
