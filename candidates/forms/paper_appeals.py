"""Forms of an appeal: filed, decided, and carried out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import AppealOutcome
from candidates.workflow import State
from commission.forms.desk import DeskForm
from commission.forms.fields import DocumentField, MomentField
from commission.models import Decision
from commission.services.decisions import Text
from commission.templatetags.words import language_now

COURT = Text(
    "Мамандандырылған ауданаралық әкімшілік сот",
    "Специализированный межрайонный административный суд",
    "Specialised inter-district administrative court",
)
ANOTHER = "another"


class AppealForm(DeskForm):
    """Against which decision, where, and when. A late one needs the act of the court that restored the term."""

    decision = forms.ChoiceField(label=_("Decision appealed"))
    body = forms.ChoiceField(label=_("Filed with"), widget=forms.RadioSelect)
    body_kk = forms.CharField(
        label=_("Name of the body in Kazakh"), required=False, max_length=300, widget=forms.TextInput(attrs={"lang": "kk"})
    )
    body_ru = forms.CharField(
        label=_("Name of the body in Russian"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "ru"}),
        help_text=_("Only where it is none of those above."),
    )
    filed_at = MomentField(label=_("When it was filed"), help_text=_("By it the term is judged."))
    term_restored = forms.BooleanField(label=_("The appeal was late, and the court restored the term"), required=False)
    act = DocumentField(label=_("Scan of the court's act on the term"), required=False)

    def prepare(self) -> None:
        decided = Decision.objects.filter(grounds__nomination=self.row).distinct().order_by("-adopted_at")
        self.decisions = {str(decision.pk): decision for decision in decided}
        self.fields["decision"].choices = [(key, str(decision)) for key, decision in self.decisions.items()]
        above = self.row.commission.parent
        self.bodies = {"court": COURT, **({"superior": Text(above.name_kk, above.name_ru, above.name_en)} if above else {})}
        self.fields["body"].choices = [
            *((code, getattr(text, language_now(), "") or text.kk) for code, text in self.bodies.items()),
            (ANOTHER, _("another body, named below")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("body") == ANOTHER:
            for name in ("body_kk", "body_ru"):
                if not data.get(name, "").strip() and name not in self.errors:
                    self.add_error(name, _("Name the body in both official languages."))
        if data.get("term_restored") and not data.get("act") and "act" not in self.errors:
            self.add_error("act", _("Add the act by which the court restored the term."))
        if self.errors:
            return data
        body = self.bodies.get(data["body"]) or Text(data["body_kk"].strip(), data["body_ru"].strip())
        return {
            "once": data["once"],
            "decision": self.decisions[data["decision"]],
            "body": body,
            "filed_at": data["filed_at"],
            "term_restored": data["term_restored"],
            "act": data["act"],
        }


class AppealOutcomeForm(DeskForm):
    """What the body decided, by which act."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (AppealOutcome.UPHELD, _("Upheld: the decision has fallen, and the candidate can be reinstated.")),
            (AppealOutcome.REJECTED, _("Rejected: the decision stands.")),
        ],
        widget=forms.RadioSelect,
    )
    decided_at = MomentField(label=_("When it was decided"))
    reference = forms.CharField(label=_("Number and date of the act"), max_length=100)
    act = DocumentField(label=_("Scan of the act"), required=False, help_text=_("It can be read beside the case."))


class ReinstatementForm(DeskForm):
    """Back to where."""

    target = forms.TypedChoiceField(
        label=_("What the act orders"),
        coerce=State,
        choices=[
            (State.REGISTERED, _("The person is a registered candidate.")),
            (State.UNDER_VERIFICATION, _("The commission looks at the papers again and decides anew.")),
        ],
        widget=forms.RadioSelect,
    )
