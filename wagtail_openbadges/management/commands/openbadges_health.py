"""Tell a supervisor whether the outbox moves: exit 0 when it does, 1 when it does not, 2 when nobody can know."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from ...jobs import daily, health
from ...jobs.health import PATIENCE


class Command(BaseCommand):
    """Look at the outbox."""

    # Asked for each minute, and about one thing: a fault of the settings must not restart the workers for ever.
    requires_system_checks = ()
    help = (
        "Exit with 1 when the oldest due job has waited more than five minutes: restart the qcluster then. "
        "Exit with 2 when the database does not answer."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        try:
            # Otherwise a cluster that stopped while nobody asked for anything would look healthy for ever.
            daily.plan(now)
            found = health(now)
        except Error as error:
            message = f"The database does not answer, so nobody can know whether the outbox moves: {error}"
            raise CommandError(message, returncode=2) from error
        if found.failed:
            self.stdout.write(
                f"Jobs that failed: {found.failed}. Read their last error, mend the cause, then run "
                "“openbadges_drain --retry-failed”."
            )
        if not found.is_good:
            raise CommandError(
                f"The outbox stands still. Jobs due: {found.due}; minutes that the oldest has waited: "
                f"{minutes(found.late_by)}, allowed: {minutes(PATIENCE)}. "
                "Restart the qcluster, or run openbadges_drain."
            )
        self.stdout.write(
            f"The outbox moves. Jobs due: {found.due}; minutes that the oldest has waited: {minutes(found.late_by)}."
        )


def minutes(span: timedelta) -> int:
    """Return whole minutes, those that have begun included."""
    return ceil(span.total_seconds() / 60)
