"""Rules of the house that a reader of one file can't see: they hold over all of the apps' code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

from commission.models import AuditEvent, Record

ROOT = Path(__file__).resolve().parents[2]
APPS = ("commission", "candidates", "stations", "results")
SOURCES = {str(path.relative_to(ROOT)): path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))}
READS_THE_CLOCK = {
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now"), ("timezone", "localdate"),
    ("timezone", "localtime"), ("time", "time"), ("time", "localtime"), ("time", "gmtime"), ("time", "strftime"), ("time", "time_ns"),
}  # fmt: skip

# Days and hours that are no law, each with its reason: file -> reason. Every other one belongs into commission/law.
NO_LAW = {
    "commission/timetable.py": "adds the days that the rule set gives it, and knows none itself",
    "commission/settings.py": "how often the worker looks, how long a session lasts",
    "commission/local/": "how long servers may take to start",
    "commission/calendar.py": "a feed ends a whole day where the next one begins",
    "commission/services/debts.py": "how long before a term people are reminded of it",
    "commission/services/reminders.py": "how far ahead reminders are planned",
    "commission/admin/deadlines.py": "what the desk's first page calls soon",
    "commission/views/samples.py": "sample dates of the style guide",
    "candidates/tasks.py": "how long a request that was received in time may still be on its way",
    "results/replay/play.py": "hours of a replayed record that were never published",
    "results/demo/": "the invented election is placed around today",
}


@cache
def trees() -> list[tuple[str, ast.AST]]:
    return [(name, ast.parse(path.read_text(encoding="utf-8"))) for name, path in SOURCES.items()]


def calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    """Every call as (what stands before the last dot, the name called, the node)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                before = node.func.value
                owner = before.attr if isinstance(before, ast.Attribute) else before.id if isinstance(before, ast.Name) else ""
                yield owner, node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield "", node.func.id, node


def test_the_apps_are_read():
    assert len(SOURCES) > 100
    assert {name.split("/")[0] for name in SOURCES} == set(APPS)


@cache
def lengths_of_time() -> set[str]:
    """The files that hold a length of time in days, weeks or hours, as a timedelta."""
    found = set()
    for name, tree in trees():
        for _owner, called, node in calls(tree):
            # timedelta(3) counts days as well; minutes and seconds of a server are nobody's law
            if called == "timedelta" and (node.args or {k.arg for k in node.keywords} & {"days", "weeks", "hours", "minutes", None}):
                found.add(name)
    return found


def test_no_number_of_days_stands_outside_the_law():
    unexplained = [name for name in sorted(lengths_of_time()) if not name.startswith(("commission/law/", *NO_LAW))]
    assert unexplained == []


@pytest.mark.parametrize("place", [place for place in NO_LAW if place not in ("commission/settings.py", "commission/local/")])
def test_every_exception_from_that_rule_is_still_needed(place):
    assert [name for name in lengths_of_time() if name.startswith(place)] != []


def test_the_timetable_adds_only_days_that_it_was_given():
    tree = ast.parse((ROOT / "commission/timetable.py").read_text(encoding="utf-8"))
    numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)]
    assert numbers == [7, 20]  # the hours of the polls, which an election may change


def test_only_one_file_reads_the_clock():
    found = set()
    for name, tree in trees():
        for node in ast.walk(tree):
            # a reference is enough: `default=timezone.now` reads the clock without a call
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in READS_THE_CLOCK:
                found.add(name)
            if isinstance(node, ast.ImportFrom) and any((str(node.module).split(".")[-1], a.name) in READS_THE_CLOCK for a in node.names):
                found.add(name)
    assert sorted(found) == ["commission/clock.py"]


def test_models_do_not_stamp_themselves_by_the_clock():
    """auto_now reads the clock behind the services' back. Only an account's day of creation may: no rule hangs on it."""
    found = [
        (name, keyword.arg)
        for name, tree in trees()
        if "/migrations/" not in name
        for _owner, _called, node in calls(tree)
        for keyword in node.keywords
        if keyword.arg in ("auto_now", "auto_now_add")
    ]
    assert found == [("commission/models/user.py", "auto_now_add")]


def test_no_business_rule_hides_in_a_signal():
    found = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""):
                found.append((name, node.module))
            elif isinstance(node, ast.Import):
                found += [(name, alias.name) for alias in node.names if "signals" in alias.name]
    # the worker tells the log that it is ready; no row hangs on it
    assert [f for f in found if f != ("commission/tasks.py", "celery.signals")] == []


def test_nothing_is_ever_deleted():
    allowed = {"commission/models/base.py"}  # defines the refusal
    deleting = {"delete", "_raw_delete", "bulk_delete"}
    found = [(name, owner) for name, tree in trees() for owner, called, _node in calls(tree) if called in deleting and name not in allowed]
    # keys of the cache are no rows of record
    assert [(name, owner) for name, owner in found if owner != "cache"] == []


def test_only_services_write_rows():
    """A write outside a service has no event. Views, desk, forms and tasks call services."""
    writing = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user"}
    floors = ("/views/", "/forms/", "/templatetags/", "/admin/", "/selectors.py", "/tasks.py", "/tabulation.py", "/determination.py")
    found = [
        (name, f"{owner}.{called}")
        for name, tree in trees()
        if any(floor in f"/{name}" for floor in floors)
        for owner, called, _node in calls(tree)
        if called in writing
    ]
    assert found == []


def test_every_link_of_a_record_is_audited():
    """A row moved to another case or another person with SQL must show in `verify_audit`."""
    missing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, Record) and model is not AuditEvent
        for field in model._meta.fields
        if field.is_relation and field.name not in model.AUDITED
    }
    assert missing == set()
