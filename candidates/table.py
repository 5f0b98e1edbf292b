"""The candidates as a table: CSV for programs, and CSV that a Kazakh or Russian Excel opens by a click.

The data dictionary on the page is `COLUMNS`. One row a candidate; where there were several decisions it tells the last one that put the
person out of the race, else the registration. Everything stands in the JSON document.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.models.base import LANGUAGES

# What a spreadsheet takes for a formula; an apostrophe in front keeps it text. It guards itself, so that the rule can be undone.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_PRECISION = _("How exactly that is known: moment, day or unknown.")


@dataclass(frozen=True)
class Column:
    """A column: its name, which never changes, and what it means."""

    name: str
    meaning: Any


def _words(name: str, meaning: Any) -> Iterator[Column]:
    return (Column(f"{name}_{language}", meaning) for language in LANGUAGES)


def _moment(name: str, meaning: Any) -> Iterator[Column]:
    yield Column(name, meaning)
    yield Column(f"{name}_precision", _PRECISION)


COLUMNS: tuple[Column, ...] = (
    Column("election", _("The address name of the election.")),
    Column("record", _("live: run on this portal; replayed: from the published record; invented: for demonstration only.")),
    Column("number", _("The number of the nomination; with the election it names the candidate.")),
    Column("name_published", _("Whether the name was published at all.")),
    *_words("family_name", _("Family name, official in each language.")),
    *_words("given_name", _("Given name.")),
    *_words("patronymic_name", _("Patronymic.")),
    Column("birth_year", _("Year of birth.")),
    *_words("profession", _("Occupation, as filed.")),
    Column("nomination_way", _("self, party or superior_akim.")),
    *_words("nomination_way_label", _("The way of nomination in words.")),
    *_words("party", _("The nominating party.")),
    Column("party_membership", _("Party membership, as filed.")),
    Column("status", _("The status as a code; the guide above explains each.")),
    *_words("status_label", _("The status in words.")),
    Column(
        "pre_election_status",
        _("The same by NIST SP 1500-100: filed, qualified or withdrawn; empty for a refusal or a cancellation, which it has no word for."),
    ),
    Column("under_appeal", _("Whether the refusal or cancellation is under appeal.")),
    Column("recalled", _("Whether the party took the nomination back; else a withdrawal is the person's own.")),
    *_moment("received", _("When the papers were received.")),
    *_moment("registered", _("When the candidate was registered.")),
    *_moment("left", _("When the race ended for this person.")),
    *_moment("reinstated", _("When the person came back into the race because a decision was undone.")),
    Column("decision_kind", _("The last decision that put the person out of the race, else the registration: refuse, cancel or register.")),
    Column("decision_number", _("Its number, where one was published.")),
    *_moment("decision_adopted", _("When it was adopted.")),
    Column("decision_undone", _("Whether an appeal or the superior commission undid it.")),
    Column("ground_standing", _("found: rests on a recorded failure; stated: only words were published; unpublished: nothing was.")),
    Column("ground", _("Its grounds as codes.")),
    Column("ground_article", _("The articles of its grounds; CL is the Constitutional Law on elections.")),
    *_words("ground_label", _("Its grounds in words.")),
    *_words("ground_stated", _("The words of the published record, where they are all there is.")),
    Column("appeal_outcome", _("The last appeal against it: pending, upheld or rejected.")),
    Column("ballot_line", _("The line of the approved ballot.")),
    Column("struck_out", _("Whether the name is struck out on it.")),
    Column("url", _("The page of the candidate.")),
    Column("generated_at", _("When this file was made.")),
    Column("source", _("The commission whose record this is.")),
    Column("licence", _("On what terms the data may be used.")),
)


def row_of(each: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """A candidate of the document, laid flat."""
    decision = next((d for d in reversed(each["decisions"]) if d["kind"] != "register"), (each["decisions"] or [{}])[-1])
    grounds, appeals = decision.get("grounds", []), decision.get("appeals", [])
    same = ("number", "name_published", "birth_year", "nomination_way", "party_membership", "status", "pre_election_status")
    flags = ("under_appeal", "recalled", "url")
    row = {
        "election": whole["election"]["id"],
        "record": whole["election"]["record"],
        **{name: each[name] for name in (*same, *flags)},
        "decision_kind": decision.get("kind"),
        "decision_number": decision.get("number"),
        "decision_undone": decision.get("undone"),
        "ground_standing": _joined(ground["standing"] for ground in grounds),
        "ground": _joined(ground["code"] for ground in grounds),
        "ground_article": _joined(ground["article"] for ground in grounds),
        "appeal_outcome": appeals[-1]["outcome"] if appeals else None,
        "ballot_line": each["ballot"]["line"] if each["ballot"] else None,
        "struck_out": each["ballot"]["struck_out"] if each["ballot"] else None,
        "generated_at": whole["generated_at"],
        "source": whole["source"]["kk"],
        "licence": whole["licence"]["name"],
    }
    for name in ("family_name", "given_name", "patronymic_name", "profession", "nomination_way_label", "party", "status_label"):
        row |= {f"{name}_{language}": (each[name] or {}).get(language) for language in LANGUAGES}
    for name in ("label", "stated"):
        row |= {f"ground_{name}_{language}": _joined((g[name] or {}).get(language) for g in grounds) for language in LANGUAGES}
    moments = {name: each[name] for name in ("received", "registered", "left", "reinstated")}
    for name, known in (moments | {"decision_adopted": decision.get("adopted")}).items():
        row |= {name: known["at"] if known else None, f"{name}_precision": known["precision"] if known else None}
    return row


def _joined(values: Iterator[str | None]) -> str:
    return "; ".join(value for value in values if value)


def cell(value: Any) -> str:
    """A value as a cell: nothing as nothing (which is not 0), yes and no as true and false, and never a formula."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_csv(data: dict[str, Any], *, for_excel: bool = False) -> bytes:
    """UTF-8 with commas; `for_excel` with the byte order mark and the semicolons that Excel asks for in these languages."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if for_excel else ",")
    names = [column.name for column in COLUMNS]
    writer.writerow(names)
    for each in data["candidates"]:
        row = row_of(each, data)
        writer.writerow([cell(row[name]) for name in names])
    return text.getvalue().encode("utf-8-sig" if for_excel else "utf-8")
