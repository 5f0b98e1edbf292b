"""The certificate of a registered candidate: issued once with a number of the election, printed whenever it is asked for.

It holds as long as the registration does: after a withdrawal or a cancellation it is given to nobody, and the public page says so.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.documents import person_of
from candidates.models import AppealOutcome, Nomination
from candidates.selectors import public_address
from candidates.workflow import State
from commission import clock, letterhead
from commission.access import Action, Role
from commission.command import command, done
from commission.letterhead import day_of, office, words
from commission.models import Decision, Election
from commission.pdf_documents import Both, CandidateCertificate, day, resolution
from commission.refused import Refused


@command(Action.ISSUE_CERTIFICATE)
def issue_certificate(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """Give a registered candidate the next number of the election. Raises Refused("not_registered"), Refused("issued_already")."""
    if nomination.stage is not State.REGISTERED:
        raise Refused("not_registered", _("Only a registered candidate gets a certificate."))
    if nomination.certificate_number:
        raise Refused("issued_already", _("The certificate has been issued already."), way_out=_("Print it from the page of the case."))
    # the election's row is locked, so that two certificates never get one number
    Election.objects.select_for_update(no_key=True).get(pk=nomination.election_id)
    numbers = nomination.election.nominations.exclude(certificate_number="").values_list("certificate_number", flat=True)
    nomination.certificate_number = str(max((int(number) for number in numbers if number.isdigit()), default=0) + 1)
    nomination.certificate_issued_at = at
    nomination.save(update_fields=["certificate_number", "certificate_issued_at"])
    done("nomination.certificate_issued", changed=[nomination], number=nomination.certificate_number)
    return nomination


def holds(nomination: Nomination) -> bool:
    """Is the certificate issued, and does the registration behind it stand?"""
    return bool(nomination.certificate_number) and nomination.stage is State.REGISTERED


def certificate(nomination: Nomination, at: datetime | None = None) -> CandidateCertificate:
    """The card, made from the rows; the code leads to the public page. Raises Refused("no_certificate"), Refused("certificate_void")."""
    if not nomination.certificate_number or nomination.certificate_issued_at is None:
        raise Refused("no_certificate", _("No certificate has been issued."), status=404)
    if not holds(nomination):
        raise Refused("certificate_void", _("The certificate is not valid any more: this person no longer stands for election."))
    election, issued = nomination.election, nomination.certificate_issued_at
    return CandidateCertificate(
        head=letterhead.head(
            election.home, document=f"{election.slug.upper()}-C{nomination.certificate_number}", made=issued, election=election
        ),
        number=nomination.certificate_number,
        person=person_of(nomination),
        office=words(election, "office"),
        polling_day=day(election.polling_date),
        issued=day_of(issued, election.zone),
        registered_by=registered_by(nomination),
        address=public_address(nomination),
        signatory=office(Role.CHAIR),
    )


def certificate_pdf(nomination: Nomination) -> bytes:
    """The file, for the desk and for the candidate. Raises Refused as `certificate` does."""
    return certificate(nomination).pdf()


def registered_by(nomination: Nomination) -> Both:
    """What the registration rests on: the commission's decision, or the act that undid its refusal."""
    if (decision := nomination.registered_by) is not None:
        return cited(decision)
    ground = nomination.grounds.select_related("decision__annulled_by__home").order_by("-pk").first()
    if ground is not None and ground.decision.annulled_by is not None:
        return cited(ground.decision.annulled_by)
    appeal = nomination.appeals.filter(outcome=AppealOutcome.UPHELD).order_by("-pk").first()
    assert appeal is not None and appeal.decided_at is not None
    body, on = words(appeal, "body"), day_of(appeal.decided_at, nomination.election.zone)
    return Both(f"{body.kk}, {on.kk}", f"{body.ru}, {on.ru}")


def cited(decision: Decision) -> Both:
    on = clock.local_date(decision.adopted_at, decision.home.time_zone)
    return resolution(decision.number, on) if decision.number else day(on)
