"""Precinct protocols: what came in, two blind entries by two people, and the figures that stand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import BallotOption
from commission.models import Commission, Decision, Election, Record, User
from results.workflow import LABELS, State
from stations.models import PollingStation


def _line(label: object) -> models.PositiveIntegerField:
    # null, not 0: a line that nobody typed is not a zero
    return models.PositiveIntegerField(label, null=True, blank=True)


class Lines(Record):
    """The lines of the protocol form, in ballots or voters. Which of them are on the form, the rule set says."""

    voters_on_list = _line(_("Voters on the list"))
    ballots_received = _line(_("Ballots received by the precinct commission"))
    ballots_issued = _line(_("Voters who received ballots"))
    issued_at_station = _line(_("of them at the station"))
    issued_outside = _line(_("of them outside the station"))
    issued_absentee = _line(_("of them by absentee certificate"))
    ballots_cancelled = _line(_("Unused ballots, cancelled"))
    ballots_spoiled = _line(_("Spoiled ballots, replaced"))
    ballots_lost = _line(_("Lost ballots"))
    ballots_unaccounted = _line(_("Ballots not accounted for"))
    in_stationary_boxes = _line(_("Ballots in stationary boxes"))
    in_portable_boxes = _line(_("Ballots in portable boxes"))
    ballots_in_boxes = _line(_("Ballots in the boxes"))
    invalid = _line(_("Invalid ballots"))
    valid = _line(_("Valid ballots"))

    NAMES = (
        "voters_on_list", "ballots_received", "ballots_issued", "issued_at_station", "issued_outside", "issued_absentee",
        "ballots_cancelled", "ballots_spoiled", "ballots_lost", "ballots_unaccounted", "in_stationary_boxes",
        "in_portable_boxes", "ballots_in_boxes", "invalid", "valid",
    )  # fmt: skip

    class Meta:
        abstract = True

    def lines(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in self.NAMES}


class Protocol(Record):
    """The protocol of one polling station at one election."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="protocols", verbose_name=_("election"))
    station = models.OneToOneField(PollingStation, models.PROTECT, related_name="protocol", verbose_name=_("polling station"))
    state = models.CharField(_("state"), max_length=20, choices=[(s.value, LABELS[s]) for s in State], default=State.EXPECTED)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("received by"))
    illustrative = models.BooleanField(_("illustrative"), default=False)
    accepted_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="accepted_protocols", verbose_name=_("accepted by decision")
    )
    annulled_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="annulled_protocols", verbose_name=_("annulled by decision")
    )

    AUDITED = ("election", "station", "state", "received_at", "received_by", "illustrative", "accepted_by", "annulled_by")

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        ordering = ["election", "station__number"]
        constraints = [
            models.CheckConstraint(condition=Q(state="expected") | Q(received_at__isnull=False), name="received_protocol_has_a_time"),
            models.CheckConstraint(condition=~Q(state="accepted") | Q(accepted_by__isnull=False), name="accepted_protocol_has_a_decision"),
        ]

    def __str__(self) -> str:
        return str(_("Protocol of %(station)s") % {"station": self.station})

    @property
    def commission(self) -> Commission:
        return self.election.home


class Entry(Lines):
    """One blind typing of a protocol. Two by two people make it definitive, if they are alike."""

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="entries", verbose_name=_("protocol"))
    ordinal = models.PositiveSmallIntegerField(_("entry"), choices=[(1, _("first")), (2, _("second"))])
    clerk = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    votes = models.JSONField(_("votes"))
    finished_at = models.DateTimeField(_("finished"))
    discarded = models.BooleanField(_("discarded"), default=False)

    AUDITED = ("protocol", "ordinal", "clerk", "finished_at", "discarded", *Lines.NAMES, "votes")

    class Meta:
        verbose_name = _("protocol entry")
        verbose_name_plural = _("protocol entries")
        constraints = [
            models.UniqueConstraint(fields=["protocol", "ordinal"], condition=Q(discarded=False), name="one_entry_of_each_ordinal"),
            # the second entry is another person's, whoever asks
            models.UniqueConstraint(fields=["protocol", "clerk"], condition=Q(discarded=False), name="two_entries_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}: {self.get_ordinal_display()}"

    @property
    def commission(self) -> Commission:
        return self.protocol.commission


class Version(Lines):
    """The figures of a protocol that stand, made of two equal entries; a correction makes a new version."""

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="versions", verbose_name=_("protocol"))
    number = models.PositiveSmallIntegerField(_("version"))
    current = models.BooleanField(_("stands"), default=True)

    AUDITED = ("protocol", "number", "current", *Lines.NAMES)

    class Meta:
        verbose_name = _("version of a protocol")
        verbose_name_plural = _("versions of protocols")
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["protocol"], condition=Q(current=True), name="one_version_stands"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}: {self.number}"

    @property
    def commission(self) -> Commission:
        return self.protocol.commission


class VoteCount(Record):
    """Votes for one line of the ballot in one version of a protocol."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="vote_counts", verbose_name=_("version"))
    option = models.ForeignKey(BallotOption, models.PROTECT, related_name="vote_counts", verbose_name=_("ballot line"))
    votes = models.PositiveIntegerField(_("votes"))

    AUDITED = ("version", "option", "votes")

    class Meta:
        verbose_name = _("votes")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["version", "option"], name="one_count_an_option")]

    def __str__(self) -> str:
        return f"{self.option}: {self.votes}"
