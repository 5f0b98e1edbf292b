"""Quorum and majority of all members; numbers without a gap; annulment from above."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commission import audit
from commission.access import Role
from commission.law import pack
from commission.models import Decision, DecisionKind, StoredFile
from commission.refused import Refused
from commission.services.decisions import Text, Vote, annul_decision, attach_scan, check_vote, serve_decision, take_decision
from tests.factories import ALL_SEVEN, DECIDED, LEFT, a_commission, a_scan, events_of, holding, refused

RULES = pack("kz_akim_2025")
TEXT = Text("Мәселе", "Вопрос", "A matter")

# size of the commission -> (smallest quorum, smallest majority), worked out by hand: 2/3 of all, more than half of all
BY_LAW = {3: (2, 2), 4: (3, 3), 5: (4, 3), 6: (4, 4), 7: (5, 4), 8: (6, 5), 9: (6, 5), 10: (7, 6), 11: (8, 6)}


def decide(home, actor, *, vote=ALL_SEVEN, at=DECIDED, kind=DecisionKind.OTHER, **more):
    return take_decision(home, actor=actor, at=at, kind=kind, text=TEXT, vote=vote, **more)


def by_law(total: int, present: int, votes_for: int) -> str:
    quorum, majority = BY_LAW[total]
    if not quorum <= present <= total:
        return "quorum"
    if votes_for > present:
        return "vote_count"
    return "" if votes_for >= majority else "majority"


def by_the_service(total: int, vote: Vote) -> str:
    try:
        check_vote(vote, total=total, pack=RULES)
    except Refused as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("total", BY_LAW)
def test_the_service_counts_as_the_law_does(total):
    pairs = [(present, votes_for) for present in range(total + 2) for votes_for in range(total + 2)]
    wrong = [(p, f) for p, f in pairs if by_the_service(total, Vote(p, f)) != by_law(total, p, f)]
    assert wrong == []


@pytest.mark.parametrize("total", BY_LAW)
def test_the_database_holds_quorum_and_majority_by_itself(world, total):
    """Whatever writes the row, the portal or not: the constraints say the same as the law, for every possible vote."""
    pairs = [(present, votes_for) for present in range(total + 2) for votes_for in range(total + 2)]
    common = {"home": world.home, "adopted_at": DECIDED, "kind": "other", "members_total": total, "votes_against": 0, "abstained": 0}
    kept, refusing = set(), {"decision_quorum", "decision_majority", "decision_votes_within_present", "decision_present_within_total"}
    for present, votes_for in pairs:
        try:
            with transaction.atomic():
                Decision.objects.create(**common, members_present=present, votes_for=votes_for)
            kept.add((present, votes_for))
        except IntegrityError as error:
            assert error.__cause__.diag.constraint_name in refusing
    assert kept == {(p, f) for p, f in pairs if by_law(total, p, f) == ""}


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        (Vote(5, 4), ""),
        (Vote(7, 4, 3), ""),
        (Vote(7, 4, 2, 1), ""),
        (Vote(7, 4, 2), ""),  # one present did not vote
        (Vote(4, 4), "quorum"),
        (Vote(8, 8), "quorum"),
        (Vote(7, 3, 0, 0), "majority"),
        (Vote(5, 3, 2), "majority"),  # a majority of those present is not enough
        (Vote(7, 4, 4), "vote_count"),
        (Vote(7, 4, 3, 1), "vote_count"),
        (Vote(7, 5, -1), "vote_count"),
        (Vote(7, 4, 0, -1), "vote_count"),
    ],
)
def test_the_vote_of_a_commission_of_seven(vote, code):
    assert by_the_service(7, vote) == code


def test_a_refused_vote_names_its_article_and_the_way_out():
    for vote, article in ((Vote(4, 4), "CL art. 20(4)"), (Vote(5, 3), "CL art. 20(5)")):
        with pytest.raises(Refused) as refusal:
            check_vote(vote, total=7, pack=RULES)
        assert (refusal.value.article, refusal.value.status) == (article, 409)
        assert str(refusal.value.way_out) != ""


def test_the_base_is_the_seats_by_law_not_the_people_appointed(world):
    home = a_commission("eleven", seats=11)
    chair = holding(home, Role.CHAIR)
    refused("quorum", decide, home, chair)
    assert decide(home, chair, vote=Vote(8, 6)).members_total == 11


def test_a_live_decision_needs_its_vote_and_gets_its_number(world):
    refused("vote_missing", decide, world.home, world.staff.chair, vote=None)
    refused("number_given", decide, world.home, world.staff.chair, number="98/798")
    decision = decide(world.home, world.staff.chair, vote=Vote(6, 5, 1), reasoning=Text("себебі", "причина"), dissent="ерекше пікір")
    assert (decision.members_total, decision.members_present, decision.votes_for) == (7, 6, 5)
    assert (decision.votes_against, decision.abstained, decision.votes_published) == (1, 0, True)
    assert (decision.adopted_at, decision.published_at, decision.dissent) == (DECIDED, DECIDED, "ерекше пікір")


def test_numbers_follow_each_other_in_every_commission_of_its_own(world):
    first = len(world.home.decisions.all())
    numbers = [decide(world.home, world.staff.chair).number for _ in range(3)]
    assert numbers == [str(first + 1), str(first + 2), str(first + 3)]
    assert decide(world.other, world.outsider).number == "1"


def test_a_refused_decision_leaves_no_gap_in_the_numbers(world):
    before = decide(world.home, world.staff.chair).number
    refused("majority", decide, world.home, world.staff.chair, vote=Vote(7, 3, 4))
    assert int(decide(world.home, world.staff.chair).number) == int(before) + 1


def test_a_number_stands_once_in_a_commission(world):
    decision = decide(world.home, world.staff.chair)
    with pytest.raises(IntegrityError, match="decision_number_once"), transaction.atomic():
        Decision.objects.create(
            home=world.home, number=decision.number, adopted_at=DECIDED, kind="other", members_total=7, members_present=7, votes_for=7,
            votes_against=0, abstained=0,
        )  # fmt: skip


def test_figures_of_a_vote_are_whole_or_absent(world):
    for bad in ({"votes_published": True}, {"votes_published": False, "votes_for": 4}):
        with pytest.raises(IntegrityError, match="decision_vote_whole_or_unpublished"), transaction.atomic():
            Decision.objects.create(home=world.home, adopted_at=DECIDED, kind="other", **bad)


# -- served, and kept as signed


def test_a_decision_is_served_once_after_its_adoption_and_not_ahead(world):
    decision = decide(world.home, world.staff.chair)
    serve = {"actor": world.staff.secretary, "at": LEFT, "how": "қолына"}
    refused("served_before_adoption", serve_decision, decision, served_at=DECIDED - timedelta(microseconds=1), **serve)
    refused("served_in_future", serve_decision, decision, served_at=LEFT + timedelta(microseconds=1), **serve)
    refused("how_missing", serve_decision, decision, served_at=LEFT, **{**serve, "how": "  "})
    serve_decision(decision, served_at=DECIDED, **serve)
    assert (decision.served_at, decision.served_how, events_of(decision)[-1]) == (DECIDED, "қолына", "decision.served")
    refused("served_already", serve_decision, decision, served_at=LEFT, **serve)
    refused("role", serve_decision, decision, served_at=LEFT, status=403, **{**serve, "actor": world.staff.chair})


def test_a_better_scan_takes_the_place_of_the_earlier_one_and_both_stay(world):
    decision = decide(world.home, world.staff.chair)
    common = {"actor": world.staff.secretary, "at": LEFT}
    first = attach_scan(decision, document=a_scan(1), **common).document
    second = attach_scan(decision, document=a_scan(2), **common).document
    assert (first == second, StoredFile.objects.filter(pk__in=[first.pk, second.pk]).count()) == (False, 2)
    assert events_of(decision) == ["decision.document_attached"] * 2
    assert audit.verify() == []


# -- annulment


@pytest.fixture
def decision(world):
    return decide(world.home, world.staff.chair)


def test_the_superior_commission_annuls_by_a_decision_of_its_own(world, decision):
    by = decide(world.above, world.superior, at=LEFT, kind=DecisionKind.ANNUL)
    annul_decision(decision, actor=world.superior, at=LEFT, by=by)
    decision.refresh_from_db()
    assert (decision.annulled_by, decision.published_at) == (by, DECIDED)  # it stays readable
    assert events_of(decision) == ["decision.annulled"]
    refused("annulled_already", annul_decision, decision, actor=world.superior, at=LEFT, by=by)


def test_the_commission_above_the_one_above_annuls_as_well(world):
    below = a_commission("below", parent=world.home)
    decision = decide(below, holding(below, Role.CHAIR))
    by = decide(world.above, world.superior, kind=DecisionKind.ANNUL)
    assert annul_decision(decision, actor=world.superior, at=LEFT, by=by).annulled_by == by


def test_a_decision_about_something_else_or_from_before_annuls_nothing(world):
    decision = decide(world.home, world.staff.chair, at=LEFT)
    about_other, before = decide(world.above, world.superior, at=LEFT), decide(world.above, world.superior, kind=DecisionKind.ANNUL)
    for by in (about_other, before):
        refused("not_annulling", annul_decision, decision, actor=world.superior, at=LEFT, by=by)


def test_only_a_decision_from_above_annuls(world, decision):
    own, foreign = decide(world.home, world.staff.chair), decide(world.other, world.outsider)
    for by in (own, foreign, decision):
        refused("not_superior", annul_decision, decision, actor=world.superior, at=LEFT, by=by)


def test_nobody_below_or_beside_annuls(world, decision):
    by = decide(world.above, world.superior)
    for actor in (world.staff.chair, world.staff.secretary, world.outsider, world.stranger):
        refused("role", annul_decision, decision, actor=actor, at=LEFT, by=by, status=403)
    refused("role", annul_decision, by, actor=world.staff.chair, at=LEFT, by=decision, status=403)


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.CLERK, Role.ADMINISTRATOR, Role.RECORDER])
def test_clerks_of_the_superior_commission_are_not_the_superior_commission(world, decision, role):
    by = decide(world.above, world.superior)
    refused("role", annul_decision, decision, actor=holding(world.above, role), at=LEFT, by=by, status=403)
