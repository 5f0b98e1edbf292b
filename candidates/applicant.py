"""A nomination as its own person reads it: the list of tasks, what comes next, what happened, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import completeness
from candidates.forms.sections import label_of
from candidates.models import Deficiency, Nomination, Paper, last_round
from candidates.workflow import State
from commission.models import AuditEvent


class Progress(StrEnum):
    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"
    CORRECT = "correct"
    LATER = "later"
    OPTIONAL = "optional"
    NOT_NEEDED = "not_needed"


LABELS: dict[Progress, Any] = {
    Progress.NOT_STARTED: _("Not started"),
    Progress.STARTED: _("Started, not complete"),
    Progress.DONE: _("Done"),
    Progress.CORRECT: _("Needs your correction"),
    Progress.LATER: _("Can wait"),
    Progress.OPTIONAL: _("Optional"),
    Progress.NOT_NEEDED: _("Not needed"),
}
TONES = {Progress.DONE: "good", Progress.CORRECT: "bad", Progress.STARTED: "wait", Progress.NOT_STARTED: "info"}


@dataclass(frozen=True)
class Term:
    """Until when a task can be done, and by which article."""

    due_at: datetime
    article: str


@dataclass(frozen=True)
class Task:
    """One row of the list. `missing` names the fields still empty, `note` says what else there is to know."""

    code: str
    title: Any
    url: str
    progress: Progress
    missing: tuple[Any, ...] = ()
    note: Any = ""
    term: Term | None = None

    @property
    def label(self) -> Any:
        return LABELS[self.progress]

    @property
    def tone(self) -> str:
        return TONES.get(self.progress, "quiet")

    @property
    def open(self) -> bool:
        """Is there still something to do, so that its term matters?"""
        return self.progress not in (Progress.DONE, Progress.NOT_NEEDED)


@dataclass(frozen=True)
class Case:
    """A nomination with what its pages need, fetched once."""

    nomination: Nomination
    papers: Sequence[Paper]
    windows: Mapping[str, Any]
    points: Sequence[Deficiency] = field(default_factory=tuple)

    @property
    def in_correction(self) -> bool:
        return self.nomination.stage is State.CORRECTION_REQUESTED

    @property
    def asked(self) -> list[Deficiency]:
        """The points of a correction that can be answered."""
        return last_round(self.points) if self.in_correction else []

    @property
    def asks_for_everything(self) -> bool:
        """A point that names neither page nor paper reopens all of them."""
        return any(not point.section and not point.paper_id for point in self.asked)

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"apply:{name}", args=[self.nomination.election.slug, self.nomination.number, *more])

    @property
    def due(self) -> Term | None:
        """Until when the papers are handed in: the end of nomination, or of the correction that runs."""
        if self.in_correction and self.nomination.correction_due_at:
            return Term(self.nomination.correction_due_at, self.nomination.election.pack.period("correction").article)
        return self._end_of("nomination")

    def due_of(self, paper: Paper) -> Term | None:
        """The same for one paper: what may follow later has time until nobody can be registered any more."""
        later = bool(paper.rule and paper.rule.later)
        return self._end_of("registration") if later and not self._asked_for(paper) else self.due

    def _asked_for(self, paper: Paper) -> bool:
        return any(point.paper_id == paper.pk for point in self.asked)

    def _end_of(self, window: str) -> Term | None:
        entry = self.windows.get(window)
        return Term(entry.due_at, entry.article) if entry and entry.due_at else None

    # -- the tasks

    def tasks_about_the_person(self) -> list[Task]:
        values = self.nomination.values
        return [self._section_task(part, values) for part in completeness.sections_of(self.nomination.way)]

    def _section_task(self, part: completeness.Section, values: Mapping[str, Any]) -> Task:
        missing = tuple(label_of(name) for name in completeness.empty_fields(part, values))
        points = [point for point in self.asked if point.section == part.code]
        if points:
            progress = Progress.CORRECT if any(point.answered_at is None for point in points) else Progress.DONE
        elif missing:
            progress = Progress.STARTED if completeness.begun(part, values) else Progress.NOT_STARTED
        else:
            progress = Progress.DONE
        started = progress is not Progress.NOT_STARTED
        return Task(part.code, part.title, self.address("section", part.code), progress, missing if started else (), term=self.due)

    def tasks_of_papers(self) -> list[Task]:
        return [self._paper_task(paper) for paper in self.papers]

    def _paper_task(self, paper: Paper) -> Task:
        rule = paper.rule
        later = bool(rule and rule.later)
        points = [point for point in self.asked if point.paper_id == paper.pk]
        note: Any = ""
        if points:
            progress = Progress.CORRECT if any(point.answered_at is None for point in points) else Progress.DONE
        elif paper.provided_at:
            progress = Progress.DONE
        elif not paper.owed:
            required = bool(rule and rule.required)
            progress = Progress.NOT_NEEDED if required else Progress.OPTIONAL
            note = _("You said that you are not married.") if required and rule and rule.married else ""
        elif later:
            progress, note = Progress.LATER, _("May follow after the papers are handed in.")
        else:
            progress = Progress.NOT_STARTED
        if (versions := list(paper.versions.all())) and not note:
            note = _("Version %(number)d uploaded") % {"number": versions[-1].ordinal}
        return Task(paper.code, paper.title, self.address("paper", paper.code), progress, note=note, term=self.due_of(paper))

    def task_of_handing_in(self) -> Task:
        left = sum(1 for task in (*self.tasks_about_the_person(), *self.tasks_of_papers()) if task.progress in UNFINISHED)
        note = _("%(count)d tasks above are not done yet.") % {"count": left} if left else _("Everything is there.")
        return Task(
            "answers",
            _("Check your answers and hand in"),
            self.address("answers"),
            Progress.NOT_STARTED,
            note=note,
            term=self.due,
        )

    def papers_that_may_follow(self) -> list[Task]:
        """After the papers are handed in: those that the law asks for only before the registration."""
        return [task for paper, task in zip(self.papers, self.tasks_of_papers(), strict=True) if paper.rule and paper.rule.later]


UNFINISHED = (Progress.NOT_STARTED, Progress.STARTED, Progress.CORRECT)

# What each state means to the person, and what there is to do.
MEANINGS: dict[State, Any] = {
    State.DRAFT: _("Nothing is handed in yet. Only you and your registered proxies see this draft."),
    State.SUBMITTED: _("The commission has received your papers and will begin to check them. There is nothing you have to do now."),
    State.UNDER_VERIFICATION: _(
        "The commission and the authorities it asks are checking your papers. If something is wanting, it stands here."
    ),
    State.CORRECTION_REQUESTED: _("Something is wanting. Answer every point in time, then hand in the corrections."),
    State.READY_FOR_DECISION: _("The check is over. The commission decides at its next session whether to register you."),
    State.REGISTERED: _("You are a registered candidate."),
    State.REFUSED: _("The commission decided not to register you. The decision, its grounds and how to appeal stand below."),
    State.WITHDRAWN: _("Your candidacy has ended by withdrawal or recall. This can't be taken back."),
    State.CANCELLED: _("The commission cancelled your registration. The decision, its grounds and how to appeal stand below."),
    State.LAPSED: _("This draft was never handed in. It is kept as a record, and nobody decides on it."),
}
STATUS_TONES: dict[State, str] = {
    State.REGISTERED: "good",
    State.REFUSED: "bad",
    State.CANCELLED: "bad",
    State.CORRECTION_REQUESTED: "bad",
    State.WITHDRAWN: "quiet",
    State.LAPSED: "quiet",
    State.DRAFT: "info",
}

SENTENCES: dict[str, Any] = {
    "nomination.started": _("You began this nomination."),
    "nomination.submitted": _("Your papers were received."),
    "nomination.taken": _("The commission began to check your papers."),
    "nomination.correction_requested": _("The commission asked you to correct something."),
    "nomination.resubmitted": _("Your corrections were received."),
    "nomination.correction_closed": _("The term for corrections ended."),
    "nomination.finished": _("The check of your papers ended."),
    "nomination.registered": _("The commission registered you as a candidate."),
    "nomination.refused": _("The commission refused to register you."),
    "nomination.withdrawn": _("You withdrew."),
    "nomination.recalled": _("The party took its nomination back."),
    "nomination.departure_decided": _("The commission took note that you left, and cancelled the decision that had registered you."),
    "nomination.cancelled": _("The commission cancelled your registration."),
    "nomination.reinstated": _("You are back in the race: the refusal or cancellation was undone."),
    "nomination.lapsed": _("The term of nomination ended before the papers were handed in."),
    "nomination.discarded": _("You gave up this draft."),
    "nomination.certificate_issued": _("Your certificate of a candidate was issued."),
    "appeal.filed": _("An appeal against the decision was filed."),
    "appeal.decided": _("The appeal was decided."),
    "proxy.registered": _("The commission registered a proxy of yours."),
}


def timeline(events: Sequence[AuditEvent]) -> list[dict[str, Any]]:
    """What happened, in plain words, as the component takes it."""
    return [
        {
            "kind": event.kind,
            "at": event.happened_at,
            "title": SENTENCES[event.kind],
            "text": gettext("Receipt %(number)s") % {"number": event.data["receipt"]} if event.data.get("receipt") else "",
        }
        for event in events
    ]
