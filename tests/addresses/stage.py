"""The scene of the table: a candidate's case with everything that an address can name, in the commission of the world."""

from candidates.models import Nomination, NonAcceptance, SignatureSheet
from candidates.services.requests import send_request
from candidates.workflow import State
from commission.models import AgendaItem, AuditEvent, Membership, Outage, Session
from commission.views.own_calendar import address_of
from results.models import Determination, Edition
from results.services.protocols import receive_protocol
from stations.models import MeetingVenue, PosterPlace
from stations.services.places import add_stations
from tests.addresses.scene import Scene
from tests.factories import (
    CALLED,
    DECIDED,
    STARTED,
    World,
    a_failure,
    a_proxy,
    a_user,
    an_approved_ballot,
    an_election,
    moment,
    nomination_in,
)

COUNTED = moment("2025-10-12 21:00")  # the polls are closed


def a_scene(world: World) -> Scene:
    case = nomination_in(State.REGISTERED, world, applicant=world.candidate, midway=lambda row: a_failure(row, world, curable=True))
    rival = a_user("rival")
    nomination_in(State.REGISTERED, world, applicant=rival)
    counted = an_election(world.home, world.staff.chair, slug="counted-2025")  # its pages are not asked for: its result is a sample
    [letter] = send_request(case, actor=world.staff.registrar, at=DECIDED, codes=["national_security"])
    sheet = SignatureSheet.objects.create(nomination=case, number=1, issued_at=STARTED)
    options = an_approved_ballot(world)
    [station] = add_stations(
        world.election, actor=world.staff.secretary, at=CALLED, rows=[{"number": 1, "kind": "open", "voters_on_list": 900}]
    )
    people = {
        "stranger": world.stranger, "candidate": world.candidate, "rival": rival, "proxy": a_proxy(case),
        "superior": world.superior, "outsider": world.outsider,
        **{role: getattr(world.staff, role) for role in world.staff.__dataclass_fields__},
    }  # fmt: skip
    session = Session.objects.create(home=world.home, number=1, convened_for=DECIDED)
    decision = world.home.decisions.order_by("pk").first()
    rows = {
        "commission_commission": world.home,
        "commission_election": world.election,
        "commission_timetableentry": world.election.timetable_entries.first(),
        "commission_decision": decision,
        "commission_auditevent": AuditEvent.objects.filter(home=world.home).first(),
        "commission_membership": Membership.objects.filter(user=world.staff.member).get(),
        "commission_user": world.staff.member,
        "candidates_nomination": case,
        "stations_pollingstation": station,
        "stations_meetingvenue": MeetingVenue.objects.create(election=world.election, number=1),
        "stations_posterplace": PosterPlace.objects.create(election=world.election, number=1),
        "results_protocol": receive_protocol(station, actor=world.staff.clerk, at=COUNTED),
        "results_determination": Determination.objects.create(
            election=counted, decision=decision, elected=options[0], totals={"lines": {"ballots_in_boxes": 10}, "votes": {"1": 7}}
        ),
        "results_edition": Edition.objects.create(
            election=counted, number=1, status="certified", published_at=DECIDED, document={}, sha256="a" * 64
        ),
        "candidates_ballotoption": options[0],
        "candidates_documentversion": case.documents.first(),
        "candidates_authorityrequest": letter,
        "candidates_proxy": case.proxies.get(),
        "commission_outage": Outage.objects.create(
            home=world.home, began_at=STARTED, words_kk="үзіліс", words_ru="сбой", noted_by=world.staff.secretary, noted_at=STARTED
        ),
        "commission_session": session,
        "commission_agendaitem": AgendaItem.objects.create(
            session=session, ordinal=1, kind="register", matter_type="candidates.nomination", matter_id=case.pk
        ),
        "candidates_nonacceptance": NonAcceptance.objects.create(
            election=world.election, number=1, entry=world.election.timetable_entries.get(code="nomination"), brought_at=COUNTED,
            person="Біреу", papers="өтініш", noted_by=world.staff.secretary,
        ),
    }  # fmt: skip
    return Scene(
        world,
        people,
        rows,
        words(case),
        {
            "record-check": "national_security",
            "send-request": "declarations_true",
            "record-reply": str(letter.pk),
            "check-sheet": str(sheet.number),
            "decide-appeal": "1",
        },
    )


def words(case: Nomination) -> dict[str, object]:
    """What addresses hold beside the rows of the desk; a word of one address alone stands under its name."""
    return {
        "slug": case.election.slug,
        "number": case.number,
        "app_label": "candidates",
        "pk": 1,  # a key of nobody: those of allauth are the account's own
        "key": "no-such-key",
        "uidb36": "zz",
        "code": "contact",
        "ordinal": 1,
        "page": 1,
        "own_calendar_feed": {"token": address_of(case.election.home.memberships.get(role="secretary").user).split("/")[-1][:-4]},
        "public:decision_pdf": {"pk": case.election.decisions.order_by("pk").first().pk},
        "apply:paper": {"code": "application"},
        "apply:file": {"pk": case.documents.first().pk},
        "apply:point": {"pk": case.deficiencies.get().pk},
        "apply:end_proxy": {"pk": case.proxies.get().pk},
        "apply:proxy_certificate": {"pk": case.proxies.get().pk},
    }
