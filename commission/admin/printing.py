"""Documents that the desk prints: a row of record as a PDF, made when it is asked for.

    register(Submission, Print("receipt", _("Receipt"), Action.VIEW_CASES, make=printed.receipt))

Its address is the row's own with the name of the document behind it, and its number behind that where the row has several of one
kind. What a document holds, and so its bytes, follows from the row alone: printed twice it is the same file, unless it says when it
was made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commission.access import Action, can
from commission.models import Record
from commission.pdf_documents import Document
from commission.selectors import roles_of


def _always(row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Print:
    """One document of a row. `make` takes the row and the moment of the request.

    With `many`, which counts them, there are several of the kind, and `make` also takes the number of one, from 1.
    """

    name: str
    label: Any
    action: Action
    make: Callable[..., Document]
    offered: Callable[[Any], bool] = _always
    many: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class PrintLink:
    label: Any
    url: str


_prints: dict[type[Record], dict[str, Print]] = {}


def register(model: type[Record], *documents: Print) -> None:
    """Put documents onto the rows of a model. Two of one name are a mistake of ours."""
    own = _prints.setdefault(model, {})
    for document in documents:
        if document.name in own:
            raise ValueError(f"{model.__name__} has a document “{document.name}” already")
        own[document.name] = document


def address(row: Record, document: str, *number: int) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"{name}_numbered" if number else f"{name}_print", args=[row.pk, document, *number])


def links(request: HttpRequest, row: Any) -> list[PrintLink]:
    """The documents that this person may print from this row now."""
    documents = _prints.get(type(row), {})
    roles = roles_of(request.user, row) if documents else frozenset()
    found = []
    for each in documents.values():
        if not (can(roles, each.action) and each.offered(row)):
            continue
        if each.many is None:
            found.append(PrintLink(_("%(document)s (PDF)") % {"document": each.label}, address(row, each.name)))
        for number in range(1, each.many(row) + 1 if each.many else 1):
            words = {"document": each.label, "number": number}
            found.append(PrintLink(_("%(document)s %(number)d (PDF)") % words, address(row, each.name, number)))
    return found


def print_page(desk: Any, request: HttpRequest, object_id: int, name: str, number: int | None = None) -> HttpResponse:
    """The file itself. `desk` is the DeskModelAdmin of the row. 404 for another commission's row, 403 for the wrong role."""
    document = _prints.get(desk.model, {}).get(name)
    row = desk.get_queryset_for_steps(request).filter(pk=object_id).first()
    if document is None or row is None or (document.many is None) != (number is None):
        raise Http404
    # nobody is staff in his own case, and the person of the case may read personal data as well
    if not (desk.is_staff_in(request, row) and can(roles_of(request.user, row), document.action)):
        raise PermissionDenied
    if not document.offered(row) or (document.many and number not in range(1, document.many(row) + 1)):
        raise Http404
    one = [] if number is None else [number]
    made = document.make(row, request.received_at, *one)
    answer = HttpResponse(made.pdf(), content_type="application/pdf")
    # shown, so that it can be printed at once; nothing in it comes from a file that somebody sent
    answer["Content-Disposition"] = f'inline; filename="{"-".join(map(str, (name, row.pk, *one)))}.pdf"'
    return answer
