"""Tell a supervisor whether the outbox moves: exit 0 when it does, 1 when it does not."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...jobs import health
from ...jobs.health import PATIENCE


class Command(BaseCommand):
    """Look at the outbox."""

    help = "Exit with 1 when the oldest job that is due has waited more than five minutes: restart the qcluster then."

    def handle(self, *args, **options):
        found = health(timezone.now())
        if found.failed:
            self.stdout.write(
                f"{found.failed} jobs failed. Read their last error, mend the cause, then run "
                "“openbadges_drain --retry-failed”."
            )
        if not found.is_good:
            raise CommandError(
                f"The outbox stands still: {found.due} jobs are due and the oldest has waited "
                f"{found.late_by.total_seconds() / 60:.0f} minutes; {PATIENCE.total_seconds() / 60:.0f} are allowed. "
                "Restart the qcluster, or run openbadges_drain."
            )
        self.stdout.write(f"The outbox moves: {found.due} jobs are due.")
