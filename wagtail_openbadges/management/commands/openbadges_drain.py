"""Do the jobs of the outbox that are due, from cron or by hand."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from ...jobs import kick, retry_failed
from ...jobs.drain import SECONDS


class Command(BaseCommand):
    """Drain the outbox once."""

    help = "Do the jobs of the outbox that are due: sign credentials, send mails."

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=float, default=SECONDS, help="Start no further job after this time.")
        parser.add_argument(
            "--retry-failed",
            action="store_true",
            help="First give every failed job a fresh start: its cause is mended.",
        )

    def handle(self, *args, **options):
        if options["retry_failed"]:
            self.stdout.write(f"{retry_failed()} failed jobs wait again.")
        drained = kick.run(options["seconds"])
        self.stdout.write(
            f"{drained.done} done, {drained.postponed} postponed, {drained.failed} failed, {drained.lost} taken over."
        )
        if drained.remaining:
            self.stdout.write("The time is over and some jobs are still due: run this command again.")
