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


IN_FORCE = Q(replaced_by__isnull=True)


class BallotOption(Record):
    """One line of an approved ballot. A candidate who leaves afterwards is struck out, not removed.

    A ballot that is approved anew has lines of its own; those of the ballot before stay readable through their decision and name
    the decision that replaced them.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="ballot_options", verbose_name=_("election"))
    kind = models.CharField(_("kind"), max_length=20, choices=OptionKind)
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="ballot_lines", verbose_name=_("candidate")
    )
    position = models.PositiveSmallIntegerField(_("line"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="ballot_options", verbose_name=_("decision"))
    replaced_by = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaced by"))
    struck_out_at = models.DateTimeField(_("struck out"), null=True, blank=True)

    AUDITED = ("election", "kind", "nomination", "position", "decision", "replaced_by", "struck_out_at")

    class Meta:
        verbose_name = _("ballot line")
        verbose_name_plural = _("ballot lines")
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="ballot_position_once"),
            # one ballot at a time
            models.UniqueConstraint(fields=["election", "position"], condition=IN_FORCE, name="position_in_force_once"),
            models.UniqueConstraint(fields=["election"], condition=IN_FORCE & Q(kind="against_all"), name="against_all_once"),
            models.UniqueConstraint(fields=["nomination"], condition=IN_FORCE, name="candidate_on_one_line"),
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
