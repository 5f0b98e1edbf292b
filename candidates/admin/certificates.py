"""The certificate of a candidate at the desk: issued, and printed while it holds."""

from django.utils.translation import gettext_lazy as _

from candidates.models import Nomination
from candidates.services import certificates
from candidates.workflow import State
from commission.access import Action
from commission.admin import printing
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, register

register(
    Nomination,
    DeskStep(
        "issue-certificate",
        _("Issue the certificate"),
        Action.ISSUE_CERTIFICATE,
        run=lambda r: certificates.issue_certificate(r.row, **r.call),
        explain=_("It gets the next number of this election. Its code leads to the public page, which says whether it still holds."),
        done=_("The certificate is issued. Print it and hand it over."),
        offered=lambda row: row.stage is State.REGISTERED and not row.certificate_number,
    ),
)
printing.register(
    Nomination,
    Print("certificate", _("Certificate of the candidate"), Action.VIEW_CASES, make=certificates.certificate, offered=certificates.holds),
)
