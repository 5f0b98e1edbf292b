"""Overview and results: the answer on the first screen, from the last published edition."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.selectors import public_nominations
from candidates.workflow import State
from commission import phases
from commission.models import Election, ElectionState
from commission.selectors import windows_of
from commission.templatetags.words import day
from commission.views.public import election_page
from results.presentation import Shown, show
from stations.selectors import counts_of


def latest(election: Election) -> Shown | None:
    edition = election.editions.order_by("-number").first()
    return show(edition) if edition else None


@election_page("overview")
def overview(request: HttpRequest, election: Election) -> dict[str, Any]:
    now = request.received_at  # type: ignore[attr-defined]  # stamped by the middleware
    entries = windows_of(election)
    concluded: set[str] = set()
    if election.state in (ElectionState.DETERMINED, ElectionState.COMPLETED):
        concluded |= {"determination"}
    if election.state == ElectionState.COMPLETED:
        concluded |= {"registration_of_elected"}
    steps = phases.way(entries, now, concluded=concluded)
    for step in steps:
        entry = step.pop("entry")
        step["note"] = _("until %(day)s") % {"day": day(entry.due_at, election.zone)} if entry and entry.due_at else ""
        if step["code"] == "voting" and entry:
            step["note"] = day(entry.starts_at, election.zone)
    nominations = list(public_nominations(election))
    coming = sorted(
        (e for e in entries.values() if phases.state_of(e.starts_at, e.due_at, now) != phases.PAST and e.due_at), key=lambda e: e.due_at
    )
    return {
        "steps": steps,
        "shown": latest(election),
        "counts": counts_of(election),
        "nominated": len(nominations),
        "standing": sum(1 for n in nominations if n.stage is State.REGISTERED),
        "refused": sum(1 for n in nominations if n.stage is State.REFUSED),
        "withdrew": sum(1 for n in nominations if n.stage is State.WITHDRAWN),
        "coming": [(entry, phases.state_of(entry.starts_at, entry.due_at, now)) for entry in coming[:4]],
        "results_url": reverse("public:results", args=[election.slug]),
        "about": about(election),
    }


def about(election: Election) -> list[tuple[str, Any]]:
    """By whom and by which rules the election is held."""
    facts: list[tuple[str, Any]] = [(_("Commission"), election.home)]
    if election.home.chair:
        facts.append((_("Chair"), election.home.chair))
    facts += [
        (_("Ground"), election.get_ground_display()),
        (_("Called"), day(election.called_on)),
        (_("Rules"), election.pack.title),
        (_("Act"), election.pack.act),
        (
            _("Term of office"),
            ngettext("%(years)d year", "%(years)d years", election.pack.term_years) % {"years": election.pack.term_years},
        ),
    ]
    return facts


@election_page("results")
def results(request: HttpRequest, election: Election) -> dict[str, Any]:
    return {"shown": latest(election), "counts": counts_of(election)}
