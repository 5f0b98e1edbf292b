"""The door on paper: what the secretary takes over the counter, and what came too late to be taken.

A person at the counter is served with the services of the portal. Here they are put together, so that one page of the desk serves him:
all of it is taken, or nothing. Every step is judged by the moment at which the papers were handed over, not by that of the typing;
the log keeps both.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates import completeness
from candidates.models import Channel, Deficiency, DocumentKind, DocumentVersion, Nomination, NonAcceptance, Paper
from candidates.services import filing, handing_in, leaving, verification
from commission import clock
from commission.access import Action
from commission.command import command, done
from commission.fields import keyed_hash
from commission.models import AuditEvent, Election, TimetableEntry
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.papers import Incoming

Sheets = Mapping[str, int | None]  # the papers that were handed over, each with its sheets where they were counted
Marks = Mapping[str, str]  # `filing.mark` of the pages as somebody saw them


@dataclass(frozen=True)
class HandedOver:
    """When something was handed over, when that is typed in, and why the two lie apart where they do."""

    at: datetime
    typed_at: datetime
    why: str = ""


def lies_apart(at: datetime, typed_at: datetime, *, zone: str, due_at: datetime | None) -> bool:
    """Must it be said why this is typed in so late: on another day, or when a term has ended since that still ran then?"""
    return clock.local_date(at, zone) != clock.local_date(typed_at, zone) or bool(due_at and at <= due_at < typed_at)


def check_moment(handed: HandedOver, *, zone: str, due_at: datetime | None, since: datetime | None = None) -> None:
    """Raises Refused("delay_unexplained"), and as `check_not_ahead` does."""
    check_not_ahead(handed.at, handed.typed_at, since)
    if lies_apart(handed.at, handed.typed_at, zone=zone, due_at=due_at) and not handed.why.strip():
        raise Refused(
            "delay_unexplained",
            _("The papers were handed over on another day, or while a term still ran that has ended since."),
            way_out=_("Say in a sentence why they are recorded only now; it stays on record."),
        )


def check_not_ahead(at: datetime, typed_at: datetime, since: datetime | None) -> None:
    """Raises Refused("moment_ahead"), or ("moment_before_start") where it lies before `since`, when the case began."""
    if at > typed_at:
        raise Refused("moment_ahead", _("That moment has not come yet."), way_out=_("Enter when the papers were handed over."))
    if since and at < since:
        raise Refused(
            "moment_before_start",
            _("That moment lies before the beginning of this case."),
            way_out=_("Enter when the papers were handed over."),
        )


@contextmanager
def all_or_nothing(nomination: Nomination) -> Iterator[None]:
    """Several steps as one. The row in memory must not show what the database rolled back."""
    before = dict(nomination.__dict__)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        nomination.__dict__.clear()
        nomination.__dict__.update(before)
        raise


# -- coming forward


def file(
    election: Election,
    *,
    actor: Any,
    handed: HandedOver,
    way: str,
    iin: str,
    person: Mapping[str, Any],
    papers: Sheets,
    declared: bool,
    complete: bool,
) -> Nomination:
    """Start a nomination at the counter, with its papers; `complete`: and hand it in, which gives the receipt.

    Raises Refused as `check_moment` says, and as starting, handing over a paper and submitting do.
    """
    check_moment(handed, zone=election.zone, due_at=_due(election))
    with transaction.atomic():
        nomination = filing.start(election, actor=actor, at=handed.at, way=way, channel=Channel.PAPER, iin=iin, **person)
        return _hand_in(nomination, actor=actor, handed=handed, papers=papers, declared=declared, complete=complete)


def go_on(
    nomination: Nomination,
    *,
    actor: Any,
    handed: HandedOver,
    iin: str | None,
    person: Mapping[str, Any],
    papers: Sheets,
    declared: bool,
    complete: bool,
    seen: Marks | None = None,
) -> Nomination:
    """Go on with a draft at the counter: what was typed, what else was handed over, and `complete` hands it in.

    `seen` are the marks of the pages as they were shown: Refused("changed_meanwhile") where somebody else wrote since.
    """
    check_moment(handed, zone=nomination.election.zone, due_at=_due(nomination.election), since=started_at(nomination))
    with all_or_nothing(nomination):
        edit_pages(nomination, actor=actor, at=handed.at, iin=iin, person=person, seen=seen)
        return _hand_in(nomination, actor=actor, handed=handed, papers=papers, declared=declared, complete=complete)


def _hand_in(nomination: Nomination, *, actor: Any, handed: HandedOver, papers: Sheets, declared: bool, complete: bool) -> Nomination:
    for code, sheets in papers.items():
        handing_in.provide_paper(nomination, actor=actor, at=handed.at, code=code, sheets=sheets)
    if complete:
        handing_in.submit(nomination, actor=actor, at=handed.at, declared=declared, delay=handed.why)
    return nomination


def _due(election: Election) -> datetime | None:
    window = windows_of(election).get("nomination")
    return window.due_at if window else None


def started_at(nomination: Nomination) -> datetime | None:
    """When the person first came: the moment that the first page stated."""
    events = AuditEvent.objects.filter(subject_type=nomination._meta.label_lower, subject_id=nomination.pk, kind="nomination.started")
    return events.values_list("happened_at", flat=True).first()


def edit_pages(
    nomination: Nomination, *, actor: Any, at: datetime, iin: str | None, person: Mapping[str, Any], seen: Marks | None = None
) -> None:
    """Write the pages on which something changed, each with its event; `iin` of None leaves the number as it is."""
    for part in completeness.sections_of(nomination.way):
        given = {name: person[name] for name in part.fields if name in person and person[name] != getattr(nomination, name)}
        number = iin if "iin_sealed" in part.fields and iin is not None and keyed_hash(iin) != nomination.iin_hash else None
        if given or number is not None:
            mark = (seen or {}).get(part.code, "")
            filing.edit(nomination, actor=actor, at=at, section=part.code, seen=mark, iin=number, **given)


# -- correcting


def correct(
    nomination: Nomination,
    *,
    actor: Any,
    handed: HandedOver,
    iin: str | None,
    person: Mapping[str, Any],
    papers: Sheets,
    answers: Mapping[Deficiency, str],
    complete: bool,
    seen: Marks | None = None,
) -> Nomination:
    """Take corrections over the counter: the pages and papers that the points reopened, the answers, and `complete` hands in."""
    check_moment(handed, zone=nomination.election.zone, due_at=nomination.correction_due_at, since=nomination.received_at)
    with all_or_nothing(nomination):
        edit_pages(nomination, actor=actor, at=handed.at, iin=iin, person=person, seen=seen)
        for code, sheets in papers.items():
            handing_in.provide_paper(nomination, actor=actor, at=handed.at, code=code, sheets=sheets)
        for deficiency, answer in answers.items():
            verification.answer_deficiency(nomination, actor=actor, at=handed.at, deficiency=deficiency, answer=answer)
        if complete:
            handing_in.resubmit(nomination, actor=actor, at=handed.at, delay=handed.why)
    return nomination


def take_later_paper(nomination: Nomination, *, actor: Any, at: datetime, handed_at: datetime, code: str, sheets: int | None) -> Paper:
    """A paper that may follow until the registration. Raises Refused as `check_not_ahead` says, and as handing in a paper does."""
    check_not_ahead(handed_at, at, nomination.received_at)
    return handing_in.provide_paper(nomination, actor=actor, at=handed_at, code=code, sheets=sheets)


# -- leaving


def take_withdrawal(nomination: Nomination, *, actor: Any, at: datetime, handed_at: datetime, statement: Incoming) -> Nomination:
    """The signed statement of a candidate who withdraws, by the moment at which it was handed over; its scan proves it.

    Raises Refused as `check_not_ahead` says, and as withdrawing does.
    """
    check_not_ahead(handed_at, at, nomination.received_at)
    return leaving.withdraw(nomination, actor=actor, at=handed_at, statement=statement)


def take_recall(nomination: Nomination, *, actor: Any, at: datetime, handed_at: datetime, minutes: Incoming) -> Nomination:
    """The minutes by which the party takes its candidate back. Raises Refused likewise."""
    check_not_ahead(handed_at, at, nomination.received_at)
    return leaving.recall(nomination, actor=actor, at=handed_at, minutes=minutes)


# -- scans


@command(Action.FILE_ON_PAPER)
def add_scan(nomination: Nomination, *, actor: Any, at: datetime, code: str, document: Incoming) -> DocumentVersion:
    """Put the scan of a paper beside what was handed over, so that it can be read on the desk. What was handed in stays as it was.

    Raises Refused("unknown_paper"), Refused("not_handed_in").
    """
    paper = nomination.papers.filter(code=code).first()
    if paper is None:
        raise Refused("unknown_paper", _("The rule set does not ask for this paper."), status=404)
    if paper.provided_at is None or paper.channel != Channel.PAPER:
        raise Refused(
            "not_handed_in", _("This paper was not handed in on paper."), way_out=_("Record that it was handed in, then add its scan.")
        )
    rows = handing_in.keep_document(nomination, document, kind=DocumentKind.PAPER, at=at, paper=paper)
    version: DocumentVersion = rows[-1]
    done("nomination.paper_scanned", changed=rows, paper=code, ordinal=version.ordinal)
    return version


# -- too late


@command(Action.NOTE_NON_ACCEPTANCE)
def note_non_acceptance(
    election: Election, *, actor: Any, at: datetime, person: str, papers: str, entry: TimetableEntry, brought_at: datetime
) -> NonAcceptance:
    """Note that papers were brought when their term had ended, and were not taken. The person gets the note, and may appeal.

    Raises Refused("unknown_entry"), Refused("term_running") where the entry in force had not ended at that moment,
    Refused("moment_ahead"), Refused("not_told") without the person or the papers.
    """
    term = windows_of(election).get(entry.code)
    if term is None or term.pk != entry.pk or term.due_at is None:
        raise Refused("unknown_entry", _("This election has no such term in force."), way_out=_("Choose a term from the list."))
    check_not_ahead(brought_at, at, None)
    if brought_at <= term.due_at:
        raise Refused(
            "term_running",
            _("“%(term)s” had not ended at that moment: the papers came in time.") % {"term": term.title},
            article=term.article,
            way_out=_("Take the papers in, with the moment at which they were handed over."),
        )
    if not (person.strip() and papers.strip()):
        raise Refused("not_told", _("It is not said who brought what."), way_out=_("Write the name and the papers."))
    highest = election.non_acceptances.aggregate(highest=Max("number"))["highest"] or 0
    row = NonAcceptance.objects.create(
        election=election,
        number=highest + 1,
        entry=term,
        brought_at=brought_at,
        person=person.strip(),
        papers=papers.strip(),
        noted_by=actor,
    )
    done("nomination.not_accepted", changed=[row], subject=row, number=row.number)
    return row
