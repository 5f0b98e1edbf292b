"""The messages of a person on the portal: their own, with how many are new in the header."""

import pytest
from django.urls import reverse

from commission.models import OutgoingMessage
from commission.selectors import unread_of
from tests.candidates.applying import at, browser
from tests.commission.reminding import planned
from tests.factories import moment

BEFORE, DUE, LATER = moment("2025-09-10 17:59"), moment("2025-09-10 18:00"), moment("2025-09-10 18:30")


@pytest.fixture
def reminded(world, settings):
    settings.STAFF_MFA = False
    planned(BEFORE)
    planned(DUE)
    return world.staff.secretary


def page(user, name="inbox"):
    with at(LATER):
        return browser(user).get(reverse(name)).content.decode()


def test_everybody_reads_only_their_own_messages(world, reminded):
    shown = page(reminded)
    assert shown.count("<article") == OutgoingMessage.objects.filter(recipient=reminded).count() == 2
    assert "Nomination of candidates: until 11 September 2025, 18:00" in shown
    assert "<article" not in page(world.stranger)


def test_the_header_of_portal_and_desk_counts_what_is_new(world, reminded):
    assert unread_of(reminded) == 2
    for name in ("inbox", "apply:home", "admin:index"):
        assert "Messages (2 new)" in page(reminded, name)
    assert "Messages (" not in page(world.staff.auditor, "admin:index")


def test_marking_as_read_marks_only_what_was_there_and_is_ones_own(world, reminded):
    # only the two of the secretary: the other roles are reminded of terms of their own
    OutgoingMessage.objects.exclude(recipient=reminded).update(read_at=DUE)
    late = OutgoingMessage.objects.filter(recipient=reminded).first()
    OutgoingMessage.objects.filter(pk=late.pk).update(queued_at=moment("2025-09-10 19:00"))
    others = OutgoingMessage.objects.create(recipient=world.stranger, subject="Theirs", queued_at=DUE, not_before=DUE)
    with at(LATER):
        browser(reminded).post(reverse("inbox_read"))
    unread = OutgoingMessage.objects.filter(read_at__isnull=True)
    assert sorted(unread.values_list("pk", flat=True)) == sorted([late.pk, others.pk])
    assert OutgoingMessage.objects.filter(read_at=LATER).count() == 1


def test_a_message_that_had_nothing_left_to_say_is_not_shown(reminded):
    OutgoingMessage.objects.update(state="withheld", reason="nothing_left")
    assert (unread_of(reminded), "<article" in page(reminded)) == (0, False)


def test_a_message_that_no_mail_server_took_is_read_here(reminded):
    OutgoingMessage.objects.update(state="dead", reason="refused")
    assert page(reminded).count("<article") == 2
