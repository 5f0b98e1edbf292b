"""What the documents of a nomination say, made from its rows: the receipt."""

from candidates.models import Channel, Nomination, Submission, SubmissionKind, Way
from commission.access import Role
from commission.letterhead import both, head, office
from commission.pdf_documents import Both, Item, Receipt, moment

CHECKED_NEXT = Both(
    "Комиссия құжаттарды тексереді; бұл туралы порталдағы «Менің бетім» бетінен біле аласыз.",
    "Комиссия проверит документы; ход проверки виден на портале на вашей странице.",
)
WANTING_NEXT = Both(
    "Кемшілік табылса, сізге баптарымен және түзету мерзімімен хабарлама беріледі.",
    "Если будут замечания, вам направят уведомление со статьями закона и сроком их устранения.",
)
LATER_NEXT = Both(
    "Сайлау жарнасын талаптар тексерілгеннен кейін, тіркеуге дейін төлеуге болады.",
    "Избирательный взнос можно внести после проверки требований и до регистрации.",
)


def person_of(nomination: Nomination) -> Both:
    """The whole name as filed, family name first."""
    parts = ("family_name", "given_name", "patronymic")
    return Both(*(" ".join(filter(None, (getattr(nomination, f"{part}_{language}") for part in parts))) for language in ("kk", "ru")))


def receipt_of(submission: Submission) -> Receipt:
    """The receipt of what was handed in at one moment. Made again, it is the same to the byte: its moment is that of receipt."""
    nomination = submission.nomination
    election = nomination.election
    received = moment(submission.received_at, election.zone)
    supplement = submission.kind == SubmissionKind.SUPPLEMENT
    titles = {paper.code: both(paper.title) for paper in election.pack.papers}
    items = [
        Item(title=titles.get(item["code"], Both(item["code"], item["code"])), pages=item["pages"] or 0, sha256=item["sha256"])
        for item in submission.items
    ]
    handed_in = {item["code"] for item in submission.items}
    owes_deposit = not supplement and "deposit_receipt" not in handed_in
    return Receipt(
        head=head(election.home, document=submission.receipt, made=submission.received_at, election=election),
        kind="supplement" if supplement else "submission",
        number=submission.receipt,
        person=person_of(nomination),
        way=both(Way(nomination.way).label),
        channel=both(Channel(submission.channel).label),
        received=received,
        items=items,
        sha256=submission.sha256,
        next_steps=[CHECKED_NEXT, WANTING_NEXT, *([LATER_NEXT] if owes_deposit else [])],
        # what came over the counter, a hand has taken
        received_by=office(Role.SECRETARY) if submission.channel == Channel.PAPER else None,
    )
