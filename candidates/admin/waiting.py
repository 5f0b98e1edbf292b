"""The panel of the first page that says which cases wait for the person who looks."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.admin.owed import next_of, owed_by, with_flags
from candidates.models import Nomination
from candidates.selectors import waiting_cases
from commission import clock
from commission.access import Action
from commission.admin.panels import Card, Panel, panel
from commission.admin.scope import scope
from commission.models import AuditEvent

SHOWN = 20  # the longest-waiting cases; the list below holds them all


@panel(order=20)
def waiting(request: HttpRequest) -> Panel | None:
    """Cases in which this person's role owes the next step, the longest-waiting first; each with the moment it came there."""
    ids = scope(request, Action.VIEW_CASES)
    if not ids:
        return None
    # events that name a step moved the case; the newest of them brought it where it waits
    moved = AuditEvent.objects.filter(subject_type=Nomination._meta.label_lower, subject_id=OuterRef("pk"), data__has_key="step").order_by(
        "-sequence"
    )
    now = clock.now()
    cases = (
        with_flags(waiting_cases(ids), request, now)
        .filter(owed_by(request))
        .annotate(since=Coalesce(Subquery(moved.values("happened_at")[:1]), F("received_at")))
        .order_by("since", "number")
    )
    count = cases.count()
    rows = [(row, next_of(request, row), (now - row.since).days) for row in cases[:SHOWN]]
    return Panel(
        anchor="waiting",
        title=_("What waits for me"),
        template="admin/candidates/waiting.html",
        data={"rows": rows, "more": count - len(rows)},
        cards=[Card(count, _("cases wait for me"), "waiting", "today" if count else "quiet")],
    )
