"""The matters of a session on the desk: the draft, how each member voted, and what came of it."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import ROLE_LABELS, Action
from commission.admin.base import DeskModelAdmin
from commission.admin.pages import Facts, Notice, Page, Table, link, when
from commission.admin.writing import DeskStep, Run, address, register
from commission.forms.session import MomentForm, VoteForm, said
from commission.law import pack_for
from commission.models import AgendaItem, Session, VoteChoice
from commission.selectors import present_at, voting_members
from commission.services import matters, sessions
from commission.services.decisions import has_majority

# What an app adds to the page of its own matters: the grounds of a draft, the lines of a ballot. (request, item) -> sections
Sections = Callable[[HttpRequest, AgendaItem], list[Any]]
_told: dict[str, Sections] = {}


def tell(kind: str, sections: Sections) -> None:
    """Show these sections on the page of every matter of a kind."""
    _told[kind] = sections


def subject_of(item: AgendaItem) -> str:
    """What the matter is about, in the reader's language."""
    return item.decision.subject if item.decision else said(matters.kind_of(item.kind).text(item.matter))


def outcome_of(item: AgendaItem) -> tuple[Any, str]:
    if item.decision:
        return _("Adopted"), "good"
    if item.rejected_at:
        return _("No majority"), "bad"
    return (_("Taken off"), "quiet") if item.taken_off_at else (_("Open"), "wait")


def agenda(request: HttpRequest, row: Session) -> Table:
    """The agenda on the page of its session."""
    items = list(row.items.select_related("decision", "session__home").prefetch_related("votes").order_by("ordinal"))
    with_matters(items)
    return Table(
        _("Agenda"),
        (_("No."), _("Matter"), _("Outcome"), _("For"), _("Against"), _("Abstained"), _("Decision")),
        [(item.ordinal, about(request, item), outcome_of(item)[0], *counts(item), decided(request, item)) for item in items],
        _("No matter stands on the agenda yet."),
        numbers=(3, 4, 5),
    )


def with_matters(items: list[AgendaItem]) -> None:
    """The rows that the matters are about, one question a kind of row, however long the agenda is."""
    by_type: dict[str, list[AgendaItem]] = {}
    for item in items:
        by_type.setdefault(item.matter_type, []).append(item)
    for name, of_type in by_type.items():
        rows = apps.get_model(name)._base_manager.in_bulk([item.matter_id for item in of_type])
        for item in of_type:
            item.matter = rows[item.matter_id]


def about(request: HttpRequest, item: AgendaItem) -> Any:
    return format_html('<a href="{}">{}</a><br>{}', address(item), subject_of(item), item.matter)


def counts(item: AgendaItem) -> list[Any]:
    given = [vote.choice for vote in item.votes.all()]
    return [given.count(choice) if given else "" for choice in VoteChoice.values]


def decided(request: HttpRequest, item: AgendaItem) -> Any:
    return link(request, item.decision, _("No. %(number)s") % {"number": item.decision.number}) if item.decision else ""


@admin.register(AgendaItem)
class AgendaItemAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    home_path = "session__home"
    related = ("session__home", "election__home", "decision")
    list_display = ("ordinal", "session", "kind", "outcome_shown")
    list_filter = ("kind",)
    ordering = ("-session__convened_for", "ordinal")

    @admin.display(description=_("outcome"))
    def outcome_shown(self, row: AgendaItem) -> Any:
        return outcome_of(row)[0]

    def page(self, request: HttpRequest, row: AgendaItem) -> Page:
        status, tone = outcome_of(row)
        zone = row.session.home.time_zone
        return Page(
            title=subject_of(row),
            status=status,
            tone=tone,
            lede=_("%(session)s, matter %(number)d") % {"session": row.session, "number": row.ordinal},
            sections=[
                *standing(row),
                Facts(
                    _("The matter"),
                    [
                        (_("Session"), link(request, row.session)),
                        (_("About"), link(request, row.matter)),
                        (_("Election"), link(request, row.election)),
                        (_("Decision"), link(request, row.decision)),
                        *([(_("No majority"), when(row.rejected_at, zone))] if row.rejected_at else []),
                        *([(_("Taken off the agenda"), when(row.taken_off_at, zone))] if row.taken_off_at else []),
                    ],
                ),
                *_told.get(row.kind, lambda request, item: [])(request, row),
                votes(row),
            ],
        )


def standing(item: AgendaItem) -> list[Notice]:
    """How the recorded votes would count now, while the matter is open."""
    given = list(item.votes.all())
    if not item.open or not given:
        return []
    session = item.session
    vote = sessions.counted(present_at(session, clock.now()), given)
    pack = item.election.pack if item.election else pack_for(clock.local_date(session.convened_for, session.home.time_zone))
    words = {"votes": vote.votes_for, "total": session.home.seats}
    if has_majority(vote.votes_for, total=session.home.seats, pack=pack):
        return [Notice(_("%(votes)d of %(total)d members are for it: a majority of all members.") % words, "success")]
    return [Notice(_("%(votes)d of %(total)d members are for it: a decision needs more than half of all members.") % words, "warning")]


def votes(item: AgendaItem) -> Table:
    offices = voting_members(item.session.home, item.session.opened_at) if item.session.opened_at else {}
    rows = item.votes.select_related("member").order_by("pk")
    return Table(
        _("How the members voted"),
        (_("Member"), _("Office"), _("Vote"), _("Separate opinion")),
        [(v.member, ROLE_LABELS[offices[v.member]] if v.member in offices else "", v.get_choice_display(), v.dissent) for v in rows],
        _("Nobody has voted yet."),
    )


# -- steps


def can_vote(item: AgendaItem) -> bool:
    return item.open and item.session.running


def can_count(item: AgendaItem) -> bool:
    return can_vote(item) and item.votes.exists()


def vote(run: Run) -> Any:
    return sessions.record_votes(run.row, **run.call, voices=run.data["voices"])


def what_follows(request: HttpRequest, item: AgendaItem) -> dict[str, Any]:
    return {"standing": standing(item), "votes": votes(item)}


def after_the_count(row: AgendaItem, item: AgendaItem) -> str:
    return address(item.session) + "#agenda"


register(
    AgendaItem,
    DeskStep(
        "vote",
        _("Record the vote"),
        Action.RUN_SESSION,
        run=vote,
        form=VoteForm,
        explain=_("The vote is open: say for every member who is present how he or she voted (CL art. 20(5))."),
        done=_("The votes are recorded. Count them now."),
        offered=can_vote,
        template="admin/commission/session/vote.html",
        then=lambda row, result: address(row, "count"),
    ),
    DeskStep(
        "count",
        _("Count the votes"),
        Action.RUN_SESSION,
        run=lambda r: sessions.adopt(r.row, **r.call, voted_at=r.data["moment"]),
        form=MomentForm,
        explain=_(
            "With a majority of all members the matter is decided and carried out at once; without one it waits for a later session."
        ),
        done=_("The votes are counted."),
        offered=can_count,
        grave=True,
        template="admin/commission/session/count.html",
        context=what_follows,
        then=after_the_count,
    ),
    DeskStep(
        "take-off",
        _("Take off the agenda"),
        Action.CONVENE_SESSION,
        run=lambda r: sessions.take_off(r.row, **r.call),
        explain=_("The matter waits for a later session. What was recorded of it stays readable."),
        done=_("The matter is taken off the agenda."),
        offered=lambda item: item.open and not item.session.over,
        then=lambda row, item: address(item.session),
    ),
)
