"""Reading a paper leaves a trace: who of the commission took which version, and when."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import Channel, DocumentVersion, Nomination
from candidates.workflow import State
from commission.access import Action, Role
from commission.command import command, done, frame
from commission.refused import Refused

APPLICANT = (Role.CANDIDATE, Role.PROXY)


@command(Action.DOWNLOAD_PAPER)
def note_reading(nomination: Nomination, *, actor: Any, at: datetime, version: DocumentVersion, how: str) -> DocumentVersion:
    """Write down that somebody takes a paper: `how` is "download" or "view".

    A download is one event each time, for a copy leaves the portal. Opening a document in the page of the case is one event
    for a person, a version and a day (`selectors.viewed_today` asks first), not one a page: who turns pages reads one document.

    Raises Refused("foreign_row"), and Refused("not_handed_in") to staff for what a person has not handed in yet.
    """
    if version.nomination_id != nomination.pk:
        raise Refused("foreign_row", _("This paper belongs to another nomination."), status=404)
    own = any(role in frame().roles for role in APPLICANT)
    if not own and nomination.channel == Channel.PORTAL and nomination.stage in (State.DRAFT, State.LAPSED):
        raise Refused("not_handed_in", _("This paper has not been handed in."), status=404)
    done(
        "nomination.paper_downloaded",
        changed=[],
        document=version.pk,
        paper=version.paper.code if version.paper else version.kind,
        ordinal=version.ordinal,
        how=how,
    )
    return version
