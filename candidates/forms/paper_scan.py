"""Small forms of the counter: a scan of what was handed over, and a paper that follows later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import Channel
from candidates.selectors import papers_of
from commission import clock
from commission.forms.desk import DeskForm
from commission.forms.fields import DocumentField, MomentField


class ScanForm(DeskForm):
    paper = forms.ChoiceField(label=_("Paper"))
    document = DocumentField(label=_("Scan"))

    def prepare(self) -> None:
        rows = [paper for paper in papers_of(self.row) if paper.provided_at and paper.channel == Channel.PAPER]
        self.fields["paper"].choices = [("", "–"), *((paper.code, paper.title) for paper in rows)]
        # the first that has none yet: scanning goes down the pile
        self.fields["paper"].initial = next((paper.code for paper in rows if not paper.versions.all()), "")


class LaterPaperForm(DeskForm):
    """What the law asks for only before the registration, and what therefore may follow."""

    paper = forms.ChoiceField(label=_("Paper"), widget=forms.RadioSelect)
    sheets = forms.IntegerField(label=_("Sheets"), required=False, min_value=1, max_value=9999)
    handed_at = MomentField(label=_("When it was handed over"), help_text=_("In the city's time."), initial=clock.now)

    def prepare(self) -> None:
        later = [paper for paper in papers_of(self.row) if paper.rule and paper.rule.later]
        self.fields["paper"].choices = [(paper.code, paper.title) for paper in later]
        if len(later) == 1:
            self.fields["paper"].initial = later[0].code
