"""The election of the akim of Semey as the portal holds it: every published figure, and nothing that was not published."""

import json
import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from candidates.models import Nomination
from candidates.workflow import State
from commission import audit, clock
from commission.access import SYSTEM, Role
from commission.models import AuditChain, AuditEvent, Decision, DecisionKind, Election, ElectionState, Membership, Precision, User
from commission.selectors import windows_of
from commission.services.commissions import appoint
from commission.templatetags.ui import ui
from results import control
from results.models import Edition, Entry, Protocol
from results.services.protocols import figures_of
from results.tabulation import Totals, tabulate
from tests.demonstration import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
RECORD = DATA / "semey-2025.json"
VOTES = {"Қожанбаев": 89441, "Төлеуов": 12557, "Бекжасаров": 9763, None: 4305}


@pytest.fixture
def semey() -> Election:
    return Election.objects.get(slug="semey-2025")


@pytest.fixture
def totals(semey: Election) -> Totals:
    return tabulate(semey)


def person(semey: Election, family_name_kk: str) -> Nomination:
    return semey.nominations.get(family_name_kk=family_name_kk)


def local(election: Election, code: str) -> tuple[str | None, str | None]:
    entry = election.timetable_entries.get(code=code, in_force=True)
    return tuple(clock.local(m, election.zone).isoformat(sep=" ")[:19] if m else None for m in (entry.starts_at, entry.due_at))  # type: ignore[return-value]


def hundredths(part: int, base: int) -> int:
    """The share in hundredths of a percent, half up."""
    return int(Fraction(10_000 * part, base) + Fraction(1, 2))


# -- the count


def test_the_published_votes_come_out_of_the_128_protocols(totals: Totals) -> None:
    found = {t.option.nomination.family_name_kk if t.option.nomination else None: t.votes for t in totals.options}
    assert found == VOTES
    assert (totals.valid, totals.stations, totals.accepted) == (116_066, 128, 128)


def test_the_published_shares_come_out_of_the_counts(totals: Totals) -> None:
    shares = [hundredths(votes, totals.valid) for votes in VOTES.values()]
    assert shares == [7706, 1082, 841, 371]


def test_the_published_turnout_comes_out_of_the_counts(totals: Totals) -> None:
    issued, voters = totals.lines["ballots_issued"], totals.lines["voters_on_list"]
    assert (issued, voters, hundredths(issued, voters)) == (118_549, 220_761, 5370)
    assert totals.lines["invalid"] == 118_549 - 116_066


def test_every_control_relation_closes_on_every_protocol(semey: Election) -> None:
    protocols = semey.protocols.select_related("station").prefetch_related("versions__vote_counts")
    assert len(protocols) == 128
    fired = {}
    for protocol in protocols:
        (version,) = protocol.versions.all()
        votes = {count.option_id: count.votes for count in version.vote_counts.all()}
        codes = [r.code for r in control.fired(figures_of(version, votes, protocol.station)) if r.severity is not control.Severity.NOTICE]
        if codes:
            fired[protocol.station.number] = codes
    assert fired == {}


def test_every_sum_over_the_stations_equals_the_published_total(semey: Election, totals: Totals) -> None:
    document = semey.editions.get().document
    summed = {name: sum(p["lines"][name] for p in document["protocols"]) for name in document["lines"]}
    assert summed == document["lines"] == totals.lines
    votes = [sum(column) for column in zip(*(p["votes"] for p in document["protocols"]), strict=True)]
    assert votes == [t.votes for t in totals.options]
    assert sum(semey.polling_stations.values_list("voters_on_list", flat=True)) == 220_761


def test_the_ground_is_as_published(semey: Election) -> None:
    kinds = list(semey.polling_stations.order_by("number").values_list("kind", flat=True))
    assert kinds == ["open"] * 110 + ["closed"] * 18
    assert (semey.meeting_venues.count(), semey.poster_places.count()) == (26, 30)


def test_every_figure_of_a_single_place_is_marked_illustrative(semey: Election) -> None:
    assert set(semey.protocols.values_list("illustrative", flat=True)) == {True}
    for places in (semey.polling_stations, semey.meeting_venues, semey.poster_places):
        assert set(places.values_list("illustrative", "name_kk", "address_kk", "address_ru")) == {(True, "", "", "")}
    assert semey.marks["against_all"].standing == "inferred"
    assert (semey.marks["against_all"].lowest, semey.marks["against_all"].highest) == (4299, 4313)
    assert (semey.marks["ballots_issued"].lowest, semey.marks["ballots_issued"].highest) == (118_538, 118_560)


