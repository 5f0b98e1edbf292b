"""Leaving: a draft given up, a candidacy withdrawn. Neither can be taken back, and both say so first."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidates.forms.apply import DiscardForm, WithdrawalForm
from candidates.models import Nomination
from candidates.services import filing, leaving
from candidates.views.apply.cases import WRONG, case_page, show, typed_into
from commission import kept
from commission.access import Action
from commission.refused import Refused
from commission.selectors import windows_of


@case_page(Action.WITHDRAW)
def withdraw(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """What it means, until when; a fresh proof of the person, the number typed, and it is done for good."""
    if not did_recently_reauthenticate(request):
        if request.method != "POST":
            raise ReauthenticationRequired  # allauth asks for the password or the second factor and leads back here
        kept.keep(request)  # the proof grew old while the page was open
        return redirect(request.path)
    form = WithdrawalForm(typed_into(request), request.FILES or None, nomination=nomination)
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                leaving.withdraw(
                    nomination,
                    actor=request.user,
                    at=request.received_at,
                    statement=form.cleaned_data["statement"],
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
            else:
                messages.success(request, _("Your withdrawal was received. You are no longer in the race."))
                return redirect("apply:case", nomination.election.slug, nomination.number)
    entry = windows_of(nomination.election).get("withdrawal")
    on_ballot = nomination.ballot_lines.filter(replaced_by__isnull=True, struck_out_at__isnull=True).exists()
    deposit = nomination.election.pack.deposit_returned_from
    return show(
        request, "withdraw", nomination, _("Withdraw for good"), form=form, entry=entry, on_ballot=on_ballot, deposit=deposit, status=status
    )


@case_page(Action.DISCARD)
def discard(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Give up a draft, so that one may begin anew."""
    form, status = DiscardForm(typed_into(request)), 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                filing.discard(nomination, actor=request.user, at=request.received_at)
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
            else:
                messages.success(request, _("The draft was given up. You may begin anew."))
                return redirect("apply:home")
    return show(request, "discard", nomination, _("Give up this draft"), form=form, status=status)
