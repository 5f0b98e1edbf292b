"""The long forms of the counter: everything that a person hands over, typed on one page, with all errors at once.

The fields are those of the portal's pages. `keep` in what is sent asks for a draft; else everything that is owed must be there.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import completeness
from candidates.forms.sections import FORMS
from candidates.models import Deficiency, Nomination, Paper, Way
from candidates.selectors import open_points
from candidates.services import filing, intake
from candidates.services.intake import HandedOver
from commission import clock
from commission.forms.desk import DeskForm
from commission.forms.fields import MomentField
from commission.law.terms import Paper as PaperRule
from commission.selectors import windows_of

KEEP = "keep"
MISSING = _("Still empty. Without it the papers can't be received; they can be kept as a draft.")


@dataclass(frozen=True)
class Part:
    """A group of fields on the page."""

    title: Any
    fields: list[forms.BoundField]
    note: Any = ""


@dataclass(frozen=True)
class PaperLine:
    """One paper of the list: a box to tick and its sheets, or that it is there already."""

    rule: PaperRule
    handed: forms.BoundField
    sheets: forms.BoundField
    there: bool


class CounterForm(DeskForm):
    """What all long forms of the counter share: the moment, the pages of the person, and the list of papers."""

    handed_at = MomentField(
        label=_("When the papers were handed over"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}),
        help_text=_("The moment over the counter, in the city's time. By it the term is judged; the log keeps the moment of typing too."),
    )
    why = forms.CharField(
        label=_("Why it is recorded only now"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where the papers were handed over on another day, or while a term still ran that has ended since."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    pages: tuple[str, ...] = ()

    def prepare(self) -> None:
        self.fields["handed_at"].initial = clock.now
        self.papers: dict[str, Paper] = {}
        self.rules: list[PaperRule] = []

    def add_pages(self, codes: Iterable[str], nomination: Nomination | None) -> None:
        """The fields of these pages, with what is saved."""
        self.pages = tuple(codes)
        for code in self.pages:
            saved = FORMS[code].saved(nomination) if nomination else {}
            for name, field in FORMS[code].base_fields.items():
                self.fields[name] = deepcopy(field)
                self.fields[name].initial = saved.get(name)
        if "email" in self.fields:
            # a person at the counter has no account
            self.fields["email"].label, self.fields["email"].help_text = _("E-mail address (optional)"), _("Never published.")
        if "birth_date" in self.fields:
            self.fields["birth_date"].latest = self.election.polling_date  # type: ignore[attr-defined]  # our own field
        if nomination:
            self.fields["seen"].initial = marks_of(nomination, self.pages)
            self.hide_the_number(nomination)

    def hide_the_number(self, nomination: Nomination) -> None:
        """Nobody on the desk needs the identity number once it is typed: it is kept where the field stays empty."""
        if "iin" in self.fields and nomination.iin_hash:
            self.fields["iin"].initial = ""
            self.fields["iin"].help_text = _("It is on record and ends with %(digits)s. Leave this empty to keep it.") % {
                "digits": nomination.iin[-4:]
            }

    def add_papers(self, rules: Iterable[PaperRule], there: dict[str, Paper]) -> None:
        self.rules, self.papers = list(rules), there
        for rule in self.rules:
            self.fields[f"paper_{rule.code}"] = forms.BooleanField(label=rule.title, required=False)
            self.fields[f"sheets_{rule.code}"] = forms.IntegerField(
                label=_("%(paper)s: sheets") % {"paper": rule.title}, required=False, min_value=1, max_value=9999
            )

    @property
    def election(self) -> Any:
        return self.row if not isinstance(self.row, Nomination) else self.row.election

    @property
    def nomination(self) -> Nomination | None:
        return self.row if isinstance(self.row, Nomination) else None

    @property
    def complete(self) -> bool:
        """Is everything to be handed in, or kept as a draft?"""
        return KEEP not in self.data

    # -- as the page prints it

    @property
    def parts(self) -> list[Part]:
        return [
            Part(part.title, [self[name] for name in FORMS[part.code].base_fields], self.note_of(part.code))
            for part in completeness.SECTIONS
            if part.code in self.pages
        ]

    def note_of(self, code: str) -> Any:
        return ""

    @property
    def paper_lines(self) -> list[PaperLine]:
        return [PaperLine(rule, self[f"paper_{rule.code}"], self[f"sheets_{rule.code}"], self.is_there(rule.code)) for rule in self.rules]

    def is_there(self, code: str) -> bool:
        return code in self.papers and self.papers[code].provided_at is not None

    # -- as the services take it

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code in self.pages:
            FORMS[code].agree(self)
        self.check_the_moment(data)
        self.check_seen(data)
        data["person"] = {
            name: data[name] for code in self.pages_of(data) for name in FORMS[code].base_fields if name != "iin" and name in data
        }
        data["papers"] = {
            rule.code: data.get(f"sheets_{rule.code}")
            for rule in self.rules
            if data.get(f"paper_{rule.code}") or data.get(f"sheets_{rule.code}")
        }
        data["complete"] = self.complete
        return data

    def pages_of(self, data: dict[str, Any]) -> tuple[str, ...]:
        return self.pages

    def due_at(self) -> Any:
        window = windows_of(self.election).get("nomination")
        return window.due_at if window else None

    def check_the_moment(self, data: dict[str, Any]) -> None:
        at, now = data.get("handed_at"), clock.now()
        if at is None:
            return
        if at > now:
            self.add_error("handed_at", _("That moment has not come yet."))
        elif intake.lies_apart(at, now, zone=self.zone, due_at=self.due_at()) and not data.get("why", "").strip():
            self.add_error(
                "why",
                _("The papers were handed over on another day, or while a term still ran that has ended since. Say why, in a sentence."),
            )

    def check_seen(self, data: dict[str, Any]) -> None:
        """Did somebody else write a page since this one was shown? Said once; what is sent again is meant."""
        nomination = self.nomination
        if nomination is None or not (was := data.get("seen", "")):
            return
        now = marks_of(nomination, self.pages)
        if was != now:
            changed = [
                part.title
                for part in completeness.SECTIONS
                if part.code in self.pages and mark_in(was, part.code) != mark_in(now, part.code)
            ]
            self.add_error(
                None,
                _("Somebody else changed this meanwhile: %(pages)s. Compare what you typed with the case, and send it again.")
                % {"pages": ", ".join(map(str, changed))},
            )
            self.data = self.data.copy()
            self.data["seen"] = now
        data["seen"] = {code: mark_in(now, code) for code in self.pages}

    def require(self, names: Iterable[str]) -> None:
        """Say at each of these fields that it is still empty, where nothing else is wrong with it."""
        for name in names:
            field = "iin" if name == "iin_sealed" else name
            if field not in self.errors:
                self.add_error(field, MISSING)

    def handed(self, typed_at: Any) -> HandedOver:
        return HandedOver(self.cleaned_data["handed_at"], typed_at, self.cleaned_data["why"].strip())


class FilingForm(CounterForm):
    """A person comes forward: the whole application and the papers with it."""

    way = forms.ChoiceField(label=_("Way of nomination"), choices=Way.choices, widget=forms.RadioSelect)
    declared = forms.BooleanField(
        label=_("The application is signed, with the declaration that stands on it."),
        required=False,
        help_text=_("The printed form has the declaration in both official languages."),
    )

    def prepare(self) -> None:
        super().prepare()
        nomination = self.nomination
        if nomination:
            del self.fields["way"]
            there = {paper.code: paper for paper in nomination.papers.order_by("pk")}
            self.add_pages((part.code for part in completeness.sections_of(nomination.way)), nomination)
            self.add_papers(self.election.pack.papers_of(nomination.way), there)
        else:
            self.add_pages((part.code for part in completeness.SECTIONS), None)
            self.add_papers(self.election.pack.papers, {})
        self.order_fields(["handed_at", "way", *(n for code in self.pages for n in FORMS[code].base_fields)])

    def note_of(self, code: str) -> Any:
        return _("Only where a party nominates.") if code == "party" and not self.nomination else ""

    def way_of(self, data: dict[str, Any]) -> str:
        return self.nomination.way if self.nomination else data.get("way", "")

    def pages_of(self, data: dict[str, Any]) -> tuple[str, ...]:
        way = self.way_of(data)
        return tuple(part.code for part in completeness.sections_of(way)) if way else self.pages

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        way = self.way_of(data)
        if not way:
            return data
        owed = {rule.code for rule in self.election.pack.papers_of(way)}
        for code in set(data["papers"]) - owed:
            self.add_error(f"paper_{code}", _("This way of nomination does not ask for this paper."))
        for name in (name for code in set(self.pages) - set(self.pages_of(data)) for name in FORMS[code].base_fields):
            if data.get(name):
                self.add_error(name, _("This way of nomination does not ask for it."))
        if data["complete"]:
            self.check_completeness(data, way)
        return data

    def check_completeness(self, data: dict[str, Any], way: str) -> None:
        number = data.get("iin") or (self.nomination.iin_hash if self.nomination else "")
        self.require(completeness.empty_of(way, {**data, "iin_sealed": number}))
        for rule in self.election.pack.papers_of(way):
            owed = rule.required and not rule.later and not (rule.married and data.get("married") is False)
            if owed and rule.code not in data["papers"] and not self.is_there(rule.code):
                self.add_error(f"paper_{rule.code}", _("This paper is missing. Without it the papers can be kept as a draft only."))
        if not data.get("declared"):
            self.add_error("declared", _("Without the signature the papers can be kept as a draft only."))


class CorrectionForm(CounterForm):
    """Corrections over the counter: the pages and papers that the points reopened, and an answer to each point."""

    def prepare(self) -> None:
        super().prepare()
        nomination = self.row
        self.points: list[Deficiency] = open_points(nomination)
        everything = any(not point.section and point.paper_id is None for point in self.points)
        reopened = filing.reopened_sections(nomination)
        asked = {point.paper_id for point in self.points}
        self.add_pages((part.code for part in completeness.sections_of(nomination.way) if part.code in reopened), nomination)
        papers = {paper.code: paper for paper in nomination.papers.order_by("pk") if everything or paper.pk in asked}
        self.add_papers((rule for rule in self.election.pack.papers_of(nomination.way) if rule.code in papers), papers)
        for point in self.points:
            self.fields[f"answer_{point.pk}"] = forms.CharField(
                label=_("Answer to: %(point)s") % {"point": point.description},
                required=False,
                max_length=4000,
                initial=point.answer,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[f"answer_{point.pk}"] for point in self.points]

    def due_at(self) -> Any:
        return self.row.correction_due_at

    def is_there(self, code: str) -> bool:
        return False  # a better one is asked for

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        changed = {
            part.code
            for part in completeness.SECTIONS
            if any(data["person"].get(name, getattr(self.row, name, None)) != getattr(self.row, name, None) for name in part.fields)
        }
        if data.get("iin"):
            changed.add("birth")
        data["answers"] = {}
        for point in self.points:
            words = data.get(f"answer_{point.pk}", "").strip()
            by_paper = point.paper is not None and point.paper.code in data["papers"]
            if words or by_paper or point.section in changed:
                data["answers"][point] = words
            elif data["complete"] and point.answered_at is None:
                self.add_error(f"answer_{point.pk}", _("Answer it in a sentence, or take in what it names."))
        return data


def marks_of(nomination: Nomination, pages: Iterable[str]) -> str:
    """The marks of these pages as they are saved, for a hidden field."""
    return " ".join(f"{code}={filing.mark(nomination, code)}" for code in pages)


def mark_in(marks: str, code: str) -> str:
    return dict(each.partition("=")[::2] for each in marks.split()).get(code, "")
