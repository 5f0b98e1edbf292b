"""The public's copy of a resolution: what the commission decided, made from the recorded rows."""

from django.http import Http404, HttpRequest, HttpResponse

from commission.resolutions import public_copy
from commission.selectors import printable_decisions
from commission.views.public import public_page


@public_page
def decision_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The file. 404 for what was not published, and for a record that was replayed: its resolutions are not the portal's."""
    decision = printable_decisions().filter(pk=pk).first()
    if decision is None:
        raise Http404
    answer = HttpResponse(public_copy(decision).pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="resolution-{decision.pk}.pdf"'
    return answer
