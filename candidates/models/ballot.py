"""The ballot: who and what a voter may mark, in the order of the Kazakh alphabet."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.nomination import Nomination
from commission.models import Commission, Decision, Election, Record


class OptionKind(models.TextChoices):
    CANDIDATE = "candidate", _("candidate")
    AGAINST_ALL = "against_all", _("against all")


class BallotOption(Record):
    """One line of the approved ballot. A candidate who leaves afterwards is struck out, not removed."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="ballot_options", verbose_name=_("election"))
    kind = models.CharField(_("kind"), max_length=20, choices=OptionKind)
    nomination = models.OneToOneField(
        Nomination, models.PROTECT, null=True, blank=True, related_name="ballot_option", verbose_name=_("candidate")
    )
    position = models.PositiveSmallIntegerField(_("line"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="ballot_options", verbose_name=_("decision"))
    struck_out_at = models.DateTimeField(_("struck out"), null=True, blank=True)

    AUDITED = ("election", "kind", "nomination", "position", "decision", "struck_out_at")

    class Meta:
        verbose_name = _("ballot line")
        verbose_name_plural = _("ballot lines")
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="ballot_position_once"),
            models.UniqueConstraint(fields=["election"], condition=Q(kind="against_all"), name="against_all_once"),
            models.CheckConstraint(
                condition=Q(kind="candidate", nomination__isnull=False) | Q(kind="against_all", nomination__isnull=True),
                name="ballot_line_is_a_candidate_or_against_all",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Any:
        return self.nomination.full_name if self.nomination else _("Against all")

    @property
    def commission(self) -> Commission:
        return self.election.home
