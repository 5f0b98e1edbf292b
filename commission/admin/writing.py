"""Pages of the desk that write: each is one step, with its form and the service that it calls.

    register(Nomination, DeskStep("take", _("Begin verification"), Action.TAKE, run=lambda r: verification.take_up(r.row, **r.call)))

The address is the row's own with the name of the step behind it, and the part of the row (a check, a sheet) behind that where
the step has one. Who may is asked of the matrix, whether it is possible of the service; a refusal comes back as a sentence above
the form, with everything that was typed. The record of a replayed election is finished: nobody takes a step in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission import kept
from commission.access import Action, can
from commission.forms.desk import DeskForm
from commission.models import Election, Origin, Record
from commission.refused import Refused
from commission.selectors import roles_of


@dataclass(frozen=True)
class Run:
    """One step as somebody takes it: the row, who and when, and what the form holds."""

    row: Any
    actor: Any
    at: datetime
    data: dict[str, Any]
    part: Any = None  # of the row, where the step is about one

    @property
    def call(self) -> dict[str, Any]:
        """What every service asks for."""
        return {"actor": self.actor, "at": self.at}


def _always(row: Any) -> bool:
    return True


def _nobody(row: Any, actor: Any) -> Any:
    return ""


@dataclass(frozen=True)
class DeskStep:
    """A page that writes. `offered` says whether its button stands on the row's page, `barred` in a sentence why this very person
    may not (who did the first half of a step for two); the service decides all the same. Words in the address fill in the form:
    `?article=…`.

    With `part` the page is about one part of the row: (row, the last word of the address) -> the part, or None for a 404. The
    form and the run get it, and `offered`, `barred` and `context` get it in the place of the row. Its link stands beside the
    part, not on top.
    """

    name: str
    label: Any
    action: Action
    run: Callable[[Run], Any]
    form: type[DeskForm] = DeskForm
    explain: Any = ""  # what it does and what follows, in one or two sentences
    button: Any = ""  # the words on the button where they are not the label
    done: Any = ""  # what is said afterwards
    offered: Callable[[Any], bool] = _always
    barred: Callable[[Any, Any], Any] = _nobody
    grave: bool = False  # can't be taken back
    template: str = "admin/commission/step.html"
    context: Callable[[HttpRequest, Any], dict[str, Any]] | None = None
    then: Callable[[Any, Any], str] | None = None  # (row, result) -> address; else the row's page
    # what the step would do, for the template as `outlook`: asked for by a button named `look`, and nothing is written
    look: Callable[[Run], Any] | None = None
    part: Callable[[Any, str], Any] | None = None
    place: str = ""  # the section of the row's page where its button stands; else on top


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


def address(row: Record, step: str = "", part: str = "") -> str:
    """The address of a row's page on the desk, or of one of its steps."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    if part:
        return reverse(f"{name}_part", args=[row.pk, step, part])
    return reverse(f"{name}_step", args=[row.pk, step]) if step else reverse(f"{name}_change", args=[row.pk])


@dataclass(frozen=True)
class Button:
    label: Any
    url: str
    grave: bool = False
    place: str = ""
    name: str = ""


def buttons(request: HttpRequest, row: Any) -> list[Button]:
    """The steps that this person may take on this row and that are offered now."""
    steps = steps_of(type(row))
    if not steps or is_replayed(row):
        return []
    roles = roles_of(request.user, row)
    return [
        Button(step.button or step.label, address(row, step.name), step.grave, step.place, step.name)
        for step in steps.values()
        if step.part is None and can(roles, step.action) and step.offered(row) and not step.barred(row, request.user)
    ]


def links(request: HttpRequest, row: Any, name: str, parts: dict[str, Any]) -> dict[str, str]:
    """The addresses of a step by the names of the parts that this person may take it on now."""
    step = steps_of(type(row)).get(name)
    if step is None or not parts or is_replayed(row) or not can(roles_of(request.user, row), step.action):
        return {}
    open_now = [key for key, about in parts.items() if step.offered(about) and not step.barred(about, request.user)]
    return {key: address(row, name, key) for key in open_now}


