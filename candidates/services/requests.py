"""Letters to authorities: which checks a letter asks, under which number, and what came back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import AuthorityRequest, Check, CheckResult, DocumentKind, Nomination
from candidates.services.handing_in import keep_document
from candidates.workflow import State
from commission import timetable
from commission.access import Action
from commission.command import command, done
from commission.models import Election
from commission.refused import Refused
from commission.services.papers import Incoming


@command(Action.SEND_REQUEST)
def send_request(nomination: Nomination, *, actor: Any, at: datetime, codes: Sequence[str]) -> list[AuthorityRequest]:
    """Ask one authority by one letter, with one number, for the results of these checks.

    The number is that of the nomination and the next of the election's own series: `12/7` is the seventh letter of the election.
    The answer is due within the term of each check, counted from the letter.

    Raises Refused("state"), ("unknown_check"), ("nothing_to_ask"), ("own_check"), ("two_authorities"), ("has_result"), and
    ("asked_already") while the term of an earlier letter still runs.
    """
    if nomination.stage not in (State.UNDER_VERIFICATION, State.REGISTERED):
        raise Refused("state", _("Authorities are asked during verification or after registration."))
    rows = list(nomination.checks.filter(code__in=codes))
    if len(rows) != len(set(codes)):
        raise Refused("unknown_check", _("This nomination has no such check."), status=404)
    if not rows:
        raise Refused("nothing_to_ask", _("No check was chosen."), way_out=_("Choose what the letter asks for."))
    for row in rows:
        row.nomination = nomination
    refuse_unaskable(rows, at)
    number = f"{nomination.number}/{_next_in_series(nomination.election)}"
    pack = nomination.election.pack
    sent = [
        AuthorityRequest.objects.create(
            nomination=nomination,
            asked=row,
            number=number,
            sent_at=at,
            sent_by=actor,
            due_at=timetable.days_later(at, pack.check(row.code).days, nomination.election.zone),
        )
        for row in rows
    ]
    done("nomination.request_sent", changed=sent, number=number, codes=[row.code for row in rows])
    return sent


def refuse_unaskable(rows: Sequence[Check], at: datetime) -> None:
    """Raises Refused as `send_request` says, for checks of one nomination."""
    for row in rows:
        if row.rule.own:
            raise Refused("own_check", _("The commission itself finds the result of “%(check)s”.") % {"check": row.title})
        if row.result != CheckResult.PENDING:
            raise Refused("has_result", _("“%(check)s” has its result already.") % {"check": row.title})
        if row.requests.filter(replied_at__isnull=True, due_at__gte=at).exists():
            raise Refused(
                "asked_already",
                _("“%(check)s” was asked by a letter whose term still runs.") % {"check": row.title},
                way_out=_("Ask again when the term is over."),
            )
    if len({str(row.authority) for row in rows}) > 1:
        raise Refused("two_authorities", _("One letter goes to one authority."), way_out=_("Send a letter to each of them."))


def _next_in_series(election: Election) -> int:
    # the election's row, so that two letters at the same moment don't get the same number
    Election.objects.select_for_update(no_key=True).get(pk=election.pk)
    return AuthorityRequest.objects.filter(nomination__election=election).values("number").distinct().count() + 1


@command(Action.RECORD_REPLY)
def record_reply(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    number: str,
    reference: str = "",
    words: str = "",
    codes: Sequence[str] | None = None,
    document: Incoming | None = None,
) -> list[AuthorityRequest]:
    """Record what an authority answered to a letter, with the scan where there is one. `codes`: to which of its checks (all).

    What it means for a check is recorded with the check, by the registrar. A reply may come at any time, also when nobody
    needs it any more. Raises Refused("unknown_request"), ("replied_already"), ("empty_reply").
    """
    asked = list(nomination.requests.filter(number=number).select_related("asked"))
    rows = [row for row in asked if row.replied_at is None and (codes is None or row.asked.code in codes)]
    if not asked:
        raise Refused("unknown_request", _("This nomination has no such letter."), status=404)
    if not rows:
        raise Refused("replied_already", _("The reply to this letter is recorded."), way_out=_("Reload the page to see what has changed."))
    if not (reference.strip() or words.strip() or document):
        raise Refused("empty_reply", _("A reply needs its number, its words or its scan."), way_out=_("Fill in at least one of them."))
    kept = keep_document(nomination, document, kind=DocumentKind.REPLY, at=at) if document else []
    for row in rows:
        row.replied_at, row.reply_reference, row.reply_words = at, reference.strip(), words.strip()
        row.reply = kept[-1] if kept else None
        row.save(update_fields=["replied_at", "reply_reference", "reply_words", "reply"])
    done("nomination.reply_recorded", changed=[*kept, *rows], number=number, codes=[row.asked.code for row in rows])
    return rows
