"""Papers at the desk: who reads them, in which form they leave the portal, and the trace of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import DocumentVersion
from candidates.services import handing_in, verification
from candidates.workflow import State
from commission.access import Role
from commission.admin.writing import address
from commission.models import AuditEvent
from tests.factories import CORRECTION_ASKED, a_failure, a_scan, appoint_as, moment, nomination_in

pytestmark = pytest.mark.django_db

READERS = {Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.REGISTRAR}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def case(world):
    return nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)


def of(document, what="change", *more):
    return reverse(f"admin:candidates_documentversion_{what}", args=[document.pk, *more])


def addresses(document):
    return [of(document), of(document, "page", 1), of(document, "download")]


def trace(case):
    """Who read what how, oldest first."""
    events = AuditEvent.objects.filter(subject_id=case.pk, kind="nomination.paper_downloaded").order_by("sequence")
    return [(event.actor, event.data["paper"], event.data["ordinal"], event.data["how"]) for event in events]


# -- who


def test_papers_are_for_those_who_work_on_the_case(world, client, case):
    document = case.documents.first()
    for role in Role:
        if not hasattr(world.staff, role.value):
            continue
        client.force_login(world.staff[role])
        found = [client.get(page).status_code for page in addresses(document)]
        assert (role, found) == (role, [200 if role in READERS else 403] * 3)
    for user, status in ((world.superior, 403), (world.outsider, 404), (world.candidate, 403), (world.stranger, 403)):
        client.force_login(user)
        assert [client.get(page).status_code for page in addresses(document)] == [status] * 3
    client.logout()
    assert [client.get(page).status_code for page in addresses(document)] == [302] * 3
    assert {actor for actor, *_rest in trace(case)} == {world.staff[role] for role in READERS}


def test_a_member_and_an_auditor_read_that_a_paper_is_there_and_nothing_of_it(world, client, case):
    document = case.documents.first()
    for reader in (world.staff.member, world.staff.auditor, world.superior):
        client.force_login(reader)
        page = client.get(f"{address(case)}?document={document.pk}").content.decode()
        assert "Application to stand" in page
        assert [piece for piece in (document.file.sha256, of(document), '<img src="/desk/') if piece in page] == []
    assert trace(case) == []


def test_what_is_not_handed_in_does_not_exist_for_the_desk(world, client):
    document = nomination_in(State.DRAFT, world, applicant=world.candidate).documents.first()
    client.force_login(world.staff.secretary)
    assert [client.get(page).status_code for page in addresses(document)] == [404] * 3


def test_nobody_reads_his_own_papers_as_staff(world, client, case):
    appoint_as(world.home, world.candidate, Role.REGISTRAR)
    client.force_login(world.candidate)
    assert [client.get(page).status_code for page in addresses(case.documents.first())] == [403] * 3


# -- what


def test_a_page_is_a_picture_and_a_download_an_attachment_under_a_name_of_ours(world, client, case):
    document = case.documents.first()
    client.force_login(world.staff.registrar)
    picture, download = client.get(of(document, "page", 1)), client.get(of(document, "download"))
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert download["Content-Disposition"] == f'attachment; filename="{case.receipt}-application-1.png"'
    assert (download["X-Content-Type-Options"], len(b"".join(download.streaming_content))) == ("nosniff", document.file.size)


def test_the_case_shows_the_page_that_its_address_asks_for(world, client, case):
    first, second = case.documents.all()[:2]
    client.force_login(world.staff.registrar)
    page = client.get(f"{address(case)}?document={second.pk}").content.decode()
    assert f'src="{of(second, "page", 1)}"' in page and f'src="{of(first, "page", 1)}"' not in page
    assert "Page 1 of 1 of “Papers for the check of the civil-service requirements”, version 1, as it was handed in" in page
    assert second.file.sha256 in page and first.file.sha256 in page
    assert f'src="{of(first, "page", 1)}"' not in client.get(address(case)).content.decode()


@pytest.mark.parametrize("question", ["document=0", "document=x", "document={}&page=2", "document={}&page=0", "document={}&page=x"])
def test_a_page_that_the_document_has_not_is_a_404(world, client, case, question):
    client.force_login(world.staff.registrar)
    assert client.get(f"{address(case)}?{question.format(case.documents.first().pk)}").status_code == 404
    assert client.get(of(case.documents.first(), "page", 2)).status_code == 404


def test_another_case_s_document_is_not_shown_in_this_one(world, client, case):
    other = nomination_in(State.SUBMITTED, world, applicant=world.stranger).documents.first()
    client.force_login(world.staff.registrar)
    assert client.get(f"{address(case)}?document={other.pk}").status_code == 404
    assert trace(case) == []


def test_every_version_is_listed_the_newest_first(world, client):
    case = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    a_failure(case, world, curable=True, told=None, paper=case.papers.get(code="application"))
    verification.request_correction(case, actor=world.staff.registrar, at=CORRECTION_ASKED)
    handing_in.provide_paper(case, actor=world.candidate, at=CORRECTION_ASKED, code="application", document=a_scan(5))
    old, new = DocumentVersion.objects.filter(paper__code="application", nomination=case).order_by("pk")
    client.force_login(world.staff.registrar)
    page = client.get(address(case)).content.decode()
    assert -1 < page.index(new.file.sha256) < page.index(old.file.sha256)
    assert page.index("Version 2") < page.index("Version 1")


# -- the trace


def test_opening_a_document_is_one_event_a_day_and_a_download_one_each_time(world, client, case):
    document, user = case.documents.first(), world.staff.registrar
    day = moment("2025-09-02 09:00")
    viewed, taken = (user, "application", 1, "view"), (user, "application", 1, "download")
    with time_machine.travel(day, tick=False) as clock:
        client.force_login(user)
        client.get(f"{address(case)}?document={document.pk}")
        for page in (of(document), of(document, "page", 1), of(document, "page", 1)):
            client.get(page)
        assert trace(case) == [viewed]
        client.get(of(document, "download")), client.get(of(document, "download"))
        assert trace(case) == [viewed, taken, taken]
        clock.move_to(day + timedelta(hours=20))  # the next day in the city
        client.force_login(user)
        client.get(of(document, "page", 1))
        assert trace(case) == [viewed, taken, taken, viewed]


def test_each_person_and_each_document_has_its_own_trace(world, client, case):
    first, second = case.documents.all()[:2]
    for user in (world.staff.registrar, world.staff.secretary):
        client.force_login(user)
        for document in (first, second, first):
            client.get(of(document, "page", 1))
    assert [(actor, paper) for actor, paper, *_rest in trace(case)] == [
        (user, paper) for user in (world.staff.registrar, world.staff.secretary) for paper in ("application", "civil_service_papers")
    ]


# -- what it costs


def test_the_list_of_papers_costs_as_much_with_many_versions(world, client, case):
    other = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.stranger)
    document = other.documents.first()
    DocumentVersion.objects.bulk_create(
        DocumentVersion(
            nomination=other, paper=document.paper, ordinal=number, file=a_copy(document.file), channel="portal",
            received_at=document.received_at, received_from=world.stranger,
        )
        for number in range(2, 12)
    )  # fmt: skip
    client.force_login(world.staff.registrar)
    client.get("/desk/")

    def queries(row):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(row)).status_code == 200
        return len(captured)

    assert queries(other) == queries(case)


def a_copy(file):
    values = {field.attname: getattr(file, field.attname) for field in file._meta.fields if field.name not in ("id", "key")}
    return type(file).objects.create(**values, key=f"{file.key}-{type(file).objects.count()}")