def test_every_protocol_was_typed_twice_by_two_people(semey: Election) -> None:
    clerks = {protocol.pk: {e.clerk_id for e in protocol.entries.all()} for protocol in semey.protocols.prefetch_related("entries")}
    assert {len(two) for two in clerks.values()} == {2}
    assert Entry.objects.filter(protocol__election=semey, discarded=False).count() == 256


# -- the people


def test_eight_came_forward_three_stood_one_withdrew_and_four_were_refused(semey: Election) -> None:
    states = sorted(semey.nominations.values_list("state", flat=True))
    assert states == ["refused"] * 4 + ["registered"] * 3 + ["withdrawn"]
    assert set(semey.nominations.values_list("way", flat=True)) == {"self"}


def test_the_elected_akim_and_his_days_are_as_published(semey: Election) -> None:
    determination = semey.determination
    assert determination.elected.nomination == person(semey, "Қожанбаев")
    assert determination.took_office_on == date(2025, 10, 14)
    assert clock.local_date(determination.decision.adopted_at, semey.zone) == date(2025, 10, 14)
    assert semey.state == ElectionState.COMPLETED


def test_the_ballot_follows_the_kazakh_alphabet_without_those_who_left(semey: Election) -> None:
    names = [o.nomination.family_name_kk if o.nomination else None for o in semey.ballot_options.order_by("position")]
    assert names == ["Бекжасаров", "Қожанбаев", "Төлеуов", None]


def test_the_withdrawal_keeps_its_days(semey: Election) -> None:
    sapatov = person(semey, "Шапатов")
    assert sapatov.stage is State.WITHDRAWN
    assert clock.local_date(sapatov.registered_at, semey.zone) == date(2025, 9, 16)
    assert clock.local_date(sapatov.ended_at, semey.zone) == date(2025, 10, 7)


def test_the_stated_words_of_the_refusal_are_kept_and_no_ground_is_invented(semey: Election) -> None:
    baiburov = person(semey, "Байбуров")
    ground = baiburov.grounds.get()
    assert (ground.as_published, ground.article, ground.deficiency) == (True, "", None)
    assert (ground.stated_en, ground.stated_ru, ground.stated_kk) == (
        "non-compliance with the requirements of the law",
        "несоответствие требованиям закона",
        "заң талаптарына сәйкес келмеуі",
    )
    assert clock.local_date(ground.decision.adopted_at, semey.zone) == date(2025, 9, 12)
    appeal = baiburov.appeals.get()
    assert (appeal.outcome, clock.local_date(appeal.decided_at, semey.zone)) == ("rejected", date(2025, 9, 19))
    assert appeal.body_en == "Specialized Interdistrict Administrative Court of the Abai Region"


def test_the_three_unnamed_have_no_name_anywhere(semey: Election) -> None:
    unnamed = semey.nominations.filter(name_published=False)
    assert unnamed.count() == 3
    texts = ("family_name", "given_name", "patronymic", "occupation")
    fields = [f"{name}_{language}" for name in texts for language in ("kk", "ru", "en")] + ["address", "phone", "email", "iin_hash"]
    assert {value for row in unnamed.values_list(*fields) for value in row} == {""}
    assert set(unnamed.values_list("birth_date", "birth_year")) == {(None, None)}
    for nomination in unnamed:
        assert str(nomination.number) in nomination.full_name
        assert (nomination.grounds.get().stated_kk, nomination.grounds.get().as_published) == ("", True)


def test_nothing_personal_beyond_the_record_was_made_up(semey: Election) -> None:
    hidden = ("birth_date", "iin_hash", "address", "phone", "email", "citizenship", "education", "workplace", "convictions")
    assert set(semey.nominations.values_list(*hidden)) == {(None, "", "", "", "", "", "", "", "")}


# -- the times


def test_the_hours_of_the_timetable_are_those_of_the_city(semey: Election) -> None:
    assert local(semey, "nomination") == ("2025-08-28 00:00:00", "2025-09-11 18:00:00")
    assert local(semey, "registration")[1] == "2025-09-16 18:00:00"
    assert local(semey, "campaign") == ("2025-09-16 18:00:00", "2025-10-11 00:00:00")
    assert local(semey, "voting") == ("2025-10-12 07:00:00", "2025-10-12 20:00:00")
    assert local(semey, "publication")[1] == local(semey, "registration_of_elected")[1] == "2025-10-19 23:59:59"
    nomination = semey.timetable_entries.get(code="nomination", in_force=True)
    assert nomination.due_at == datetime(2025, 9, 11, 13, tzinfo=clock.UTC)


