"""What tests of the review room do again and again, as a browser does it."""

from __future__ import annotations

import csv
import io

from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import make_issuer, make_opening, make_reviewer, make_round, make_submission
from wagtail_openbadges.models import Event, Submission, Verb

ROOMS = {"badge": "openbadges_review", "call": "openbadges_applications"}


def file_url(submission, step="inspect", *args):
    return reverse(f"{ROOMS[submission.kind]}:{step}", args=[submission.pk, *args])


def confirm(submission, **said):
    """Return what the last step of a decision posts."""
    return {"version": submission.version, "message": "", "private_note": "", "confirm": "1", **said}


def make_room(**reviewer):
    """Return an issuer, one of its reviewers and a file that waits."""
    issuer = make_issuer()
    return issuer, make_reviewer(issuer, **reviewer), make_submission(make_opening(issuer))


def make_call_room(**reviewer):
    """Return an issuer, one of its reviewers and an application that waits."""
    issuer = make_issuer()
    return issuer, make_reviewer(issuer, **reviewer), make_submission(make_round(issuer))


def make_manager(issuer, **details):
    user = make_reviewer(issuer, **details)
    user.groups.set([issuer.managers])
    return user


def many_files(count, submission):
    """Deposit as many files more as one needs, without the acts: only their rows count here."""
    now = timezone.now()
    rows = Submission.objects.bulk_create(
        Submission(
            kind=submission.kind,
            opening=submission.opening,
            issuer=submission.issuer,
            holder=submission.holder,
            opening_version=submission.opening_version,
            achievement_version=submission.achievement_version,
            language="fr",
            reference=f"MANY-{number:05d}",
            printed_name=f"Personne {number}",
            # Another state than the first file: a person has at most one claim undecided.
            state="declined",
            submitted_at=now,
            due_at=now,
            decided_at=now,
        )
        for number in range(Submission.objects.count(), Submission.objects.count() + count)
    )
    Event.objects.bulk_create(
        Event(verb=Verb.SUBMITTED, at=now, submission=row, issuer=row.issuer, turn=1) for row in rows
    )


def csv_rows(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text)))


def xlsx_rows(response):
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in workbook.active.iter_rows()], workbook.active
