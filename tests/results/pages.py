"""The public pages as a program reads them: their addresses, and an HTML page taken apart."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

LANGUAGES = ("kk", "ru", "en")
SECTIONS = ("", "timetable/", "candidates/", "stations/", "decisions/", "results/")
ELECTIONS = ("semey-2025", "sarybel-demo")
PERSONS = ("semey-2025/candidates/1/", "semey-2025/candidates/4/", "semey-2025/candidates/5/", "semey-2025/candidates/6/")
INVENTED_PERSONS = tuple(f"sarybel-demo/candidates/{number}/" for number in (3, 7, 9, 11))
PAGES = [
    "",
    *(f"elections/{slug}/{section}" for slug in ELECTIONS for section in SECTIONS),
    *(f"elections/{person}" for person in (*PERSONS, *INVENTED_PERSONS)),
]
EVERY_PAGE = [f"/{language}/{page}" for language in LANGUAGES for page in PAGES]
FILES = ("timetable.ics", "candidates.csv", "candidates-excel.csv", "candidates.json")
FEEDS = [f"/{language}/elections/{slug}/{name}" for name in FILES for language in LANGUAGES for slug in ELECTIONS]
VOID = {"meta", "link", "img", "br", "hr", "input", "area", "base", "col", "embed", "source", "track", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """The elements below with this tag and these attributes (class_ for class)."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        found = []
        for child in self.children:
            if tag in ("", child.tag) and all(value in child.attributes.get(name, "").split() for name, value in wanted.items()):
                found.append(child)
            found += child.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> "Element":
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} {tag} {attributes}"
        return found[0]

    @property
    def words(self) -> str:
        """The text with its white space made single; no-break spaces stay."""
        return " ".join(self.text.replace("\xa0", "\ue000").split()).replace("\ue000", "\xa0")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}> in line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def parse(html: str) -> Element:
    """The page as a tree. Raises AssertionError where a tag is closed that is not open."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.faults == []
    assert [e.tag for e in builder.open] == ["document"]
    return builder.open[0]


def get(address: str, **more: Any) -> Any:
    """The answer to a stranger without cookies; `page` is its tree."""
    answer = Client().get(address, **more)
    if answer["Content-Type"].startswith("text/html"):
        answer.page = parse(answer.content.decode())
    return answer