def test_every_entry_says_where_it_stands_and_shows_no_hour_that_nobody_published(semey: Election) -> None:
    entries = windows_of(semey)
    named = {code: entry.standing for code, entry in entries.items() if entry.standing != "by_rules"}
    assert named == {
        "election_called": "press", "nomination": "article", "registration": "article", "campaign": "article",
        "day_of_silence": "inferred", "voting": "article", "counting": "article", "determination": "article",
        "publication": "article", "registration_of_elected": "article",
    }  # fmt: skip
    assert {code for code, entry in entries.items() if entry.precision == Precision.DAY} == {"election_called", "determination"}
    assert {"withdrawal", "certificates", "absentee_certificates", "voter_lists"} <= set(entries) - set(named)


def test_an_entry_that_the_record_gives_otherwise_than_the_rule_cites_no_article(semey: Election) -> None:
    assert {code for code, entry in windows_of(semey).items() if not entry.article} == {"counting", "publication"}


def cells_of(page: str, code: str, semey: Election) -> list[str]:
    """The cells of an entry's line in the public timetable."""
    (line,) = [tr for tr in re.findall(r"<tr.*?</tr>", page, re.S) if f'<th scope="row">{windows_of(semey)[code].title}</th>' in tr]
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", line, re.S)]


def test_the_public_timetable_tells_days_and_sources(semey: Election, client: Client) -> None:
    with translation.override("en"):
        page = client.get("/en/elections/semey-2025/timetable/").content.decode()
        assert '<th scope="col">Source</th>' in page
        assert cells_of(page, "determination", semey) == [
            "–", "15 October 2025", "over", "Constitutional Law on elections, art. 44", "from the source article"
        ]  # fmt: skip
        counting = cells_of(page, "counting", semey)
        assert counting[1:] == ["15 October 2025, 23:59 UTC+5", "over", "–", "from the source article"]
        assert cells_of(page, "withdrawal", semey)[-1] == "by the rule set, not in the published record"
        assert '<th scope="col">Source</th>' not in client.get("/en/elections/sarybel-demo/timetable/").content.decode()


def test_the_component_of_a_deadline_shows_no_hour_of_a_day(semey: Election) -> None:
    with translation.override("en"):
        day_only, by_rules = (str(ui("deadline", windows_of(semey)[code])) for code in ("determination", "withdrawal"))
    assert ("15 October 2025" in day_only, ":" in re.sub(r"<[^>]+>", "", day_only), "from the source article" in day_only) == (
        True,
        False,
        True,
    )
    assert ("10 October 2025, 18:00" in by_rules, "by the rule set, not in the published record" in by_rules) == (True, True)


@pytest.mark.slow
def test_the_desk_shows_no_hour_and_no_papers_of_real_people(semey: Election, client: Client, settings: Any) -> None:
    settings.STAFF_MFA = False
    chair = User.objects.create_user("chair.of.semey@portal.invalid", full_name="Chair", language="en")
    appoint(semey.home, actor=SYSTEM, at=clock.now(), user=chair, role=Role.CHAIR)
    client.force_login(chair)
    protocol, edition = semey.protocols.first(), semey.editions.get()
    pages = [("candidates_nomination", row) for row in semey.nominations.all()] + [
        ("results_protocol", protocol),
        ("results_edition", edition),
    ]
    pages += [("commission_decision", row) for row in semey.decisions.all()]
    for name, row in pages:
        page = client.get(reverse(f"admin:{name}_change", args=[row.pk])).context["page"]
        told = [section for section in page.sections if section.kind in ("facts", "table", "columns")]
        for section in [part for s in told for part in getattr(s, "sections", [s])]:
            trail = str(section.title) == "Audit trail of this case"
            cells = [str(cell) for line in section.rows for cell in (line[:4] if trail else line)]  # the fifth is the moment of the record
            assert (name, [cell for cell in cells if re.search(r"\d\d:\d\d|missing|on paper", cell)]) == (name, [])
    for name in ("candidates_nomination", "results_protocol", "results_edition", "commission_decision"):
        the_list = client.get(reverse(f"admin:{name}_changelist")).content.decode()
        assert (name, re.findall(r">[^<]*\d\d:\d\d[^<]*</td>", the_list)) == (name, [])


