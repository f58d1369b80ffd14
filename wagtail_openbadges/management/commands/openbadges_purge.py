"""Erase what nobody needs any more, now: a job does it each morning."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...domain.retention import purge


class Command(BaseCommand):
    """Purge once."""

    help = "Erase addresses that were never confirmed, dead links and drafts that nobody touched."

    def handle(self, *args, **options):
        for subject, count in purge(now=timezone.now()).items():
            self.stdout.write(f"{subject}: {count} erased.")
