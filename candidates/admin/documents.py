"""The papers of a case: every version on record, shown as pictures of its pages, and taken as a download.

Who reads a paper leaves a trace. A download is an event each time. Opening a document is one event for a person, a version and a
day, whether its page, its place in the case or the picture of a page is asked for first: turning pages adds none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Channel, DocumentVersion, Nomination, Paper
from candidates.selectors import viewed_today
from candidates.services.documents import note_reading
from candidates.workflow import State
from commission import files
from commission.access import Action, can
from commission.admin.base import DeskModelAdmin, moment_column
from commission.admin.pages import NOTHING, Facts, Own, Page, digest, link, when
from commission.admin.writing import address as step_address
from commission.selectors import roles_of

WIDTH = 1100  # pixels of a page as it is drawn; the style sheet fits it to the screen
# Until it is handed in, what a person puts onto the portal is that person's own business.
NOT_HANDED_IN = Q(nomination__state__in=[State.DRAFT, State.LAPSED], nomination__channel=Channel.PORTAL)


def address(version: DocumentVersion, what: str = "change", *more: Any) -> str:
    return reverse(f"admin:candidates_documentversion_{what}", args=[version.pk, *more])


def may_read(request: HttpRequest, nomination: Nomination) -> bool:
    return bool(can(roles_of(request.user, nomination), Action.DOWNLOAD_PAPER))


def opened(request: HttpRequest, version: DocumentVersion) -> None:
    """Note that the person looks at this document, once a day."""
    at = request.received_at
    if not viewed_today(version, request.user, at):
        note_reading(version.nomination, actor=request.user, at=at, version=version, how="view")


@dataclass(frozen=True)
class Line:
    """One version in the list of papers. `show` leads to it on the page where the list stands."""

    version: DocumentVersion
    show: str
    download: str
    shown: bool = False


@dataclass(frozen=True)
class Group:
    """A paper with its versions, the newest first; `paper` is nothing for documents that the rule set does not ask for."""

    title: Any
    paper: Paper | None
    lines: list[Line]
    note: str = ""  # where to note that it is wanting


@dataclass(frozen=True)
class Viewer:
    """The page of a document that is shown, with the way to its other pages."""

    version: DocumentVersion
    page: int
    picture: str
    pages: list[tuple[int, str]]
    alt: Any

    @property
    def before(self) -> str:
        return self.pages[self.page - 2][1] if self.page > 1 else ""

    @property
    def after(self) -> str:
        return self.pages[self.page][1] if self.page < len(self.pages) else ""

    @property
    def larger(self) -> str:
        return f"{address(self.version)}?page={self.page}"

    @property
    def download(self) -> str:
        return address(self.version, "download")


def viewer(request: HttpRequest, version: DocumentVersion, base: str = "", end: str = "") -> Viewer:
    """The page of the document that the address asks for (the first where it asks for none). Opening it leaves its trace."""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    if not 1 <= page <= version.file.pages:
        raise Http404
    opened(request, version)
    words = {"page": page, "pages": version.file.pages, "title": version.title, "ordinal": version.ordinal}
    return Viewer(
        version,
        page,
        address(version, "page", page),
        [(number, f"{base}?{f'document={version.pk}&' if base else ''}page={number}{end}") for number in range(1, version.file.pages + 1)],
        _("Page %(page)d of %(pages)d of “%(title)s”, version %(ordinal)d, as it was handed in") % words,
    )


def shown_on(request: HttpRequest, nomination: Nomination, base: str, versions: Iterable[DocumentVersion]) -> Viewer | None:
    """The document that the address of this page asks for; 404 where the case has no such one."""
    asked = request.GET.get("document", "")
    if not asked:
        return None
    version = next((each for each in versions if str(each.pk) == asked), None)
    if version is None:
        raise Http404
    return viewer(request, version, base, "#document")


def versions_of(nomination: Nomination) -> list[DocumentVersion]:
    """All files of the case, oldest first, each of them knowing its nomination."""
    rows = list(nomination.documents.select_related("file", "paper", "received_from").order_by("pk"))
    for row in rows:
        row.nomination = nomination
        if row.paper:
            row.paper.nomination = nomination
    return rows


def groups(nomination: Nomination, base: str, versions: list[DocumentVersion], shown: int = 0, notes: bool = False) -> list[Group]:
    """The papers that the rule set asks for, then everything else, each with its versions."""

    def lines(own: Iterable[DocumentVersion]) -> list[Line]:
        return [
            Line(v, f"{base}?document={v.pk}#document", address(v, "download"), v.pk == shown) for v in sorted(own, key=lambda v: -v.pk)
        ]

    found = []
    for paper in nomination.papers.order_by("pk"):
        paper.nomination = nomination
        note = f"{step_address(nomination, 'note-deficiency')}?about=paper-{paper.code}" if notes else ""
        found.append(Group(paper.title, paper, lines(v for v in versions if v.paper_id == paper.pk), note))
    kinds: dict[Any, list[DocumentVersion]] = {}
    for version in versions:
        if version.paper_id is None:
            kinds.setdefault(version.get_kind_display(), []).append(version)
    return [*found, *(Group(title, None, lines(own)) for title, own in kinds.items())]


@admin.register(DocumentVersion)
class DocumentAdmin(DeskModelAdmin):
    """Papers as files: for those who work on the case. Members and auditors read that a paper is there, not what it says."""

    view_action = Action.DOWNLOAD_PAPER
    home_path = "nomination__election__home"
    related = ("nomination__election__home", "file", "paper", "received_from")
    list_display = ("title_shown", "nomination", "ordinal", "channel", "received_local")
    ordering = ("-pk",)

    received_local = moment_column("received_at", _("received"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentVersion]:
        return super().get_queryset(request).exclude(NOT_HANDED_IN)

    @admin.display(description=_("document"))
    def title_shown(self, row: DocumentVersion) -> Any:
        if row.paper:
            row.paper.nomination = row.nomination
        return row.title

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:object_id>/page/<int:page>/", wrap(self.page_view), name="candidates_documentversion_page"),
            path("<int:object_id>/download/", wrap(self.download_view), name="candidates_documentversion_download"),
            *super().get_urls(),
        ]

    def version(self, request: HttpRequest, object_id: int) -> DocumentVersion:
        """404 for another commission's paper or one not handed in, 403 for the wrong role."""
        row: DocumentVersion = self.row_or_refusal(request, object_id)
        if row.paper:
            row.paper.nomination = row.nomination
        return row

    def page_view(self, request: HttpRequest, object_id: int, page: int) -> HttpResponse:
        """The picture of one page."""
        row = self.version(request, object_id)
        if not 1 <= page <= row.file.pages:
            raise Http404
        opened(request, row)
        return files.respond_with_picture(files.picture(row.file.key, row.file.media_type, page, WIDTH, sha256=row.file.sha256))

    def download_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The file itself, as an attachment under a name that the portal makes."""
        row = self.version(request, object_id)
        nomination = row.nomination
        name = f"{nomination.receipt or nomination.number}-{row.paper.code if row.paper else row.kind}-{row.ordinal}"
        file = row.file
        answer = files.respond(file.key, name=name, media_type=file.media_type, size=file.size, sha256=file.sha256)
        note_reading(nomination, actor=request.user, at=request.received_at, version=row, how="download")
        return answer

    def page(self, request: HttpRequest, row: DocumentVersion) -> Page:
        if row.paper:
            row.paper.nomination = row.nomination
        zone = row.nomination.election.zone
        return Page(
            title=_("%(title)s, version %(ordinal)d") % {"title": row.title, "ordinal": row.ordinal},
            lede=link(request, row.nomination),
            sections=[
                Own(_("The document"), "admin/candidates/document.html", {"viewer": viewer(request, row)}, anchor="document"),
                Facts(
                    _("What is on record"),
                    [
                        (_("Received"), when(row.received_at, zone)),
                        (_("How"), row.get_channel_display()),
                        (_("Uploaded by"), row.received_from),
                        (_("Kind of file"), row.file.get_media_type_display()),
                        (_("Size in bytes"), row.file.size),
                        (_("Pages"), row.file.pages),
                        (_("SHA-256"), digest(row.file.sha256)),
                        (_("Name given by the person"), row.file.title or NOTHING),
                    ],
                ),
            ],
        )