def step_link(request: HttpRequest, row: Any, name: str) -> str:
    """The address of one step, where this person may take it now; nothing where not."""
    step = steps_of(type(row)).get(name)
    if step is None or step.part is not None or is_replayed(row) or not can(roles_of(request.user, row), step.action):
        return ""
    return address(row, name) if step.offered(row) and not step.barred(row, request.user) else ""


def is_replayed(row: Any) -> bool:
    """Does the row belong to an election that was replayed from its record?"""
    case = getattr(row, "nomination", row)
    election = case if isinstance(case, Election) else getattr(case, "election", None)
    return election is not None and election.origin == Origin.REPLAYED


def step_page(desk: Any, request: HttpRequest, object_id: int, name: str, part: str = "") -> HttpResponse:
    """Show the form of a step, or take it. `desk` is the DeskModelAdmin of the row.

    404 where the row is another commission's, 403 where the role does not include the step, 409 where it is not possible now.
    """
    step = steps_of(desk.model).get(name)
    row = desk.get_queryset_for_steps(request).filter(pk=object_id).first()
    if step is None or row is None or (step.part is None) != (part == ""):
        raise Http404
    if not can(roles_of(request.user, row), step.action):
        raise PermissionDenied
    about = step.part(row, part) if step.part else row
    if about is None:
        raise Http404
    posted = request.method == "POST"
    closed = why_closed(step, row, about, request.user, posted=posted)
    given = {"row": row, "actor": request.user, **({"part": about} if step.part else {})}
    typed = kept.given_back(request)
    sent = (request.POST, request.FILES) if posted else (typed, None)
    form = step.form(*sent, initial={} if posted else request.GET.dict(), **given)
    status = 409 if closed else 200
    outlook = None
    if posted and cache.get(f"step:{request.POST.get('once')}"):
        return HttpResponseRedirect(_taken_before(row, request))
    if posted and not closed:
        if form.is_valid():
            run = Run(row, request.user, request.received_at, form.cleaned_data, about if step.part else None)
            try:
                if not (step.look and "look" in request.POST):
                    return HttpResponseRedirect(_take(step, run, request))
                outlook = step.look(run)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = refused.status
        else:
            status = 422
    opts, site = desk.opts, desk.admin_site
    crumbs = [
        (_("Desk"), reverse("admin:index")),
        (capfirst(opts.verbose_name_plural), reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")),
        (row, address(row)),
        (step.label, ""),
    ]
    context = {
        **site.each_context(request), "title": step.label, "opts": opts, "crumbs": crumbs, "row": row, "part": about if step.part else None,
        "step": step, "form": form, "closed": closed, "given_back": typed is not None, "outlook": outlook,
        "back": address(row), **(step.context(request, about) if step.context else {}),
    }  # fmt: skip
    request.current_app = site.name
    return TemplateResponse(request, step.template, context, status=status)


def why_closed(step: DeskStep, row: Any, about: Any, actor: Any, *, posted: bool) -> Any:
    """Why the page has no form at all; nothing where it has one. What is sent is judged by the service, whose answer is exact."""
    if is_replayed(row):
        return _("This election was replayed from its published record, which is finished: no step is taken in it.")
    if posted:
        return ""
    if not step.offered(about):
        return _("This step is not possible now. The page of the case says what can happen next, and why not yet.")
    return step.barred(about, actor)


def _taken_before(row: Any, request: HttpRequest) -> str:
    messages.info(request, _("This form was sent before; it is done once."))
    return address(row)


def _take(step: DeskStep, run: Run, request: HttpRequest) -> str:
    """Take the step, once however often its form is sent; the address that follows. Raises Refused."""
    key = f"step:{token}" if (token := run.data.pop("once", "")) else ""
    if key and not cache.add(key, True):
        return _taken_before(run.row, request)
    try:
        result = step.run(run)
    except BaseException:
        if key:
            cache.delete(key)
        raise
    if step.done:
        messages.success(request, step.done)
    return step.then(run.row, result) if step.then else address(run.row)
