"""Documents to print: the application with what was filled in, the statement of withdrawal, the cards of proxies."""

from django.http import Http404, HttpRequest, HttpResponse

from candidates import printed
from candidates.models import Nomination
from candidates.services import certificates
from candidates.views.apply.cases import case_page
from commission.access import Action
from commission.pdf_documents import Document


def as_pdf(document: Document, name: str) -> HttpResponse:
    """A document of the portal as a download; `name` is made by the portal and plain."""
    answer = HttpResponse(document.pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@case_page(Action.VIEW_PERSONAL_DATA)
def application(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The application to stand with what the draft holds: to be signed, scanned and uploaded."""
    return as_pdf(printed.filled_form(nomination, request.received_at), printed.number_of(nomination, "F"))


@case_page(Action.WITHDRAW)
def withdrawal(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The statement of withdrawal, to be signed."""
    return as_pdf(printed.withdrawal_form(nomination, request.received_at), printed.number_of(nomination, "W"))


@case_page(Action.VIEW_PERSONAL_DATA)
def certificate(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The certificate of the candidate, once it is issued and as long as it holds."""
    return as_pdf(certificates.certificate(nomination), printed.number_of(nomination, "C"))


@case_page(Action.PROPOSE_PROXY)
def proxy_certificate(request: HttpRequest, nomination: Nomination, pk: int) -> HttpResponse:
    """The card of a proxy who is registered and has not ended."""
    proxy = nomination.proxies.select_related("station", "user").filter(pk=pk, registered_at__isnull=False, ended_at__isnull=True).first()
    if proxy is None:
        raise Http404
    proxy.nomination = nomination
    return as_pdf(printed.proxy_certificate(proxy), proxy.certificate_number or printed.number_of(nomination, "P"))
