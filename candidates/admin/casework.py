"""What the case page says of the work itself: the checklist, the papers, what was found wanting, what is late, who may be the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.admin import documents as files
from candidates.admin.record import zone
from candidates.duplicates import find
from candidates.models import Check, CheckResult, Deficiency, Nomination, Paper
from candidates.parties import look, members_only
from candidates.workflow import BEFORE_THE_END, State
from commission.admin.pages import NOTHING, Notice, Own, Table, link, when, yes_no
from commission.admin.writing import address, links, step_link
from commission.law.citing import cite

TONES = {CheckResult.PENDING: "wait", CheckResult.PASSED: "good", CheckResult.FAILED: "bad", CheckResult.NOT_APPLICABLE: "quiet"}


@dataclass(frozen=True)
class CheckLine:
    """One row of the checklist, with what may be done about it."""

    check: Check
    tone: str
    late: bool
    record: str = ""  # where to record its result
    note: str = ""  # where to note what is wanting


def checklist(request: HttpRequest, row: Nomination, checks: list[Check], now: datetime, *, notes: bool) -> Own | None:
    """Every check with its authority, term, result, and who recorded it when. Notes and references may hold what only case workers read."""
    if not checks:
        return None
    recordable = links(request, row, "record-check", {check.code: check for check in checks})
    noting = step_link(request, row, "note-deficiency")
    named = {failure.check_failed_id for failure in row.deficiencies.all()}
    lines = [
        CheckLine(
            check,
            TONES[CheckResult(check.result)],
            check.result == CheckResult.PENDING and check.due_at < now and check.nomination.stage not in ENDED,
            recordable.get(check.code, ""),
            f"{noting}?{urlencode({'about': f'check-{check.code}'})}"
            if noting and check.result == CheckResult.FAILED and check.pk not in named
            else "",
        )
        for check in checks
    ]
    parts = [
        ("", [line for line in lines if not line.check.after_registration]),
        (_("After registration"), [line for line in lines if line.check.after_registration]),
    ]
    done = sum(1 for check in checks if check.result != CheckResult.PENDING)
    data = {"parts": [part for part in parts if part[1]], "notes": notes, "zone": zone(row), "done": done, "all": len(checks)}
    return Own(_("Checks"), "admin/candidates/checklist.html", data, anchor="checks")


ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.CANCELLED, State.LAPSED})


def no_checks(checks: list[Check]) -> list[Table]:
    return [] if checks else [Table(_("Checks"), (), [], _("Checks begin when the registrar takes the case."))]


def documents(request: HttpRequest, row: Nomination) -> Own:
    """The papers themselves: every version, and the page of the one that the address asks for."""
    base = address(row)
    versions = files.versions_of(row)
    shown = files.shown_on(request, row, base, versions)
    groups = files.groups(row, base, versions, shown.version.pk if shown else 0, notes=bool(step_link(request, row, "note-deficiency")))
    missing = sum(1 for group in groups if group.paper and group.paper.provided_at is None)
    data = {"groups": groups, "viewer": shown, "zone": zone(row), "missing": missing}
    return Own(_("Papers"), "admin/candidates/papers.html", data, anchor="papers")


def papers(row: Nomination) -> Table:
    def line(paper: Paper) -> tuple[Any, ...]:
        if paper.provided_at is None:
            return paper.title, _("missing"), NOTHING
        return paper.title, paper.get_channel_display() or _("handed in"), when(paper.provided_at, zone(row))

    rows = list(row.papers.order_by("pk"))
    missing = sum(1 for paper in rows if paper.provided_at is None)
    return Table(
        _("Papers"),
        (_("Paper"), _("How"), _("Handed in")),
        [line(paper) for paper in rows],
        _("The rule set asks for no paper."),
        note=_("%(missing)d of %(all)d are missing.") % {"missing": missing, "all": len(rows)} if missing else "",
    )


def deficiencies(row: Nomination, *, answers: bool) -> Table:
    def about(d: Deficiency) -> Any:
        if d.check_failed:
            d.check_failed.nomination = row
            return d.check_failed.title
        if d.paper:
            d.paper.nomination = row
            return d.paper.title
        return d.section or NOTHING

    def line(d: Deficiency) -> tuple[Any, ...]:
        cells = (
            d.description,
            cite(d.article),
            yes_no(d.curable),
            when(d.noted_at, zone(row)),
            when(d.notified_at, zone(row)),
            when(d.answered_at, zone(row)),
        )
        return (*cells, about(d), d.answer) if answers else (*cells, about(d))

    head = (_("What is wanting"), _("Article"), _("Can be corrected"), _("Noted"), _("Candidate notified"), _("Answered"), _("About"))
    return Table(
        _("Deficiencies"),
        (*head, _("Answer")) if answers else head,
        [line(d) for d in row.deficiencies.select_related("check_failed", "paper")],
        _("None was noted."),
        anchor="deficiencies",
    )


def overdue(checks: list[Check], asked: Own | None, now: datetime) -> list[Notice]:
    """What the commission waits for longer than it should."""
    late = sum(1 for check in checks if check.result == CheckResult.PENDING and check.due_at < now and check.nomination.stage not in ENDED)
    letters = sum(1 for letter in asked.data["letters"] if letter.overdue) if asked else 0
    words = []
    if late:
        words.append(ngettext("%(count)d check is past its term.", "%(count)d checks are past their term.", late) % {"count": late})
    if letters:
        words.append(
            ngettext("%(count)d letter is not answered in time.", "%(count)d letters are not answered in time.", letters)
            % {"count": letters}
        )
    return [Notice(" ".join(words), "warning")] if words else []


def failed_after_registration(request: HttpRequest, row: Nomination, checks: list[Check]) -> list[Any]:
    """A registered candidate whose later check failed and who was told: the commission may cancel the registration."""
    if row.stage is not State.REGISTERED:
        return []
    failed = {check.pk for check in checks if check.after_registration and check.result == CheckResult.FAILED}
    told = {d.check_failed_id for d in row.deficiencies.all() if d.notified_at}
    if not failed:
        return []
    data = {
        "told": bool(failed & told),
        "agenda": step_link(request, row, "propose-cancellation"),
        "noting": step_link(request, row, "note-deficiency"),
    }
    return [Own(_("A check after registration has failed"), "admin/candidates/cancellation.html", data, anchor="cancellation")]


def of_the_party(row: Nomination) -> list[Notice]:
    """What speaks against the nomination by a party, as long as the case is open. A hint: the commission looks, and decides."""
    if row.stage not in BEFORE_THE_END:
        return []
    hints = look(row)
    found = []
    if hints.not_a_member:
        stated = row.party_membership or NOTHING
        words = _("A party nominates its own members (%(article)s). Stated as party membership: %(stated)s; nominated by: %(party)s.")
        found.append(
            Notice(words % {"article": cite(members_only(row.election.pack).article), "stated": stated, "party": row.party}, "warning")
        )
    if hints.others:
        others = ", ".join(_("No. %(number)d: %(name)s") % {"number": other.number, "name": other.full_name} for other in hints.others)
        words = _("The same party nominated somebody else at this election, and may nominate one candidate. Still in the race: %(others)s.")
        found.append(Notice(words % {"others": others}, "warning"))
    return found


def duplicates(request: HttpRequest, row: Nomination) -> list[Table]:
    """Nominations that share something with this one. A hint, never a finding."""
    matches = find(row)
    if not matches:
        return []

    def named(other: Nomination) -> Any:
        words = _("No. %(number)d: %(name)s") % {"number": other.number, "name": other.full_name}
        return link(request, other, words) if other.election.home_id == row.election.home_id else words

    return [
        Table(
            _("May be the same person"),
            (_("Nomination"), _("Election"), _("State"), _("What they share")),
            [(named(m.nomination), m.nomination.election, m.nomination.staff_label, ", ".join(map(str, m.labels))) for m in matches],
            "",
            note=_("A hint for the check of identity, never a finding: a family shares an address, a staff shares a phone."),
            anchor="duplicates",
        )
    ]
