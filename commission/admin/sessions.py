"""Sessions on the desk: convened, with their agenda, opened, voted through, and closed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import ROLE_LABELS, Action
from commission.admin.agenda import agenda
from commission.admin.base import DeskModelAdmin, moment_column
from commission.admin.pages import Facts, Notice, Page, Table, digest, when
from commission.admin.panels import Panel, panel
from commission.admin.scope import scope
from commission.admin.writing import DeskStep, Run, address, register
from commission.forms.session import AgendaForm, ConveneForm, MomentForm, OpenForm, PresenceForm
from commission.law import pack_for
from commission.models import Commission, Session
from commission.refused import Refused
from commission.selectors import voting_members
from commission.services import sessions
from commission.services.decisions import check_quorum

SHOWN = 5  # sessions on the first page


def state_of(row: Session) -> tuple[Any, str]:
    """The state of a session in words, and its tone."""
    if row.called_off_at:
        return _("Called off"), "quiet"
    if row.closed_at:
        return _("Closed"), "good"
    return (_("Running"), "info") if row.opened_at else (_("Convened"), "wait")


@admin.register(Session)
class SessionAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    home_path = "home"
    related = ("home",)
    change_list_template = "admin/commission/session/list.html"
    list_display = ("number", "home_shown", "convened_local", "place", "state_shown")
    ordering = ("-convened_for", "-pk")

    convened_local = moment_column("convened_for", _("convened for"))

    @admin.display(description=_("commission"), ordering="home")
    def home_shown(self, row: Session) -> Any:
        return row.home

    @admin.display(description=_("state"))
    def state_shown(self, row: Session) -> Any:
        return state_of(row)[0]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        homes = Commission.objects.filter(pk__in=scope(request, Action.CONVENE_SESSION))
        return super().changelist_view(request, {"convene": [(home, address(home, "convene")) for home in homes], **(extra_context or {})})

    def page(self, request: HttpRequest, row: Session) -> Page:
        status, tone = state_of(row)
        return Page(
            title=row,
            status=status,
            tone=tone,
            lede=row.home,
            sections=[
                *notices(row),
                agenda(request, row),
                Facts(
                    _("The session"),
                    [
                        (_("Convened for"), when(row.convened_for, row.home.time_zone)),
                        (_("Place"), row.place),
                        (_("Opened"), when(row.opened_at, row.home.time_zone)),
                        (_("Closed"), when(row.closed_at, row.home.time_zone)),
                        *([(_("Called off"), when(row.called_off_at, row.home.time_zone))] if row.called_off_at else []),
                        *([(_("Head of the log at its close"), digest(row.audit_head))] if row.audit_head else []),
                    ],
                    note=_("The head of the log stands in the minutes too: it proves that nothing before it was changed."),
                ),
                presence(row),
            ],
        )


def notices(row: Session) -> list[Notice]:
    """What must be seen while the session runs: that it can't decide, or that it can be closed."""
    if not row.running:
        return []
    present = sum(1 for each in row.attendances.all() if each.left_at is None)
    try:
        check_quorum(present, total=row.home.seats, pack=pack_for(clock.local_date(row.convened_for, row.home.time_zone)))
    except Refused as refused:
        return [Notice(str(refused), "danger")]
    return [] if any(item.open for item in row.items.all()) else [Notice(_("Every matter has its outcome: the session can be closed."))]


def presence(row: Session) -> Table:
    offices = voting_members(row.home, row.opened_at or clock.now())
    zone = row.home.time_zone
    there = {each.member_id: each for each in row.attendances.select_related("member").order_by("pk")}
    lines = [
        (member, ROLE_LABELS[office], when(there[member.pk].came_at, zone), when(there[member.pk].left_at, zone))
        for member, office in offices.items()
        if member.pk in there
    ]
    return Table(
        _("Members present"),
        (_("Member"), _("Office"), _("Came"), _("Left")),
        lines,
        _("The session has not been opened."),
        note=_("%(present)d of %(seats)d members by law.") % {"present": len(lines), "seats": row.home.seats} if lines else "",
    )


