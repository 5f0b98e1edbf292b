"""The outage log on the desk, and the decision to extend a term."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.admin.base import DeskModelAdmin, moment_column
from commission.admin.pages import Facts, Page, link, when
from commission.admin.writing import DeskStep, Run, address, register
from commission.forms.outages import ExtendForm, OutageEndForm, OutageForm
from commission.forms.votes import vote_in
from commission.models import Commission, Election, ElectionState, Outage
from commission.services import outages, sessions
from commission.services.decisions import Text
from commission.services.extending import extend_term, proposal


@admin.register(Outage)
class OutageAdmin(DeskModelAdmin):
    home_path = "home"
    related = ("home", "noted_by", "decision")
    list_display = ("began_local", "ended_local", "words_shown", "decision")
    list_display_links = ("began_local", "words_shown")
    ordering = ("-began_at", "-pk")

    began_local = moment_column("began_at", _("began"))
    ended_local = moment_column("ended_at", _("ended"))

    @admin.display(description=_("what happened"))
    def words_shown(self, row: Outage) -> str:
        return row.words

    def page(self, request: HttpRequest, row: Outage) -> Page:
        zone = row.home.time_zone
        return Page(
            title=_("Outage of %(moment)s") % {"moment": row},
            status=_("Over") if row.ended_at else _("Still lasts"),
            tone="quiet" if row.ended_at else "bad",
            lede=row.home,
            sections=[
                Facts(
                    _("What is on record"),
                    [
                        (_("Began"), when(row.began_at, zone)),
                        (_("Ended"), when(row.ended_at, zone)),
                        (_("In Kazakh"), row.words_kk),
                        (_("In Russian"), row.words_ru),
                        (_("Written down by"), row.noted_by),
                        (_("Written down"), when(row.noted_at, zone)),
                        (_("Cited by the decision"), link(request, row.decision)),
                    ],
                )
            ],
        )


def record(run: Run) -> Outage:
    words = Text(run.data.pop("words_kk"), run.data.pop("words_ru"))
    return outages.record_outage(run.row, **run.call, **run.data, words=words)


def extend(run: Run) -> Any:
    """By the figures of a vote, or as a matter of the session that was chosen."""
    extension = run.data["extension"]
    if session := run.data["session"]:
        return sessions.put_on_agenda(session, **run.call, proposals=[proposal(run.row, extension)])
    voted_at, vote = vote_in(run.data)
    return extend_term(run.row, actor=run.actor, at=voted_at, vote=vote, extension=extension)


register(
    Commission,
    DeskStep(
        "record-outage",
        _("Record an outage"),
        Action.RECORD_OUTAGE,
        run=record,
        form=OutageForm,
        explain=_("When the portal could not be reached, write it down: a decision to extend a term can cite it."),
        done=_("The outage is in the log."),
        then=lambda row, result: address(result),
    ),
)
register(
    Outage,
    DeskStep(
        "end-outage",
        _("Record the end of the outage"),
        Action.RECORD_OUTAGE,
        run=lambda r: outages.end_outage(r.row, **r.call, **r.data),
        form=OutageEndForm,
        done=_("The end is in the log."),
        offered=lambda row: row.ended_at is None,
    ),
)
register(
    Election,
    DeskStep(
        "extend-term",
        _("Extend a term"),
        Action.ADOPT_TIMETABLE,
        run=extend,
        form=ExtendForm,
        explain=_("Only a decision of the commission moves the end of a term. The old entry stays readable and names its successor."),
        done=_("It is on record: the term is extended, or the matter stands on the agenda."),
        offered=lambda row: row.state == ElectionState.CALLED and row.timetable_entries.exists(),
        grave=True,
    ),
)
