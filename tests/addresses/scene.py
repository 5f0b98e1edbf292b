"""Who looks, and at what: every persona of the table, and one row of everything that an address can name."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from commission.access import STAFF_ROLES
from commission.admin import printing, writing
from commission.models import Record
from tests.factories import World

ANONYMOUS = "anonymous"
PERSONAS = (
    ANONYMOUS, "stranger", "candidate", "rival", "proxy", *(role.value for role in STAFF_ROLES), "superior", "outsider",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One pattern of the portal: its name, the names of what it holds, and the step or document of the desk."""

    name: str
    holds: tuple[str, ...]
    step: str = ""

    @property
    def row(self) -> str:
        """The name of its row in the table."""
        return f"{self.name}/{self.step}" if self.step else self.name


def addresses() -> list[Address]:
    """Every address of the portal, the steps and documents of the desk one by one.

    Django's catch-all of the desk has no name and is left out.
    """
    found: dict[Address, None] = {}
    for name, holds in _walk(get_resolver()):
        if registered := _registered(name, holds):
            found |= {Address(name, holds, each): None for each in registered}
        elif not name.endswith(":None") and not {"step", "document"} & set(holds):
            found[Address(name, holds)] = None
    return list(found)


def _registered(name: str, holds: tuple[str, ...]) -> list[str]:
    """What apps have registered behind the one pattern of a model: its steps, its steps on a part of the row, its documents."""
    label = name.removeprefix("admin:").rsplit("_", 1)[0]
    if "document" in holds:
        documents = [each for model, own in printing._prints.items() if _label(model) == label for each in own.values()]
        return [each.name for each in documents if (each.many is not None) == ("number" in holds)]
    if "step" in holds:
        steps = [step for model, own in writing._steps.items() if _label(model) == label for step in own.values()]
        return [step.name for step in steps if (step.part is not None) == ("part" in holds)]
    return []


def _walk(resolver: URLResolver, namespace: str = "", above: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    rows: list[tuple[str, tuple[str, ...]]] = []
    for each in resolver.url_patterns:
        holds = (*above, *(tuple(each.pattern.converters) or tuple(each.pattern.regex.groupindex)))
        if isinstance(each, URLResolver):
            rows += _walk(each, each.namespace or namespace, holds)
        elif isinstance(each, URLPattern):
            rows.append((f"{namespace}:{each.name}" if namespace else str(each.name), holds))
    return rows


def _label(model: type[Record]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


@dataclass
class Scene:
    world: World
    people: dict[str, Any]
    rows: dict[str, Record]  # by the name that the desk gives a model, "candidates_nomination"
    words: dict[str, Any] = field(default_factory=dict)  # what an address may hold beside a row of the desk
    parts: dict[str, str] = field(default_factory=dict)  # on which part of its row a step is taken

    def arguments(self, address: Address) -> dict[str, Any]:
        """What the address is filled with. Raises KeyError for something that nobody taught this scene."""
        own = self.words.get(address.name, {})
        given: dict[str, Any] = {}
        for word in address.holds:
            if word in ("step", "document"):
                given[word] = address.step
            elif word == "part":
                given[word] = self.parts[address.step]
            elif word == "object_id":
                given[word] = self.rows[address.name.removeprefix("admin:").rsplit("_", 1)[0]].pk
            else:
                given[word] = own[word] if word in own else self.words[word]
        return given
