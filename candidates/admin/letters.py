"""Letters to authorities at the desk: what can be asked of whom, what was sent, and what came back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from candidates import letters as documents
from candidates.forms.desk_requests import ReplyForm, RequestForm
from candidates.models import AuthorityRequest, Check, CheckResult, Nomination
from candidates.services import requests
from candidates.workflow import State
from commission import clock
from commission.access import Action
from commission.admin import printing
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import NOTHING, Facts, Own, Page, link, when
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, Run, address, links, register
from commission.refused import Refused


@dataclass(frozen=True)
class Letter:
    """The rows that share a number: one letter to one authority."""

    rows: list[AuthorityRequest]
    now: datetime
    reply: str = ""  # where to record the answer

    @property
    def first(self) -> AuthorityRequest:
        return self.rows[0]

    @property
    def due_at(self) -> datetime:
        return min(row.due_at for row in self.rows)

    @property
    def answered(self) -> bool:
        return all(row.replied_at for row in self.rows)

    @property
    def overdue(self) -> bool:
        return any(row.replied_at is None and row.due_at < self.now for row in self.rows)


def letters_of(nomination: Nomination, now: datetime) -> list[list[AuthorityRequest]]:
    """The rows of each letter, oldest letter first, each row knowing its case."""
    letters: dict[str, list[AuthorityRequest]] = {}
    for row in nomination.requests.select_related("asked", "sent_by", "reply").order_by("pk"):
        row.nomination = row.asked.nomination = nomination
        letters.setdefault(row.number, []).append(row)
    return list(letters.values())


def askable(nomination: Nomination, checks: list[Check], at: datetime) -> dict[str, list[Check]]:
    """What a letter could ask now, by the first check of each authority; the service has the last word."""
    after = nomination.stage is State.REGISTERED
    if nomination.stage is not State.UNDER_VERIFICATION and not after:
        return {}
    waiting = set(nomination.requests.filter(replied_at__isnull=True, due_at__gte=at).values_list("asked_id", flat=True))
    found: dict[str, list[Check]] = {}
    for check in checks:
        if check.after_registration == after and check.result == CheckResult.PENDING and not check.rule.own and check.pk not in waiting:
            found.setdefault(str(check.authority), []).append(check)
    return {group[0].code: group for group in found.values()}


def own_checks(nomination: Nomination) -> list[Check]:
    rows = list(nomination.checks.all())
    for row in rows:
        row.nomination = nomination
    return rows


def the_group(nomination: Nomination, code: str) -> list[Check] | None:
    """What can be asked of the authority of this check; an empty list where it was asked meanwhile."""
    checks = own_checks(nomination)
    named = next((check for check in checks if check.code == code and not check.rule.own), None)
    if named is None:
        return None
    groups = askable(nomination, checks, clock.now()).values()
    return next((group for group in groups if group[0].rule.authority == named.rule.authority), [])


def the_letter(nomination: Nomination, key: str) -> list[AuthorityRequest] | None:
    """The letter of this row; its number holds a stroke, which no address takes."""
    return next((rows for rows in letters_of(nomination, clock.now()) if key == str(rows[0].pk)), None)


def send(run: Run) -> list[AuthorityRequest]:
    if outside := set(run.data["codes"]) - {check.code for check in run.part}:
        raise Refused("unknown_check", _("This nomination has no such check."), way_out=str(sorted(outside)), status=404)
    return requests.send_request(run.row, **run.call, codes=run.data["codes"])


def after_the_reply(row: Nomination, answered: list[AuthorityRequest]) -> str:
    """What the reply means for the check is recorded next, by the registrar."""
    first = next((each.asked for each in answered if each.asked.result == CheckResult.PENDING), None)
    if first is None:
        return address(row) + "#letters"
    return f"{address(row, 'record-check', first.code)}?{urlencode({'reference': answered[0].reply_reference})}"


printing.register(
    AuthorityRequest, Print("letter", _("Letter to the authority"), Action.VIEW_PERSONAL_DATA, make=documents.authority_letter)
)
register(
    Nomination,
    DeskStep(
        "send-request",
        _("Write to an authority"),
        Action.SEND_REQUEST,
        run=send,
        form=RequestForm,
        explain=_("The letter gets its number and the day by which the authority answers. You print it, sign it and send it."),
        button=_("Write the letter"),
        done=_("The letter is on record; print it from the case."),
        offered=bool,
        part=the_group,
        template="admin/candidates/request.html",
        then=lambda row, sent: address(row) + "#letters",
    ),
    DeskStep(
        "record-reply",
        _("Record the reply of an authority"),
        Action.RECORD_REPLY,
        run=lambda r: requests.record_reply(r.row, **r.call, number=r.part[0].number, **r.data),
        form=ReplyForm,
        explain=_("What it means for the check, the registrar records with the check."),
        button=_("Record the reply"),
        done=_("The reply is recorded."),
        offered=lambda letter: any(row.replied_at is None for row in letter),
        part=the_letter,
        template="admin/candidates/reply.html",
        then=after_the_reply,
    ),
)


def section(request: HttpRequest, row: Nomination, checks: list[Check], now: datetime, *, words: bool) -> Own | None:
    """Letters and replies; `words`: may the reader see what was answered? Nothing where nothing was or could be asked."""
    rows = {str(letter[0].pk): letter for letter in letters_of(row, now)}
    open_replies = links(request, row, "record-reply", rows)
    sent = [Letter(letter, now, open_replies.get(key, "")) for key, letter in rows.items()]
    to_ask = askable(row, checks, now)
    asking = [(to_ask[key], url) for key, url in links(request, row, "send-request", to_ask).items()]
    if not sent and not asking:
        return None
    asked = {each.asked_id for letter in sent for each in letter.rows}
    data = {"letters": sent, "asking": asking, "asked": asked, "words": words, "zone": row.election.zone}
    return Own(_("Letters to authorities"), "admin/candidates/letters.html", data, anchor="letters")


# -- the list of all letters


class AnsweredFilter(admin.SimpleListFilter):
    title = _("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("no answer yet")), ("late", _("overdue")), ("came", _("answered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "came":
            return queryset.filter(replied_at__isnull=False)
        if self.value() in ("none", "late"):
            queryset = queryset.filter(replied_at__isnull=True)
        return queryset.filter(due_at__lt=clock.now()) if self.value() == "late" else queryset


class LetterElectionFilter(ElectionFilter):
    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        known = chosen in {key for key, _title in self.lookup_choices}
        return queryset.filter(nomination__election_id=int(chosen)) if known and chosen else queryset


@admin.register(AuthorityRequest)
class RequestAdmin(DeskModelAdmin):
    """What was asked of whom, and what is overdue. The letters hold personal data: for those who work on the cases."""

    view_action = Action.VIEW_PERSONAL_DATA
    home_path = "nomination__election__home"
    related = ("nomination__election__home", "asked__nomination__election", "sent_by", "reply")
    list_display = ("number", "authority", "asked_for", "nomination", "sent_local", "due_local", "replied_local")
    list_filter = (LetterElectionFilter, AnsweredFilter)
    ordering = ("-sent_at", "-pk")

    sent_local = moment_column("sent_at", _("sent"))
    due_local = moment_column("due_at", _("due"))
    replied_local = moment_column("replied_at", _("answered"))

    @admin.display(description=_("authority"))
    def authority(self, row: AuthorityRequest) -> Any:
        return row.asked.authority

    @admin.display(description=_("check"))
    def asked_for(self, row: AuthorityRequest) -> Any:
        return row.asked.title

    def page(self, request: HttpRequest, row: AuthorityRequest) -> Page:
        zone = row.nomination.election.zone
        return Page(
            title=_("Letter No. %(number)s") % {"number": row.number},
            lede=link(request, row.nomination),
            sections=[
                Facts(
                    _("What was asked"),
                    [
                        (_("Authority"), row.asked.authority),
                        (_("Check"), row.asked.title),
                        (_("Sent"), when(row.sent_at, zone)),
                        (_("Sent by"), row.sent_by),
                        (_("Answer due"), when(row.due_at, zone)),
                        (_("Answered"), when(row.replied_at, zone)),
                        (_("Number of the reply"), row.reply_reference or NOTHING),
                        (_("What the authority answered"), row.reply_words or NOTHING),
                        (_("Scan of the reply"), link(request, row.reply)),
                    ],
                )
            ],
        )
