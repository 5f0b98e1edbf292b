"""The calendar plan of an election as a PDF: what the commission adopted, to print and to hang up."""

from django.http import Http404, HttpRequest, HttpResponse

from commission.plan_annex import calendar_plan, has_timetable
from commission.views.public import public_election, public_page


@public_page
def plan_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The file, in both official languages whatever the address. 404 where no timetable is adopted."""
    election = public_election(slug)
    if not has_timetable(election):
        raise Http404
    answer = HttpResponse(calendar_plan(election).pdf(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="calendar-plan-{slug}.pdf"'
    return answer
