"""The tables that run, as documents: what is drawn in docs/ is what is executed. A test holds the two together."""

from collections.abc import Callable, Iterable

from django.utils.translation import override

from candidates.models import Way
from candidates.workflow import PUBLIC_LABELS, STAFF_LABELS, TRANSITIONS
from candidates.workflow import State as NominationState
from commission.access import MATRIX, ROLE_LABELS, Role
from commission.law import PACKS
from commission.law.terms import CERTAINTY_LABELS, LawPack, Moment
from results.control import RELATIONS

MADE = "Made by `manage.py write_docs` from the tables that run; change the tables, not this page."


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(head)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def workflow() -> str:
    """States, transitions and guards of a nomination, with the drawing."""
    arrows = [
        f"    {source} --> {target}: {t.name}"
        for t in TRANSITIONS.values()
        for source in sorted(t.sources)
        for target in ([t.target] if t.target else sorted(t.targets))
    ]
    states = table(("state", "staff read", "the public reads"), ((s.value, STAFF_LABELS[s], PUBLIC_LABELS[s]) for s in NominationState))
    steps = table(
        ("step", "from", "to", "who", "window", "guards"),
        (
            (
                t.name,
                ", ".join(sorted(t.sources)),
                t.target or " or ".join(sorted(t.targets)),
                ", ".join(role for role in Role if role in MATRIX[t.by]),
                t.window or "–",
                ", ".join(guard.__name__ for guard in t.guards) or "–",
            )
            for t in TRANSITIONS.values()
        ),
    )
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft: start", *arrows, "```"])
    return f"# The way of a nomination\n\n{MADE}\n\n{drawing}\n\n## States\n\n{states}\n\n## Steps\n\n{steps}\n"


def permissions() -> str:
    """Role × action."""
    rows = ([action.value, *("●" if role in roles else "" for role in Role)] for action, roles in MATRIX.items())
    return f"# Who may do what\n\n{MADE}\n\n{table(['action', *(str(ROLE_LABELS[r]) for r in Role)], rows)}\n"


def rules() -> str:
    """The rule sets, every number with its article and certainty."""
    return f"# Rule sets\n\n{MADE}\n\n" + "\n".join(_pack(pack) for pack in PACKS.values())


def _pack(pack: LawPack) -> str:
    terms = table(
        ("entry", "opens", "due", "owed by", "binding", "article", "how we know", "note"),
        (
            (
                t.title,
                _moment(t.opens),
                _moment(t.due),
                ROLE_LABELS[t.role],
                _dot(t.binding),
                t.article,
                CERTAINTY_LABELS[t.certainty],
                t.note,
            )
            for t in pack.terms
        ),
    )
    periods = table(
        ("period", "days", "article", "how we know"), ((p.code, p.days, p.article, CERTAINTY_LABELS[p.certainty]) for p in pack.periods)
    )
    papers = table(
        ("paper", "owed by nominees of", "required", "only if married", "may follow until registration", "article", "how we know"),
        (
            (p.title, _ways(p.ways), _dot(p.required), _dot(p.married), _dot(p.later), p.article, CERTAINTY_LABELS[p.certainty])
            for p in pack.papers
        ),
    )
    requirements = table(
        ("question before anybody types", "asked of nominees of", "article", "how we know"),
        ((r.question, _ways(r.ways), r.article, CERTAINTY_LABELS[r.certainty]) for r in pack.requirements),
    )
    checks = table(
        ("check", "of nominees of", "authority", "days", "when", "article", "how we know"),
        (
            (
                c.title,
                _ways(c.ways),
                c.authority,
                c.days,
                "after registration" if c.after_registration else "before the decision",
                c.article,
                CERTAINTY_LABELS[c.certainty],
            )
            for c in pack.checks
        ),
    )
    grounds = table(
        ("ground", "refusal", "cancellation", "article", "how we know"),
        ((g.title, _dot(g.for_refusal), _dot(g.for_cancellation), g.article, CERTAINTY_LABELS[g.certainty]) for g in pack.grounds),
    )
    shares = table(
        ("share", "value", "of", "article", "how we know"),
        (
            (name, share.value, share.of, share.article, CERTAINTY_LABELS[share.certainty])
            for name, share in (
                ("quorum", pack.quorum),
                ("majority (more than)", pack.majority),
                ("signatures", pack.signatures),
                ("deposit returned from", pack.deposit_returned_from),
                ("ballot reserve", pack.ballot_reserve),
            )
        ),
    )
    limits = table(
        ("limit", "at most", "article", "how we know"),
        ((limit.of, limit.value, limit.article, CERTAINTY_LABELS[limit.certainty]) for limit in (pack.proxies,)),
    )
    return (
        f"## {pack.title}\n\nKey `{pack.key}`, for polling days from {pack.valid_from:%d.%m.%Y}. {pack.act}.\n"
        f"Deposit: {pack.deposit_minimum_wages} minimum wages, {pack.deposit_tenge} tenge ({CERTAINTY_LABELS[pack.deposit_certainty]}).\n\n"
        f"### Calendar plan\n\nE is polling day, C the day of the call; hours are the city's.\n\n{terms}\n\n### Periods\n\n{periods}\n\n"
        f"### Shares\n\n{shares}\n\n### Limits\n\n{limits}\n\n### Requirements\n\n{requirements}\n\n### Papers\n\n{papers}\n\n"
        f"### Checks\n\n{checks}\n\n### Grounds\n\n{grounds}\n"
    )


def _dot(value: bool) -> str:
    return "●" if value else ""


def _ways(ways: Iterable[str]) -> str:
    """The ways of nomination in the order of the table that runs."""
    chosen = set(ways)
    return "all ways" if chosen == set(Way.values) else ", ".join(way for way in Way.values if way in chosen)


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return "–"
    anchor = {"call": "C", "polling_day": "E"}[moment.anchor] + (f"{moment.days:+d}" if moment.days else "")
    polls = {"open": "when polls open", "close": "when polls close"}.get(moment.follows_polls)
    return f"{anchor} {polls or moment.at.strftime('%H:%M:%S').removesuffix(':00')}"


def control_relations() -> str:
    """The numbered relations of a protocol."""
    rows = (
        (r.code, f"`{r.formula}`", r.text, ", ".join([*(f"{k} {v}" for k, v in r.fires.items()), *(["closed station"] * r.fires_closed)]))
        for r in RELATIONS
    )
    note = "E blocks acceptance, W must be explained, N informs."
    return f"# Control relations of a protocol\n\n{MADE}\n\n{note}\n\n{table(('code', 'must hold', 'says', 'fires on'), rows)}\n"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "workflow.md": workflow,
    "permissions.md": permissions,
    "rules.md": rules,
    "control-relations.md": control_relations,
}


def documents() -> dict[str, str]:
    """Every document by its file name, in English."""
    with override("en"):
        return {name: make() for name, make in DOCUMENTS.items()}
