"""The candidates of an election as files: CSV, CSV for Excel, JSON. The same whatever the language of the address."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from candidates.exports import SCHEMA, as_json, document, mark
from candidates.presentation import shown_of
from candidates.table import as_csv
from commission.models import AuditEvent, Election
from commission.views.public import View, public_election, public_page

CSV, JSON = "text/csv; charset=utf-8", "application/json"
# A change in the same second as an answer would share its Last-Modified: so young a moment is not told.
SETTLED = timedelta(seconds=2)


def files(election: Election) -> list[dict[str, str]]:
    """The files as a page links them: address, kind, and what they are good for."""

    def file(route: str, kind: str, title: str, note: str) -> dict[str, str]:
        return {"url": reverse(f"public:{route}", args=[election.slug]), "kind": kind, "title": title, "note": note}

    return [
        file("candidates_csv", "text/csv", "CSV", _("UTF-8, commas")),
        file("candidates_excel", "text/csv", _("CSV for Excel"), _("semicolons, opens by a click")),
        file("candidates_json", "application/json", "JSON", _("with every decision, ground and appeal")),
    ]


def data_file(name: str, content_type: str) -> Callable[[Callable[[dict[str, Any]], bytes]], View]:
    """A file of the candidates: unchanged data is answered with 304, and any site may read it."""

    def decorate(write: Callable[[dict[str, Any]], bytes]) -> View:
        @public_page
        @wraps(write)
        def run(request: HttpRequest, slug: str) -> HttpResponse:
            election, now = public_election(slug), request.received_at  # type: ignore[attr-defined]  # stamped by the middleware
            data = document(election, shown_of(election), at=now)
            last = AuditEvent.objects.filter(home=election.home).order_by("-sequence").values_list("recorded_at", flat=True).first()
            answer = HttpResponse(write(data), content_type=content_type)
            answer["Content-Disposition"] = f'inline; filename="{slug}-{name}"'
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Cross-Origin-Resource-Policy"] = "cross-origin"
            answer["Link"] = links(election)
            answer["ETag"] = mark(data)
            changed = int(last.timestamp()) if last is not None and now - last > SETTLED else None
            if changed is not None:
                answer["Last-Modified"] = http_date(changed)
            return get_conditional_response(request, answer["ETag"], changed, answer) or answer

        return run

    return decorate


def links(election: Election) -> str:
    """Where the data is described, on what terms it may be used, and which page a person reads."""
    page = settings.PUBLIC_ADDRESS + reverse("public:candidates", args=[election.slug])
    return ", ".join(
        (
            f'<{settings.PUBLIC_ADDRESS}{static(SCHEMA)}>; rel="describedby"',
            f'<{settings.OPEN_DATA_LICENCE[1]}>; rel="license"',
            f'<{page}>; rel="alternate"; type="text/html"',
        )
    )


@data_file("candidates.csv", CSV)
def candidates_csv(data: dict[str, Any]) -> bytes:
    return as_csv(data)


@data_file("candidates-excel.csv", CSV)
def candidates_excel(data: dict[str, Any]) -> bytes:
    return as_csv(data, for_excel=True)


@data_file("candidates.json", JSON)
def candidates_json(data: dict[str, Any]) -> bytes:
    return as_json(data)
