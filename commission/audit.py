"""The one place that writes the audit log, and the one that proves it.

Two proofs stand side by side. The chain: every event holds the hash of the one before and a seal (HMAC) whose key is
not in the database, so that changing, deleting or inserting a row shows. The replay: events carry the audited fields
they set, so that a row of record changed behind the portal's back shows as well.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Role
from commission.models import AuditChain, AuditEvent, Commission, Record

# Every kind of event, with its label. An unknown kind is a mistake of ours and is refused.
EVENTS: dict[str, Any] = {
    "commission.founded": _("Commission founded"),
    "membership.appointed": _("Appointed to a role"),
    "membership.dismissed": _("Role ended"),
    "election.called": _("Election called"),
    "timetable.adopted": _("Timetable adopted"),
    "figure.sourced": _("Source of a figure recorded"),
    "decision.taken": _("Decision taken"),
    "decision.published": _("Decision published"),
    "decision.served": _("Decision served"),
    "decision.document_attached": _("Scan of the signed decision kept"),
    "decision.annulled": _("Decision annulled"),
    "session.convened": _("Session convened"),
    "session.item_added": _("Matter put on the agenda"),
    "session.item_revised": _("Draft of a matter changed"),
    "session.item_taken_off": _("Matter taken off the agenda"),
    "session.called_off": _("Session called off"),
    "session.opened": _("Session opened"),
    "session.presence_recorded": _("Presence recorded"),
    "session.vote_recorded": _("Vote recorded"),
    "session.item_adopted": _("Matter adopted"),
    "session.item_rejected": _("Matter did not find a majority"),
    "session.closed": _("Session closed"),
    "outage.recorded": _("Outage recorded"),
    "outage.ended": _("End of an outage recorded"),
    "nomination.started": _("Nomination started"),
    "nomination.edited": _("Draft changed"),
    "nomination.paper_provided": _("Paper handed in"),
    "nomination.paper_scanned": _("Scan of a paper added"),
    "nomination.paper_downloaded": _("Paper read or downloaded"),
    "nomination.submitted": _("Nomination submitted"),
    "nomination.receipt_sent": _("Receipt sent by e-mail"),
    "nomination.taken": _("Verification begun"),
    "nomination.request_sent": _("Request sent to an authority"),
    "nomination.reply_recorded": _("Reply of an authority recorded"),
    "nomination.sheets_issued": _("Signature sheets issued"),
    "nomination.sheets_received": _("Signature sheets handed in"),
    "nomination.signatures_entered": _("Signers of a sheet entered"),
    "nomination.signatures_checked": _("Signatures of a sheet checked"),
    "nomination.deposit_recorded": _("Deposit recorded"),
    "nomination.deposit_confirmed": _("Deposit confirmed by a second person"),
    "nomination.deposit_settled": _("Outcome of the deposit recorded"),
    "nomination.certificate_issued": _("Certificate of the candidate issued"),
    "nomination.not_accepted": _("Papers not accepted"),
    "proxy.proposed": _("Proxy proposed"),
    "proxy.registered": _("Proxy registered"),
    "proxy.ended": _("Proxy ended"),
    "nomination.check_recorded": _("Check recorded"),
    "nomination.deficiency_noted": _("Deficiency noted"),
    "nomination.correction_requested": _("Correction requested"),
    "nomination.deficiency_answered": _("Deficiency answered"),
    "nomination.resubmitted": _("Corrected papers handed in"),
    "nomination.correction_closed": _("Term for correction ended"),
    "nomination.verification_concluded": _("Verification concluded by the first person"),
    "nomination.finished": _("Verification confirmed by a second person"),
    "nomination.sent_back": _("Sent back for verification"),
    "nomination.registered": _("Candidate registered"),
    "nomination.refused": _("Registration refused"),
    "nomination.withdrawn": _("Candidate withdrew"),
    "nomination.recalled": _("Nomination recalled by the party"),
    "nomination.departure_decided": _("Registration cancelled after the candidate left"),
    "nomination.cancelled": _("Registration cancelled"),
    "nomination.reinstated": _("Candidate reinstated"),
    "nomination.lapsed": _("Draft lapsed"),
    "nomination.discarded": _("Draft given up"),
    "appeal.filed": _("Appeal filed"),
    "appeal.decided": _("Appeal decided"),
    "ballot.approved": _("Ballot approved"),
    "stations.added": _("Polling stations added"),
    "venues.added": _("Meeting venues added"),
    "poster_places.added": _("Poster places added"),
    "protocol.received": _("Protocol received"),
    "protocol.entered": _("Protocol entered"),
    "protocol.returned": _("Protocol returned to its typists"),
    "protocols.accepted": _("Protocols accepted"),
    "result.determined": _("Result determined"),
    "result.elected_registered": _("Elected akim registered"),
    "edition.published": _("Edition published"),
}

# The closed vocabulary of `data`. Free text is not in it: a sentence may hold what the log must not.
DATA_KEYS = frozenset(
    {
        "article", "as_published", "channel", "check", "code", "codes", "count", "decision", "document", "edition", "figures", "from",
        "how", "nomination", "number", "ordinal", "outage", "outcome", "paper", "received_at", "receipt", "role", "section", "session",
        "sha256", "sheet", "step", "to", "waived",
    }
)  # fmt: skip
GENESIS = "0" * 64


def canonical(event: AuditEvent) -> bytes:
    """The bytes that the hash covers: every field of the event but hash and seal, in one fixed spelling."""
    fields = {
        "home": event.home_id,
        "sequence": event.sequence,
        "kind": event.kind,
        "actor": event.actor_id,
        "role": event.role,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "happened_at": event.happened_at.astimezone(clock.UTC).isoformat(timespec="microseconds"),
        "recorded_at": event.recorded_at.astimezone(clock.UTC).isoformat(timespec="microseconds"),
        "data": event.data,
        "previous_hash": event.previous_hash,
    }
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _seal(*parts: object) -> str:
    return hmac.new(bytes.fromhex(settings.AUDIT_KEY), ":".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()


def record(
    kind: str,
    *,
    home: Commission,
    actor_id: int | None,
    role: Role,
    subject: Record,
    happened_at: datetime,
    data: dict[str, Any],
    changed: Iterable[Record],
) -> AuditEvent:
    """Append one event to the chain of `home`. Called by the write wrapper only.

    `changed` are the rows whose audited fields this write set. Raises ValueError for an event or a data key that is
    not in the registry.
    """
    if kind not in EVENTS:
        raise ValueError(f"unknown audit event {kind}")
    if unknown := set(data) - DATA_KEYS:
        raise ValueError(f"audit data may not hold {sorted(unknown)}")
    chain = AuditChain.objects.select_for_update().filter(home=home).first()
    if chain is None:
        AuditChain.objects.get_or_create(home=home, defaults={"seal": _seal("chain", home.pk, 0, GENESIS)})
        chain = AuditChain.objects.select_for_update().get(home=home)
    event = AuditEvent(
        home=home,
        sequence=chain.length + 1,
        kind=kind,
        actor_id=actor_id,
        role=role.value,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        happened_at=happened_at,
        recorded_at=clock.now(),
        data={**data, "set": [[row._meta.label_lower, row.pk, row.snapshot()] for row in changed]},
        previous_hash=chain.head,
    )
    event.hash = hashlib.sha256(canonical(event)).hexdigest()
    event.seal = _seal("event", event.hash)
    event.save(force_insert=True)
    chain.length, chain.head = event.sequence, event.hash
    chain.seal = _seal("chain", home.pk, chain.length, chain.head)
    chain.save(update_fields=["length", "head", "seal"])
    return event


@dataclass(frozen=True)
class Finding:
    """One thing that the proof found. `code` is stable; `where` names the event or row."""

    code: str
    where: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.code.replace('_', ' ')}{'. ' + self.detail if self.detail else ''}"


def verify(home: Commission | None = None) -> list[Finding]:
    """Prove the chain of one commission, or of all and the rows of record with them. Empty means sound."""
    homes = [home] if home else list(Commission.objects.order_by("pk"))
    findings = [finding for each in homes for finding in _verify_chain(each)]
    if home is None:
        findings += _verify_rows()
    return findings


def _verify_chain(home: Commission) -> Iterator[Finding]:
    expected, previous = 1, GENESIS
    for event in AuditEvent.objects.filter(home=home).order_by("sequence").iterator():
        where = f"{home.slug}, event {event.sequence} ({event.kind})"
        if event.sequence != expected:
            yield Finding("events_missing", where, f"Number {expected} was expected here.")
        elif event.previous_hash != previous:
            yield Finding("chain_broken", where, "It does not hold the hash of the event before.")
        if hashlib.sha256(canonical(event)).hexdigest() != event.hash:
            yield Finding("event_changed", where, "Its content does not match its hash.")
        if not hmac.compare_digest(_seal("event", event.hash), event.seal):
            yield Finding("seal_false", where, "It was not written by the portal.")
        expected, previous = event.sequence + 1, event.hash
    chain = AuditChain.objects.filter(home=home).first()
    length, head, seal = (chain.length, chain.head, chain.seal) if chain else (0, GENESIS, _seal("chain", home.pk, 0, GENESIS))
    if not hmac.compare_digest(_seal("chain", home.pk, length, head), seal):
        yield Finding("head_changed", f"{home.slug}, end of the chain")
    if (length, head) != (expected - 1, previous):
        yield Finding("end_missing", f"{home.slug}, end of the chain", f"{length} events were written, {expected - 1} are there.")


def _verify_rows() -> Iterator[Finding]:
    """Fold what the events set, and hold it against the rows as they are."""
    folded: dict[tuple[str, int], dict[str, Any]] = {}
    # by number, not by time: a row belongs to one commission, and a clock that was set back must not change the order
    for data in AuditEvent.objects.order_by("home", "sequence").values_list("data", flat=True).iterator():
        for label, pk, values in data.get("set", []):
            folded.setdefault((label, pk), {}).update(values)
    for model in apps.get_models():
        if not (issubclass(model, Record) and model.AUDITED):
            continue
        label = model._meta.label_lower
        for row in model._base_manager.all().iterator():
            expected = folded.pop((label, row.pk), None)
            where = f"{label} {row.pk}"
            if expected is None:
                yield Finding("row_without_event", where)
                continue
            now = row.snapshot()
            for name in sorted(name for name in now if now[name] != expected.get(name)):
                yield Finding("row_changed", where, f"{name.removesuffix('#')} differs from what the log says.")
            for contradiction in row.contradictions():
                yield Finding("row_contradicts_itself", where, contradiction)
    for label, pk in folded:
        yield Finding("row_missing", f"{label} {pk}")
