"""Forms of a session: when and where, what is put onto the agenda, who is there, how each member voted."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import ROLE_LABELS, Role
from commission.forms.desk import DeskForm
from commission.forms.fields import MomentField
from commission.models import User, VoteChoice
from commission.selectors import voting_members
from commission.services import matters, sessions
from commission.services.decisions import Text
from commission.services.matters import Proposal
from commission.services.sessions import Voice

IF_EARLIER = _("Leave it empty if it is now. A session held on paper is recorded with the moments at which it was held.")


def said(text: Text) -> str:
    """A text of a decision in the reader's language; without an English one in the state language."""
    return str(getattr(text, (get_language() or "kk")[:2], "") or text.kk)


def named(proposal: Proposal) -> str:
    """A matter as the agenda names it."""
    subject = said(matters.kind_of(proposal.kind).text(proposal.matter))
    matter = str(proposal.matter)
    return f"{subject}: {matter}" if proposal.election != proposal.matter else f"{subject} – {matter}"


def checkboxes(members: dict[User, Role]) -> list[tuple[str, str]]:
    return [(str(member.pk), f"{member} – {ROLE_LABELS[office]}") for member, office in members.items()]


class ConveneForm(DeskForm):
    """When and where the members meet."""

    convened_for = MomentField(label=_("When"), help_text=_("The session can't be opened before this moment."))
    place = forms.CharField(label=_("Where"), max_length=300, required=False)


class AgendaForm(DeskForm):
    """Which of the waiting matters this session decides. Each comes with a draft, which can be changed afterwards."""

    chosen = forms.MultipleChoiceField(
        label=_("Matters that wait for a session"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one matter."),
            "invalid_choice": _("A matter that you chose waits no longer. Choose again."),
        },
    )

    def prepare(self) -> None:
        found = waiting_for(self.row)
        self.ready = {each.key: each for each in found if not each.hindrance}
        self.hindered = [(named(each), each.hindrance) for each in found if each.hindrance]
        self.fields["chosen"].choices = [(key, named(each)) for key, each in self.ready.items()]

    def clean_chosen(self) -> list[Proposal]:
        return [self.ready[key] for key in self.cleaned_data["chosen"]]


def waiting_for(session: Any) -> list[Proposal]:
    """What the session could decide: whatever waits and stands on no other agenda."""
    found = matters.waiting(session.home, sessions.moment_of(session, clock.now()))
    return [each for each in found if sessions.open_item(each) is None]


class OpenForm(DeskForm):
    """Who is there when the session is opened."""

    present = forms.MultipleChoiceField(label=_("Members who are present"), widget=forms.CheckboxSelectMultiple, required=False)
    moment = MomentField(label=_("When the session was opened"), required=False, help_text=IF_EARLIER)

    def prepare(self) -> None:
        self.members = {str(member.pk): member for member in voting_members(self.row.home, clock.now())}
        self.fields["present"].choices = checkboxes(voting_members(self.row.home, clock.now()))

    def clean_present(self) -> list[User]:
        return [self.members[pk] for pk in self.cleaned_data["present"]]


class PresenceForm(OpenForm):
    """Who is there from a moment on: members who came later are ticked, members who left are not."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["moment"].label = _("Since when")
        self.fields["present"].initial = [str(row.member_id) for row in self.row.attendances.all() if row.left_at is None]


class VoteForm(DeskForm):
    """The open vote of every member who is there, with the separate opinion where there is one."""

    def prepare(self) -> None:
        offices = voting_members(self.row.session.home, self.row.session.opened_at or clock.now())
        present = [row.member for row in self.row.session.attendances.select_related("member").order_by("pk") if row.left_at is None]
        self.voting = sessions.entitled(self.row, present)
        self.own_case = [member for member in present if member not in self.voting]
        given = {vote.member_id: vote for vote in self.row.votes.all()}
        self.lines = []
        for member in self.voting:
            vote, words = given.get(member.pk), {"member": member}
            self.fields[f"choice_{member.pk}"] = forms.ChoiceField(
                label=member.full_name,
                choices=VoteChoice.choices,
                widget=forms.RadioSelect,
                initial=vote.choice if vote else None,
                error_messages={"required": _("Choose how this member voted.")},
            )
            self.fields[f"dissent_{member.pk}"] = forms.CharField(
                label=_("Separate opinion of %(member)s") % words,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=vote.dissent if vote else "",
            )
            self.lines.append((ROLE_LABELS[offices[member]] if member in offices else "", f"choice_{member.pk}", f"dissent_{member.pk}"))

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        return [(office, self[choice], self[dissent]) for office, choice, dissent in self.lines]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            data["voices"] = [Voice(member, data[f"choice_{member.pk}"], data[f"dissent_{member.pk}"]) for member in self.voting]
        return data


class MomentForm(DeskForm):
    """When it happened, where that was not just now."""

    moment = MomentField(label=_("When"), required=False, help_text=IF_EARLIER)
