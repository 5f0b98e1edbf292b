"""Coming forward: a nomination is started, its papers are handed in, and it is submitted and received."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.iin import is_well_formed
from candidates.models import Channel, Nomination, Paper, Way
from candidates.services.steps import check, one_live_nomination_a_person, take
from candidates.workflow import Facts, State
from commission.access import Action, can
from commission.command import command, done, frame, may_record_as_published
from commission.models import Election, Precision, User
from commission.refused import Refused
from commission.selectors import windows_of

# The fields that the hash of the submission freezes: everything a person files.
FILED = (
    "way", "channel", "family_name_kk", "family_name_ru", "family_name_en", "given_name_kk", "given_name_ru", "given_name_en",
    "patronymic_kk", "patronymic_ru", "patronymic_en", "birth_date", "birth_year", "citizenship", "iin_hash", "address", "phone",
    "email", "education", "occupation_kk", "occupation_ru", "occupation_en", "workplace", "party_membership", "convictions",
)  # fmt: skip

# What a person may hand over when a nomination starts. Everything else of the row (state, times, receipt) belongs to services.
PERSON = frozenset(FILED) - {"way", "channel", "iin_hash"} | {"name_published"}


@command(Action.START)
def start(
    election: Election,
    /,
    *,
    actor: Any,
    at: datetime,
    way: str,
    channel: str = Channel.PORTAL,
    applicant: User | None = None,
    iin: str = "",
    **person: Any,
) -> Nomination:
    """Open a draft with the list of papers that the rule set asks for.

    On the portal the applicant is the actor; on paper the secretary files, and the person needs no account.
    Raises Refused("window_closed") and its kin outside nomination, Refused("second_nomination"), Refused("bad_field"),
    Refused("paper_by_secretary"), Refused("portal_by_applicant"), Refused("way_not_open"); TypeError for a field that is no
    field of the person. Too young is no bad field: the age is a check, with a result and a decision.
    """
    if unknown := set(person) - PERSON:
        raise TypeError(f"not a field of the person: {sorted(unknown)}")
    workflow.check_window(windows_of(election).get("nomination"), _("Nomination"), at)
    on_paper = channel == Channel.PAPER
    if on_paper and not can(frame().roles, Action.FILE_ON_PAPER):
        raise Refused("paper_by_secretary", _("Only the secretary may file on paper for another person."), status=403)
    if not on_paper and not can(frame().roles, Action.FILE_OWN):
        # else the secretary who forgets the channel would come forward himself
        raise Refused("portal_by_applicant", _("On the portal a person comes forward himself."), way_out=_("File it on paper."), status=403)
    if way == Way.SUPERIOR_AKIM and not can(frame().roles, Action.FILE_ON_PAPER):
        raise Refused(
            "way_not_open",
            _("The superior akim nominates by his act, which the commission receives on paper."),
            article="CL ch. 13-1",
            way_out=_("Choose another way of nomination, or hand the act to the secretary."),
            status=403,
        )
    number = (election.nominations.aggregate(highest=Max("number"))["highest"] or 0) + 1
    nomination = Nomination(
        election=election, number=number, way=way, channel=channel, applicant=applicant if on_paper else actor, **person
    )
    refuse_bad_fields(nomination, iin)
    nomination.iin = iin
    if nomination.birth_date:
        nomination.birth_year = nomination.birth_date.year
    with one_live_nomination_a_person(nomination):
        nomination.save()
    papers = [Paper.objects.create(nomination=nomination, code=paper.code) for paper in election.pack.papers_of(way)]
    done("nomination.started", subject=nomination, changed=[nomination, *papers], channel=channel, code=way)
    return nomination


def refuse_bad_fields(nomination: Nomination, iin: str) -> None:
    """Raises Refused("bad_field") that names the fields which the database would not take, or which can't be true.

    Before the write: what PostgreSQL refuses it logs with the values, and the person would read an error of the program.
    """
    checked = PERSON | {"way", "channel"}
    bad = {name for name in checked if not storable(nomination, name)}
    try:
        nomination.clean_fields(exclude={field.name for field in nomination._meta.fields} - checked | bad)
    except ValidationError as error:
        bad |= set(error.message_dict)
    born = None if "birth_date" in bad else nomination.birth_date
    if iin and not is_well_formed(iin, born):
        bad.add("iin_sealed")
    if bad:
        fields = [field.verbose_name for field in nomination._meta.fields if field.name in bad]
        raise Refused(
            "bad_field",
            _("These fields are not filled in correctly: %(fields)s.") % {"fields": ", ".join(map(str, fields))},
            way_out=_("Correct them; what is right is kept."),
        )


def storable(nomination: Nomination, name: str) -> bool:
    """Can a column hold the value at all? Validation of fields lets emptiness of the wrong kind and some characters pass."""
    value = getattr(nomination, name)
    if value is None:
        return bool(nomination._meta.get_field(name).null)
    if not isinstance(value, str):
        return True
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


@command(Action.PROVIDE_PAPER)
def provide_paper(nomination: Nomination, *, actor: Any, at: datetime, code: str) -> Paper:
    """Note that a required paper was handed in. In a correction only the papers reopen that a point names (all of them where a
    point names none). Raises Refused("unknown_paper"), Refused("state"), Refused("correction_over"), Refused("not_asked").
    """
    if nomination.stage not in (State.DRAFT, State.CORRECTION_REQUESTED):
        raise Refused("state", _("Papers can be added to a draft, or when a correction is asked for."))
    if late := workflow.within_correction(Facts(nomination.stage, correction_due=nomination.correction_due_at), at):
        raise late
    paper: Paper | None = nomination.papers.filter(code=code).first()
    if paper is None:
        raise Refused("unknown_paper", _("The rule set does not ask for this paper."))
    if nomination.stage is State.CORRECTION_REQUESTED:
        asked = set(nomination.deficiencies.filter(curable=True, notified_at__isnull=False).values_list("paper_id", flat=True))
        if not asked & {None, paper.pk}:
            raise Refused("not_asked", _("This paper was not asked for."), way_out=_("Hand in the papers that the points name."))
    paper.provided_at, paper.channel = at, nomination.channel
    paper.save(update_fields=["provided_at", "channel"])
    done("nomination.paper_provided", changed=[paper], paper=code, channel=nomination.channel)
    return paper


@command(Action.SUBMIT)
def submit(nomination: Nomination, *, actor: Any, at: datetime, declared: bool, precision: Precision = Precision.MOMENT) -> Nomination:
    """Hand the nomination in. `at` is the moment of receipt: by it the end of nomination is judged.

    Effects: what was filed is frozen by its SHA-256, and the nomination gets its receipt number.
    Raises Refused("incomplete") where a paper or a required field of the person is missing, Refused("not_declared"),
    Refused("window_closed"), Refused("state").
    A replayed record whose papers were never published passes the first two by its recorder's permission.
    """
    if declared:
        nomination.declared_at = at
    waived = frozenset({"complete", "declaration"}) if may_record_as_published(nomination) else frozenset()
    step = check(nomination, "submit", actor=actor, at=at, waived=waived)
    nomination.received_at = at
    nomination.precision = precision
    nomination.receipt = f"{nomination.election.slug.upper()}-{nomination.number:04d}"
    nomination.submission_sha256 = digest(nomination)
    return take(nomination, step, received_at=at.isoformat(), receipt=nomination.receipt, channel=nomination.channel)


def digest(nomination: Nomination) -> str:
    """SHA-256 over what was filed: the person's fields and the papers handed in."""
    filed: dict[str, Any] = {name: str(getattr(nomination, name) or "") for name in FILED}
    filed["papers"] = list(nomination.papers.filter(provided_at__isnull=False).order_by("code").values_list("code", flat=True))
    return hashlib.sha256(json.dumps(filed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@command(Action.LAPSE)
def lapse(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """A draft that nobody handed in before nomination ended. Raises Refused("nomination_open")."""
    step = check(nomination, "lapse", actor=actor, at=at)
    nomination.ended_at = at
    return take(nomination, step)
