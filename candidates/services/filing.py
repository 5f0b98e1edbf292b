"""Coming forward: a nomination is started and filled in page by page. Handing in stands in `handing_in`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from candidates import completeness, names, workflow
from candidates.iin import is_well_formed
from candidates.models import Channel, Nomination, Paper, Way
from candidates.selectors import open_points
from candidates.services.ending import end_of_candidacy
from candidates.services.steps import check, one_live_nomination_a_person, take
from candidates.workflow import Facts, State
from commission.access import Action, can
from commission.command import command, done, frame
from commission.fields import keyed_hash
from commission.models import Election, User
from commission.refused import Refused
from commission.selectors import windows_of

# The fields that the hash of the submission freezes: everything a person files.
FILED = (
    "way", "channel", "family_name_kk", "family_name_ru", "family_name_en", "given_name_kk", "given_name_ru", "given_name_en",
    "patronymic_kk", "patronymic_ru", "patronymic_en", "birth_date", "birth_year", "sex", "citizenship", "iin_hash", "address", "phone",
    "email", "education", "occupation_kk", "occupation_ru", "occupation_en", "workplace", "party_membership",
    "married", "convicted", "convictions", "party_kk", "party_ru", "party_en", "party_representative",
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
    Raises Refused("window_closed") and its kin outside nomination, Refused("second_nomination"), Refused("bad_field"), Refused("bad_name"),
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
    refuse_bad_names(nomination, person)
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
    sex = "" if "sex" in bad else nomination.sex
    if iin and not is_well_formed(iin, born, sex):
        bad.add("iin_sealed")
    if bad:
        fields = [field.verbose_name for field in nomination._meta.fields if field.name in bad]
        raise Refused(
            "bad_field",
            _("These fields are not filled in correctly: %(fields)s.") % {"fields": ", ".join(map(str, fields))},
            way_out=_("Correct them; what is right is kept."),
        )


def refuse_bad_names(nomination: Nomination, written: Iterable[str]) -> None:
    """Raises Refused("bad_name") for a letter of the wrong alphabet in a part of the name that is written now.

    Names that were filed before are left as they are: in a correction their page may be closed.
    """
    for name in sorted(set(written) & set(names.ALPHABETS)):
        if sentence := names.fault(getattr(nomination, name), names.ALPHABETS[name]):
            label = next(field.verbose_name for field in nomination._meta.fields if field.name == name)
            raise Refused("bad_name", f"{label}: {sentence}", way_out=_("Correct it; what is right is kept."))


def storable(nomination: Nomination, name: str) -> bool:
    """Can a column hold the value at all? Validation of fields lets emptiness of the wrong kind and some characters pass."""
    value = getattr(nomination, name)
    if value is None:
        return bool(nomination._meta.get_field(name).null)
    if not isinstance(value, str):
        return True
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


@command(Action.EDIT)
def edit(
    nomination: Nomination, /, *, actor: Any, at: datetime, section: str, seen: str = "", iin: str | None = None, **person: Any
) -> Nomination:
    """Fill in one page of a draft, or of a correction that reopened it. `iin` of None leaves the number as it is.

    `seen` is the `mark` of the page as the person saw it: where another tab or person changed the page since, nothing is
    written. Raises Refused("state"), ("window_closed"), ("correction_over"), ("not_asked"), ("changed_meanwhile"),
    ("bad_field"), ("bad_name"), ("second_nomination"); TypeError for a field that does not stand on that page.
    """
    part = completeness.section(section)
    if part is None or nomination.way not in part.ways:
        raise Refused("unknown_section", _("This nomination has no such page."), status=404)
    if unknown := set(person) - (set(part.fields) & PERSON):
        raise TypeError(f"not a field of this page: {sorted(unknown)}")
    check_open(nomination, at, section=section)
    if seen and seen != mark(nomination, section):
        raise Refused(
            "changed_meanwhile",
            _("This page was changed meanwhile, in another window or by another person."),
            way_out=_("Compare what is saved with what you typed, and save again."),
        )
    for name, value in person.items():
        setattr(nomination, name, value)
    if "sex" in part.fields or iin:
        refuse_bad_fields(nomination, iin if iin is not None else nomination.iin)
    else:
        refuse_bad_fields(nomination, "")
    refuse_bad_names(nomination, person)
    if iin is not None and "iin_sealed" in part.fields:
        nomination.iin = iin
    nomination.birth_year = nomination.birth_date.year if nomination.birth_date else None
    with one_live_nomination_a_person(nomination):
        nomination.save()
    done("nomination.edited", changed=[nomination], section=section)
    return nomination


def check_open(nomination: Nomination, at: datetime, *, section: str = "") -> None:
    """May this page be written at `at`? Raises Refused("state"), ("window_closed"), ("correction_over"), ("not_asked")."""
    if nomination.stage is State.DRAFT:
        workflow.check_window(windows_of(nomination.election).get("nomination"), _("Nomination"), at)
        return
    if nomination.stage is not State.CORRECTION_REQUESTED:
        raise Refused("state", _("What was handed in can't be changed now."), way_out=_("Reload the page to see what has changed."))
    if late := workflow.within_correction(Facts(nomination.stage, correction_due=nomination.correction_due_at), at):
        raise late
    if section not in reopened_sections(nomination):
        raise Refused("not_asked", _("This page was not asked for."), way_out=_("Correct the pages that the points name."))


def reopened_sections(nomination: Nomination) -> set[str]:
    """The pages that the correction which runs reopens: those that its points name, all where one names neither page nor paper."""
    points = [(point.section, point.paper_id) for point in open_points(nomination)]
    if any(not section and paper is None for section, paper in points):
        return {part.code for part in completeness.sections_of(nomination.way)}
    return {section for section, _paper in points if section}


def mark(nomination: Nomination, section: str) -> str:
    """A short keyed hash of a page as it is saved; it tells two tabs apart and nothing else."""
    part = completeness.section(section)
    values = nomination.values | {"iin_sealed": nomination.iin_hash}
    return keyed_hash(repr([str(values[name]) for name in part.fields]))[:16] if part else ""


@command(Action.DISCARD)
def discard(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """Give up a draft that was never handed in, so that the person may begin anew. Raises Refused("state")."""
    step = check(nomination, "discard", actor=actor, at=at)
    nomination.ended_at = at
    return take(nomination, step, changed=end_of_candidacy(nomination, at=at))


@command(Action.LAPSE)
def lapse(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """A draft that nobody handed in before nomination ended. Raises Refused("nomination_open")."""
    step = check(nomination, "lapse", actor=actor, at=at)
    nomination.ended_at = at
    return take(nomination, step, changed=end_of_candidacy(nomination, at=at))
