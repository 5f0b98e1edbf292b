"""The queue: nominations by the moment at which the case must move, and the questions that a day's work asks of the list."""

from datetime import time
from typing import Any

from django.contrib import admin
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.admin.owed import owed_by, with_flags
from candidates.models import Appeal, AppealOutcome, AuthorityRequest, Check, CheckResult, Nomination
from candidates.workflow import State
from commission import clock
from commission.models import Origin, TimetableEntry

END_OF_DAY = time.max


def next_due() -> Case:
    """When the case must move: by the timetable before and after verification, else the end of the correction, or the first
    answer that an authority still owes."""
    answers = Check.objects.filter(nomination=OuterRef("pk"), result=CheckResult.PENDING).order_by("due_at").values("due_at")

    def term(code: str) -> Subquery:
        entries = TimetableEntry.objects.filter(election=OuterRef("election"), code=code, in_force=True)
        return Subquery(entries.values("due_at")[:1])

    return Case(
        When(election__origin=Origin.REPLAYED, then=None),
        When(state=State.SUBMITTED, then=term("requirements_check")),
        When(state=State.CORRECTION_REQUESTED, then=F("correction_due_at")),
        When(state=State.UNDER_VERIFICATION, then=Subquery(answers.filter(after_registration=False)[:1])),
        When(state=State.READY_FOR_DECISION, then=term("registration")),
        When(state=State.REGISTERED, then=Subquery(answers.filter(after_registration=True)[:1])),
        default=None,
        output_field=DateTimeField(),
    )


def late_letter() -> Exists:
    """Does an authority owe an answer whose term is over?"""
    return Exists(AuthorityRequest.objects.filter(nomination=OuterRef("pk"), replied_at__isnull=True, due_at__lt=clock.now()))


def under_appeal() -> Exists:
    return Exists(Appeal.objects.filter(nomination=OuterRef("pk"), outcome=AppealOutcome.PENDING))


def queue(rows: QuerySet[Nomination], request: HttpRequest) -> QuerySet[Nomination]:
    """The rows with all that the list shows and asks."""
    return with_flags(rows, request, clock.now()).annotate(next_due=next_due(), late_letter=late_letter(), under_appeal=under_appeal())


class DueFilter(admin.SimpleListFilter):
    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("overdue")), ("today", _("due today")), ("letter", _("an answer is overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = clock.now()
        if self.value() == "late":
            return queryset.filter(next_due__lt=now)
        if self.value() == "letter":
            return queryset.filter(late_letter=True)
        if self.value() == "today":
            # each city has its own day
            zones = set(queryset.order_by().values_list("election__home__time_zone", flat=True).distinct())
            today = Q(pk__in=[])
            for zone in zones:
                day = clock.local_date(now, zone)
                today |= Q(election__home__time_zone=zone, next_due__gte=now, next_due__lte=clock.at_local(day, END_OF_DAY, zone))
            return queryset.filter(today)
        return queryset


class WaitsFilter(admin.SimpleListFilter):
    title = _("waits for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(owed_by(request)) if self.value() == "me" else queryset


class AppealFilter(admin.SimpleListFilter):
    title = _("appeal")
    parameter_name = "appeal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("pending", _("under appeal"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(under_appeal=True) if self.value() == "pending" else queryset
