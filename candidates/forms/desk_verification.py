"""Forms of the verification: the result of a check, a deficiency with its article, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import completeness
from candidates.checks import propose
from candidates.models import CheckResult
from candidates.workflow import State
from commission.forms.desk import DeskForm
from commission.forms.fields import MomentField
from commission.services.decisions import Text

RESULTS = [(value, label) for value, label in CheckResult.choices if value != CheckResult.PENDING]
ANYTHING = "whole"


class CheckForm(DeskForm):
    """The result of one check, as its authority gave it."""

    result = forms.ChoiceField(label=_("Result"), choices=RESULTS, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=100, help_text=_("Number and date of the reply or of the paper that proves it.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("For those who work on the case only.")
    )

    def prepare(self) -> None:
        check = self.part
        if check.result != CheckResult.PENDING:
            self.fields["result"].initial = check.result
            self.fields["reference"].initial, self.fields["note"].initial = check.reference, check.note
            return
        proposal = propose(check)
        if check.code == "deposit" and not (proposal and proposal.result):
            # two people see the payment; their confirmation is the result
            self.fields["result"].choices = [choice for choice in RESULTS if choice[0] != CheckResult.PASSED]
        if proposal and proposal.result:
            self.fields["result"].initial = proposal.result
        answered = next((request for request in check.requests.order_by("-pk") if request.replied_at), None)
        if answered:
            self.fields["reference"].initial = answered.reply_reference


class DeficiencyForm(DeskForm):
    """What is wanting, in what, by which article, and whether it can be put right."""

    about = forms.ChoiceField(label=_("What it is about"))
    description_kk = forms.CharField(
        label=_("What is wanting, in Kazakh"),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "kk"}),
        help_text=_("One or two sentences to the candidate: they stand word for word in the letter, and in the decision."),
    )
    description_ru = forms.CharField(
        label=_("What is wanting, in Russian"),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "ru"}),
        help_text=_("The same in Russian: both stand side by side."),
    )
    article = forms.CharField(
        label=_("Article"),
        required=False,
        max_length=100,
        help_text=_("Left empty, it is the article by which the rule set asks for the check or paper chosen above."),
    )
    curable = forms.TypedChoiceField(
        label=_("Can it be put right?"),
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", _("Yes: it goes into the request for correction.")),
            ("no", _("No: the candidate is told of it now, and the commission decides.")),
        ],
        widget=forms.RadioSelect,
    )
    notified_at = MomentField(
        label=_("When the candidate was told"),
        required=False,
        help_text=_("Only for what can't be put right: without a notice no refusal and no cancellation can rest on it."),
    )

    def prepare(self) -> None:
        nomination = self.row
        self.failed = {f"check-{c.code}": c for c in nomination.checks.filter(result=CheckResult.FAILED)}
        self.papers = {f"paper-{p.code}": p for p in nomination.papers.order_by("pk")}
        self.pages = {f"page-{s.code}": s for s in completeness.sections_of(nomination.way)}
        groups: list[Any] = [(_("Failed checks"), [(key, check.title) for key, check in self.failed.items()])]
        if nomination.stage is State.UNDER_VERIFICATION:
            groups += [
                (_("Papers"), [(key, paper.title) for key, paper in self.papers.items()]),
                (_("Pages that the candidate filled in"), [(key, page.title) for key, page in self.pages.items()]),
            ]
        else:
            # what was handed in reopens only before the decision
            self.papers = self.pages = {}
            del self.fields["curable"]
            self.fields["notified_at"].required = True
            self.fields["notified_at"].help_text = _("Without a notice no cancellation can rest on it.")
        self.fields["about"].choices = [("", "–"), *(group for group in groups if group[1]), (ANYTHING, _("the nomination as a whole"))]
        asked = self.initial.get("about", "")
        if "article" not in self.initial:
            self.fields["article"].initial = self.article_of(asked)

    def article_of(self, about: str) -> str:
        """The article by which the rule set asks for the check or paper."""
        pack = self.row.election.pack
        if about in self.failed:
            return str(pack.check(self.failed[about].code).article)
        if about in self.papers and (rule := pack.paper(self.papers[about].code)):
            return str(rule.article)
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        about = data.get("about", "")
        if about and not data.get("article", "").strip():
            data["article"] = self.article_of(about)
            if not data["article"]:
                self.add_error("article", forms.ValidationError(_("Name the article of the law that asks for it."), code="required"))
        curable = data.get("curable", False)
        if not curable and "curable" not in self.errors and "notified_at" not in self.errors and data.get("notified_at") is None:
            self.add_error(
                "notified_at",
                forms.ValidationError(_("Enter when the candidate was told: by letter, by e-mail or in person."), code="required"),
            )
        return data if self.errors else self.as_noted(data, curable)

    def as_noted(self, data: dict[str, Any], curable: bool) -> dict[str, Any]:
        """What `note_deficiency` takes."""
        page = self.pages.get(data["about"])
        return {
            "once": data["once"],
            "article": data["article"],
            "description": Text(data["description_kk"], data["description_ru"]),
            "curable": curable,
            "failed_check": self.failed.get(data["about"]),
            "paper": self.papers.get(data["about"]),
            "section": page.code if page else "",
            "notified_at": None if curable else data["notified_at"],
        }


class ReasonForm(DeskForm):
    """One reason in words."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
