"""What would be refused if the papers were handed in at this moment, and what the commission will look at afterwards. No query.

The same rows decide as in the service: `completeness`, the papers owed, the window. Nothing here can refuse or let pass anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import completeness, workflow
from candidates.checks import years_on
from candidates.forms.sections import label_of
from candidates.models import Nomination, Paper, Way
from candidates.parties import PartyHints, members_only
from commission.law.terms import CERTAINTY_LABELS, Certainty
from commission.refused import Refused

NO_HINTS = PartyHints()


@dataclass(frozen=True)
class Finding:
    """One thing, in words; `section` or `paper` says where it is put right, `doubt` how sure the rule is."""

    words: Any
    section: str = ""
    paper: str = ""
    article: str = ""
    doubt: Any = ""
    way_out: Any = ""


def doubt(certainty: str) -> Any:
    """How a rule is known, where that is not certain."""
    return "" if certainty == Certainty.VERIFIED else CERTAINTY_LABELS[Certainty(certainty)]


def refused_today(nomination: Nomination, papers: Sequence[Paper], windows: Mapping[str, Any], at: datetime) -> list[Finding]:
    """All that stands in the way of handing in at `at`, in the order of the pages; empty where nothing does."""
    found = []
    try:
        workflow.check_window(windows.get("nomination"), _("Submit"), at)
    except Refused as refused:
        found.append(Finding(refused.reason, article=refused.article, way_out=refused.way_out))
    values = nomination.values
    for part in completeness.sections_of(nomination.way):
        found += [
            Finding(_("“%(field)s” is empty.") % {"field": label_of(name)}, section=part.code)
            for name in completeness.empty_fields(part, values)
        ]
    for paper in missing(papers):
        rule = paper.rule
        found.append(
            Finding(
                _("“%(paper)s” is not uploaded.") % {"paper": paper.title},
                paper=paper.code,
                article=rule.article if rule else "",
                doubt=doubt(rule.certainty) if rule else "",
            )
        )
    return found


def missing(papers: Sequence[Paper]) -> list[Paper]:
    """The papers owed at submission that are not there."""
    return [paper for paper in papers if paper.provided_at is None and paper.owed and not (paper.rule and paper.rule.later)]


def remarks(nomination: Nomination, papers: Sequence[Paper], voters: int | None, party: PartyHints = NO_HINTS) -> list[Finding]:
    """What does not keep anybody from handing in, but what the commission will look at, or what must follow."""
    election, pack = nomination.election, nomination.election.pack
    found = []
    born = nomination.birth_date
    if born and years_on(election.polling_date, born) < pack.minimum_age:
        rule = pack.check("age")
        found.append(
            Finding(
                _("You will be %(years)d years old on polling day; the law asks for at least %(asked)d.")
                % {"years": years_on(election.polling_date, born), "asked": pack.minimum_age},
                section="birth",
                article=rule.article,
                doubt=doubt(rule.certainty),
                way_out=_("Look at the date again. If it is right, the commission will have to refuse the registration."),
            )
        )
    if nomination.citizenship and nomination.citizenship != "KZ":
        rule = pack.check("identity")
        found.append(
            Finding(_("Only citizens of Kazakhstan can be registered."), section="birth", article=rule.article, doubt=doubt(rule.certainty))
        )
    if nomination.convicted:
        rule = pack.check("conviction")
        found.append(
            Finding(
                _("A conviction that is not expunged bars the registration; the commission asks the authority about it."),
                section="statements",
                article=rule.article,
                doubt=doubt(rule.certainty),
            )
        )
    found += _of_the_party(nomination, party)
    for paper in papers:
        if paper.provided_at is None and paper.owed and paper.rule and paper.rule.later:
            found.append(_to_follow(nomination, paper))
    if nomination.way == Way.SELF:
        found.append(_signatures(nomination, voters))
    return found


def _of_the_party(nomination: Nomination, party: PartyHints) -> list[Finding]:
    """Whom else the party put forward is not said: the person learns it from the public page, as everybody does."""
    pack, found = nomination.election.pack, []
    if party.not_a_member:
        found.append(
            Finding(
                _("A party nominates its own members, and your party membership does not name the party that nominates you."),
                section="work",
                article=members_only(pack).article,
                doubt=doubt(members_only(pack).certainty),
                way_out=_("Write the party of which you are a member, as the page of the party names it."),
            )
        )
    if party.others:
        rule = pack.ground("nomination_rules")
        assert rule is not None
        found.append(
            Finding(
                _("This party has put forward somebody else at this election already; it may nominate one candidate."),
                section="party",
                article=rule.article,
                doubt=doubt(rule.certainty),
                way_out=_("Ask your party which nomination it takes back."),
            )
        )
    return found


def _to_follow(nomination: Nomination, paper: Paper) -> Finding:
    pack, rule = nomination.election.pack, paper.rule
    assert rule is not None
    if paper.code == "deposit_receipt":
        return Finding(
            _("The deposit of %(amount)s tenge can be paid later: after the check of the requirements and before the registration.")
            % {"amount": f"{pack.deposit_tenge:,}".replace(",", "\u00a0")},
            paper=paper.code,
            article=rule.article,
            doubt=doubt(pack.deposit_certainty),
        )
    return Finding(_("“%(paper)s” may follow until the registration.") % {"paper": paper.title}, paper=paper.code, article=rule.article)


def _signatures(nomination: Nomination, voters: int | None) -> Finding:
    share = nomination.election.pack.signatures
    words = (
        _("You need the signatures of at least %(count)d voters. The commission gives out the sheets for them.")
        % {"count": nomination.election.pack.signatures_needed(voters)}
        if voters
        else _("You need the signatures of at least %(share)s of the voters. The commission gives out the sheets for them.")
        % {"share": f"{share.value * 100} %"}
    )
    return Finding(words, article=share.article, doubt=doubt(share.certainty))
