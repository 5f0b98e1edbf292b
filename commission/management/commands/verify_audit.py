"""manage.py verify_audit [--commission SLUG]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commission import audit
from commission.models import AuditEvent, Commission


class Command(BaseCommand):
    help = "Prove the audit log: re-hash every chain, check every seal, and replay the events against the rows of record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commission", help="only the chain of this commission (its address name); no replay")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, home = options["commission"], None
        if slug:
            home = Commission.objects.filter(slug=slug).first()
            if home is None:
                raise CommandError(f"There is no commission “{slug}”.")
        findings = audit.verify(home)
        for finding in findings:
            self.stderr.write(str(finding))
        if findings:
            raise CommandError(f"The audit log does not verify: {len(findings)} findings.")
        events = AuditEvent.objects.filter(home=home) if home else AuditEvent.objects.all()
        self.stdout.write(f"The audit log verifies: {events.count()} events.")
