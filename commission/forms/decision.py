"""Forms on a decision: how it was served, the scan of the signed one, and its way onto the superior commission's agenda."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.forms.desk import DeskForm
from commission.forms.fields import DocumentField, MomentField
from commission.models import Session
from commission.selectors import commissions_where
from commission.services.annulment import is_above
from commission.services.decisions import Text
from commission.templatetags.words import moment


class ServeForm(DeskForm):
    """When and how the person concerned got the decision."""

    served_at = MomentField(label=_("When the person got it"))
    how = forms.CharField(
        label=_("How"), max_length=200, help_text=_("For example: by hand against signature, or by registered letter with its number.")
    )


class ScanForm(DeskForm):
    """The signed decision as a file."""

    document = DocumentField(label=_("Scan of the signed decision"))


class AnnulForm(DeskForm):
    """Why the superior commission should annul the decision, and at which of its sessions."""

    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        empty_label=None,
        error_messages={"required": _("No session is convened: convene one first.")},
    )
    reasoning_kk = forms.CharField(label=_("Reasons in Kazakh"), widget=forms.Textarea(attrs={"rows": 5, "lang": "kk"}))
    reasoning_ru = forms.CharField(label=_("Reasons in Russian"), widget=forms.Textarea(attrs={"rows": 5, "lang": "ru"}))

    def prepare(self) -> None:
        open_sessions = Session.objects.filter(
            home_id__in=commissions_where(self.actor, Action.CONVENE_SESSION), closed_at__isnull=True, called_off_at__isnull=True
        ).select_related("home")
        above = [row.pk for row in open_sessions if is_above(row.home, self.row.home)]
        self.fields["session"].queryset = open_sessions.filter(pk__in=above).order_by("convened_for", "pk")
        self.fields["session"].label_from_instance = lambda row: f"{row}, {moment(row.convened_for, row.home.time_zone)}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["reasoning"] = Text(data.get("reasoning_kk", "").strip(), data.get("reasoning_ru", "").strip())
        return data
