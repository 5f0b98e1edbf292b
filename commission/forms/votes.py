"""The figures of a vote that the members took: when, how many were there, and how they voted."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms.fields import MomentField
from commission.services.decisions import Text, Vote


class VoteFields(forms.Form):
    """Mixed into the form of a step that records a decision. Quorum and majority are judged by the service, not here."""

    voted_at = MomentField(label=_("When the members voted"), help_text=_("The moment of the session, in the city's time."))
    present = forms.IntegerField(label=_("Members present"), min_value=0)
    votes_for = forms.IntegerField(label=_("For"), min_value=0)
    votes_against = forms.IntegerField(label=_("Against"), min_value=0, initial=0)
    abstained = forms.IntegerField(label=_("Abstained"), min_value=0, initial=0)

    VOTE = ("voted_at", "present", "votes_for", "votes_against", "abstained")


def vote_in(data: dict[str, Any]) -> tuple[datetime, Vote]:
    """When they voted, and how."""
    return data["voted_at"], Vote(data["present"], data["votes_for"], data["votes_against"], data["abstained"])


class ReasoningFields(forms.Form):
    """Why, in both official languages, as it will stand in the decision."""

    reasoning_kk = forms.CharField(label=_("Reasoning in Kazakh"), widget=forms.Textarea(attrs={"rows": 3, "lang": "kk"}))
    reasoning_ru = forms.CharField(label=_("Reasoning in Russian"), widget=forms.Textarea(attrs={"rows": 3, "lang": "ru"}))


def reasoning_in(data: dict[str, Any]) -> Text:
    return Text(data["reasoning_kk"].strip(), data["reasoning_ru"].strip())
