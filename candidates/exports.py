"""The candidates as open data: one document, made of what the public page shows; `candidates/table.py` lays it out as a table.

Names are those of Popolo (family_name, patronymic_name) and of NIST SP 1500-100 (ballot name, profession, pre-election status) in small
letters. Codes never change with the language; their labels come in Kazakh, Russian and English. A moment is an ISO 8601 instant with
its offset, or a bare day where no hour was published, or empty; `…_precision` says which.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from candidates.models import Nomination
from candidates.presentation import Ruling, Shown, When, official_name
from candidates.selectors import public_address
from candidates.workflow import State
from commission import clock
from commission.law.citing import cite
from commission.models import Election
from commission.models.base import LANGUAGES

VERSION = 1
SCHEMA = "commission/candidates.schema.json"
NIST_STATUS = {State.REGISTERED: "qualified", State.WITHDRAWN: "withdrawn", State.REFUSED: None, State.CANCELLED: None}
Words = dict[str, str]


def in_three(text: Callable[[], Any]) -> Words:
    """A text in every language of the portal."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(text())
    return said


def stored(row: Any, name: str) -> Words | None:
    """A text that stands in one column a language; nothing where all are empty."""
    words = {language: getattr(row, f"{name}_{language}", "") for language in LANGUAGES}
    return words if any(words.values()) else None


def known(when: When | None) -> dict[str, Any] | None:
    return {"at": when.iso, "precision": str(when.precision)} if when else None


def ground_of(ground: Any) -> dict[str, Any]:
    """`standing`: found (rests on a recorded failure), stated (only these words were published), unpublished."""
    standing = "found" if not ground.as_published else "stated" if ground.stated else "unpublished"
    return {
        "code": ground.code if standing == "found" else None,
        "label": in_three(lambda: ground.title) if standing == "found" else None,
        "article": ground.article or None,
        "article_label": in_three(lambda: cite(ground.article)) if ground.article else None,
        "standing": standing,
        "stated": stored(ground, "stated"),
    }


def appeal_of(appeal: Any, shown: Shown) -> dict[str, Any]:
    def on(at: datetime | None) -> str | None:
        return clock.local_date(at, shown.election.zone).isoformat() if at else None

    return {
        "body": stored(appeal, "body"),
        "filed_on": on(appeal.filed_at),
        "decided_on": on(appeal.decided_at),
        "outcome": appeal.outcome,
        "outcome_label": in_three(appeal.get_outcome_display),
    }


def decision_of(ruling: Ruling, shown: Shown) -> dict[str, Any]:
    decision = ruling.decision
    votes = ("members_total", "members_present", "votes_for", "votes_against", "abstained")
    return {
        "kind": decision.kind,
        "number": decision.number or None,
        "adopted": known(ruling.adopted),
        "inferred": ruling.inferred,
        "vote": {name: getattr(decision, name) for name in votes} if decision.votes_published else None,
        "undone": ruling.undone,
        "grounds": [ground_of(ground) for ground in ruling.grounds],
        "appeals": [appeal_of(appeal, shown) for appeal in ruling.appeals],
    }


def candidate_of(shown: Shown) -> dict[str, Any]:
    row: Nomination = shown.nomination
    names = {language: official_name(row, language) for language in LANGUAGES}
    return {
        "number": row.number,
        "url": public_address(row),
        "name_published": row.name_published,
        "name": names if any(names.values()) else None,
        "family_name": stored(row, "family_name"),
        "given_name": stored(row, "given_name"),
        "patronymic_name": stored(row, "patronymic"),
        "birth_year": row.birth_year,
        "profession": stored(row, "occupation"),
        "nomination_way": row.way,
        "nomination_way_label": in_three(row.get_way_display),
        "party": stored(row, "party"),
        "party_membership": row.party_membership or None,
        "status": row.state,
        "status_label": in_three(lambda: row.public_label),
        "pre_election_status": NIST_STATUS.get(shown.stage, "filed"),
        "under_appeal": shown.under_appeal,
        "recalled": row.recalled,
        "received": known(shown.received),
        "registered": known(shown.registered),
        "left": known(shown.left),
        "reinstated": known(shown.reinstated),
        "decisions": [decision_of(ruling, shown) for ruling in shown.rulings],
        "ballot": {"line": shown.line.position, "struck_out": shown.line.struck_out_at is not None} if shown.line else None,
    }


def document(election: Election, people: Iterable[Shown], *, at: datetime) -> dict[str, Any]:
    """Everything as one object; `generated_at` is the only part that two answers about the same data differ in."""
    candidates = [candidate_of(shown) for shown in people]
    counts: dict[str, int] = {}
    for each in candidates:
        counts[each["status"]] = counts.get(each["status"], 0) + 1
    licence, address = settings.OPEN_DATA_LICENCE
    return {
        "format": "candidates",
        "version": VERSION,
        "generated_at": clock.local(at, election.zone).isoformat(timespec="seconds"),
        "licence": {"name": licence, "url": address},
        "source": stored(election.home, "name"),
        "election": {
            "id": election.slug,
            "title": stored(election, "title"),
            "office": stored(election, "office"),
            "polling_date": election.polling_date.isoformat(),
            "record": election.origin,
            "record_label": in_three(election.get_origin_display),
        },
        "count": len(candidates),
        "counts_by_status": counts,
        "candidates": candidates,
    }


def as_json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def mark(data: dict[str, Any]) -> str:
    """An ETag of what the document says. Weak: the moment it was made is not part of it."""
    said = {name: value for name, value in data.items() if name != "generated_at"}
    return f'W/"{hashlib.sha256(as_json(said)).hexdigest()[:32]}"'