def test_decision_seven_is_the_timetable_and_the_only_number_that_was_published(semey: Election) -> None:
    numbered = semey.decisions.exclude(number="").get()
    assert (numbered.number, numbered.kind) == ("7", DecisionKind.TIMETABLE)
    assert clock.local_date(numbered.adopted_at, semey.zone) == date(2025, 8, 27)
    assert set(semey.timetable_entries.values_list("decision", flat=True)) == {numbered.pk}


def test_no_vote_of_members_is_made_up_and_unknown_days_say_so(semey: Election) -> None:
    assert set(semey.decisions.values_list("votes_published", "members_present", "votes_for")) == {(False, None, None)}
    unknown = sorted(semey.decisions.filter(precision=Precision.UNKNOWN).values_list("kind", flat=True))
    assert unknown == ["ballot", "protocols", "refuse", "refuse", "refuse"]
    assert not semey.decisions.filter(precision=Precision.MOMENT).exists()
    assert set(semey.nominations.values_list("precision", flat=True)) == {Precision.UNKNOWN}


# -- who replayed, and what the audit says


def test_nobody_keeps_a_power_or_can_sign_in_after_the_replay(semey: Election) -> None:
    cast = User.objects.filter(email__startswith="replay-")
    assert cast.count() == 6
    assert not cast.filter(is_active=True).exists()
    assert not any(user.has_usable_password() for user in cast)
    assert Membership.objects.filter(user__in=cast).count() == 13
    assert not Membership.objects.filter(user__in=cast, until__isnull=True).exists()
    assert not Membership.objects.filter(role="recorder", until__isnull=True).exists()


def test_every_guard_that_the_record_could_not_meet_is_named_in_the_audit(semey: Election) -> None:
    events = AuditEvent.objects.filter(home=semey.home, kind__startswith="nomination.")
    waived = {(event.kind, tuple(event.data["waived"])) for event in events if event.data.get("waived")}
    assert waived == {
        ("nomination.submitted", ("complete", "declaration")),
        ("nomination.finished", ("no_check_pending",)),
        ("nomination.registered", ("deposit",)),
        ("nomination.refused", ("lawful_grounds",)),
    }
    as_published = AuditEvent.objects.filter(home=semey.home, kind="decision.taken", data__as_published=True)
    assert as_published.count() == semey.decisions.count()


def test_the_audit_proves_every_row_and_keeps_both_times(semey: Election) -> None:
    assert audit.verify() == []
    event = AuditEvent.objects.get(kind="result.determined")
    assert clock.local_date(event.happened_at, semey.zone) == date(2025, 10, 14)
    assert event.recorded_at > event.happened_at


def test_the_audit_holds_no_name(semey: Election) -> None:
    written = json.dumps(list(AuditEvent.objects.filter(home=semey.home).values_list("data", flat=True)), ensure_ascii=False)
    for family_name in filter(None, semey.nominations.values_list("family_name_kk", flat=True)):
        assert family_name not in written


def test_a_second_replay_changes_nothing(semey: Election, capsys: pytest.CaptureFixture[str]) -> None:
    def everything() -> dict[str, int]:
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    heads = list(AuditChain.objects.order_by("pk").values_list("length", "head"))
    before = everything()
    call_command("replay_election", RECORD)
    assert "nothing was changed" in capsys.readouterr().out
    assert everything() == before
    assert list(AuditChain.objects.order_by("pk").values_list("length", "head")) == heads


def test_the_certified_edition_is_the_only_one_and_carries_the_marks(semey: Election) -> None:
    edition = Edition.objects.get(election=semey)
    assert (edition.number, edition.status, edition.previous_sha256) == (1, "certified", "")
    assert edition.document["marks"]["against_all"] == {"standing": "inferred", "lowest": 4299, "highest": 4313}
    assert {p["illustrative"] for p in edition.document["protocols"]} == {True}


def test_every_step_of_the_count_has_its_decision(semey: Election) -> None:
    accepted = set(Protocol.objects.filter(election=semey).values_list("state", "accepted_by__kind"))
    assert accepted == {("accepted", DecisionKind.PROTOCOLS)}
    counted = sorted(Decision.objects.filter(election=semey).values_list("kind", flat=True))
    assert counted == sorted(
        ["call", "timetable", "ballot", "protocols", "determination", "register_elected"] + ["register"] * 4 + ["refuse"] * 4
    )