@panel(order=15)
def upcoming(request: HttpRequest) -> Panel | None:
    """The sessions that are convened or running in the commissions where the person works."""
    ids = scope(request, Action.VIEW_CASES)
    if not ids:
        return None
    rows = Session.objects.filter(home_id__in=ids, closed_at__isnull=True, called_off_at__isnull=True).select_related("home")
    shown = [(row, address(row), *state_of(row)) for row in rows.order_by("convened_for", "pk")[:SHOWN]]
    return Panel(anchor="sessions", title=_("Sessions"), template="admin/commission/session/panel.html", data={"rows": shown})


# -- steps


def convened(row: Session) -> bool:
    return row.opened_at is None and not row.over


def not_over(row: Session) -> bool:
    return not row.over


def can_close(row: Session) -> bool:
    return row.running and not any(item.open for item in row.items.all())


def put(run: Run) -> Any:
    return sessions.put_on_agenda(run.row, **run.call, proposals=run.data["chosen"])


def hindered(request: HttpRequest, row: Session) -> dict[str, Any]:
    return {"hindered": AgendaForm(row=row, actor=request.user).hindered}


register(
    Commission,
    DeskStep(
        "convene",
        _("Convene a session"),
        Action.CONVENE_SESSION,
        run=lambda r: sessions.convene(r.row, **r.call, convened_for=r.data["convened_for"], place=r.data["place"]),
        form=ConveneForm,
        explain=_("It gets the next number. Then you put the matters that wait onto its agenda."),
        done=_("The session is convened."),
        then=lambda row, result: address(result),
    ),
)
register(
    Session,
    DeskStep(
        "agenda",
        _("Put matters onto the agenda"),
        Action.CONVENE_SESSION,
        run=put,
        form=AgendaForm,
        explain=_(
            "Each matter comes with a draft made from what is on record: its grounds and its reasons. You can change it until the vote."
        ),
        button=_("Put onto the agenda"),
        done=_("The agenda is extended."),
        offered=not_over,
        template="admin/commission/session/agenda.html",
        context=hindered,
    ),
    DeskStep(
        "open",
        _("Open the session"),
        Action.RUN_SESSION,
        run=lambda r: sessions.open_session(r.row, **r.call, present=r.data["present"], opened_at=r.data["moment"]),
        form=OpenForm,
        explain=_("A session needs two thirds of all members (CL art. 20(4))."),
        done=_("The session is open."),
        offered=convened,
    ),
    DeskStep(
        "presence",
        _("Record who came or left"),
        Action.RUN_SESSION,
        run=lambda r: sessions.record_presence(r.row, **r.call, present=r.data["present"], moment=r.data["moment"]),
        form=PresenceForm,
        explain=_("Tick everybody who is there now. Votes that were counted before stay as they are."),
        button=_("Record"),
        done=_("The presence is recorded."),
        offered=lambda row: row.running,
    ),
    DeskStep(
        "close",
        _("Close the session"),
        Action.RUN_SESSION,
        run=lambda r: sessions.close_session(r.row, **r.call, closed_at=r.data["moment"]),
        form=MomentForm,
        explain=_("Nothing of it changes afterwards. Its minutes hold the head of the log, so that paper and portal prove each other."),
        done=_("The session is closed. Its minutes can be printed."),
        offered=can_close,
        grave=True,
    ),
    DeskStep(
        "call-off",
        _("Call the session off"),
        Action.CONVENE_SESSION,
        run=lambda r: sessions.call_off(r.row, **r.call),
        explain=_("It does not take place, for example because too few members came. Its matters wait for a later session."),
        button=_("Call it off"),
        done=_("The session is called off."),
        offered=convened,
        grave=True,
    ),
)
