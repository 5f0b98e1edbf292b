"""What stands on the first page of the desk. The ground floor imports no sister app: each brings its panels itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Card:
    """One number at the top of the page. `tone` is late, today, quiet or nothing; `anchor` the panel that explains it."""

    number: int
    label: Any
    anchor: str
    tone: str = ""


@dataclass(frozen=True)
class Panel:
    """One box of the page: `template` renders it with the panel as `panel`."""

    anchor: str
    title: Any
    template: str
    data: dict[str, Any]
    cards: list[Card] = field(default_factory=list)


# None: this panel is not for this person.
Maker = Callable[[HttpRequest], Panel | None]
_makers: list[tuple[int, Maker]] = []


def panel(order: int) -> Callable[[Maker], Maker]:
    """Put a panel onto the first page; the lowest order comes first."""

    def keep(maker: Maker) -> Maker:
        _makers.append((order, maker))
        return maker

    return keep


def panels_for(request: HttpRequest) -> list[Panel]:
    """The panels of the person, in their order."""
    made = (maker(request) for _order, maker in sorted(_makers, key=lambda pair: pair[0]))
    return [each for each in made if each is not None]
