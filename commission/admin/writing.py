"""Pages of the desk that write: each is one step, with its form and the service that it calls.

    register(Nomination, DeskStep("take", _("Begin verification"), Action.TAKE, run=lambda r: verification.take_up(r.row, **r.call)))

The address is the row's own with the name of the step behind it. Who may is asked of the matrix, whether it is possible of the
service; a refusal comes back as a sentence above the form, with everything that was typed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission.access import Action, can
from commission.forms.desk import DeskForm
from commission.models import Record
from commission.refused import Refused
from commission.selectors import roles_of


@dataclass(frozen=True)
class Run:
    """One step as somebody takes it: the row, who and when, and what the form holds."""

    row: Any
    actor: Any
    at: datetime
    data: dict[str, Any]

    @property
    def call(self) -> dict[str, Any]:
        """What every service asks for."""
        return {"actor": self.actor, "at": self.at}


def _always(row: Any) -> bool:
    return True


@dataclass(frozen=True)
class DeskStep:
    """A page that writes. `offered` says whether its button stands on the row's page; the service decides all the same."""

    name: str
    label: Any
    action: Action
    run: Callable[[Run], Any]
    form: type[DeskForm] = DeskForm
    explain: Any = ""  # what it does and what follows, in one or two sentences
    button: Any = ""  # the words on the button where they are not the label
    done: Any = ""  # what is said afterwards
    offered: Callable[[Any], bool] = _always
    grave: bool = False  # can't be taken back
    template: str = "admin/commission/step.html"
    context: Callable[[HttpRequest, Any], dict[str, Any]] | None = None
    then: Callable[[Any, Any], str] | None = None  # (row, result) -> address; else the row's page


_steps: dict[type[Record], dict[str, DeskStep]] = {}


def register(model: type[Record], *steps: DeskStep) -> None:
    """Put steps onto the rows of a model. Two of one name are a mistake of ours."""
    own = _steps.setdefault(model, {})
    for step in steps:
        if step.name in own:
            raise ValueError(f"{model.__name__} has a step “{step.name}” already")
        own[step.name] = step


def steps_of(model: type[Record]) -> dict[str, DeskStep]:
    return _steps.get(model, {})


def address(row: Record, step: str = "") -> str:
    """The address of a row's page on the desk, or of one of its steps."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"{name}_step", args=[row.pk, step]) if step else reverse(f"{name}_change", args=[row.pk])


@dataclass(frozen=True)
class Button:
    label: Any
    url: str
    grave: bool = field(default=False)


def buttons(request: HttpRequest, row: Any) -> list[Button]:
    """The steps that this person may take on this row and that are offered now."""
    steps = steps_of(type(row)).values()
    roles = roles_of(request.user, row) if steps else frozenset()
    return [
        Button(step.button or step.label, address(row, step.name), step.grave)
        for step in steps
        if can(roles, step.action) and step.offered(row)
    ]


def step_page(desk: Any, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
    """Show the form of a step, or take it. `desk` is the DeskModelAdmin of the row.

    404 where the row is another commission's, 403 where the role does not include the step, 409 where the service refuses.
    """
    step = steps_of(desk.model).get(name)
    row = desk.get_queryset_for_steps(request).filter(pk=object_id).first()
    if step is None or row is None:
        raise Http404
    if not can(roles_of(request.user, row), step.action):
        raise PermissionDenied
    posted = request.method == "POST"
    form = step.form(request.POST if posted else None, request.FILES if posted else None, row=row, actor=request.user)
    status = 200
    if posted and form.is_valid():
        try:
            result = step.run(Run(row, request.user, request.received_at, form.cleaned_data))  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            if step.done:
                messages.success(request, step.done)
            return HttpResponseRedirect(step.then(row, result) if step.then else address(row))
    elif posted:
        status = 422
    opts, site = desk.opts, desk.admin_site
    crumbs = [
        (_("Desk"), reverse("admin:index")),
        (capfirst(opts.verbose_name_plural), reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")),
        (row, address(row)),
        (step.label, ""),
    ]
    context = {
        **site.each_context(request), "title": step.label, "opts": opts, "crumbs": crumbs, "row": row, "step": step, "form": form,
        "back": address(row), **(step.context(request, row) if step.context else {}),
    }  # fmt: skip
    request.current_app = site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, step.template, context, status=status)
