"""The mails that were asked for, and those in the folder where mails become files."""

from __future__ import annotations

import re
from collections import Counter

from django.conf import settings

from wagtail_openbadges.models import OutboxJob
from wagtail_openbadges.notices.sending import message_id

END_OF_MAIL = b"-" * 79 + b"\n"


def expected() -> set[str]:
    """Return the Message-IDs of the mails to one person.

    Nobody is told of new files in a drill, because its issuer has no reviewer.
    """
    jobs = OutboxJob.objects.filter(kind="mail").exclude(key__contains=":new_file:")
    return {message_id(key, settings.DEFAULT_FROM_EMAIL) for key in jobs.values_list("key", flat=True)}


def sent() -> Counter[str]:
    """Count the complete mails in the folder by Message-ID."""
    found: Counter[str] = Counter()
    for file in settings.MAILS.iterdir():
        *complete, _unfinished = file.read_bytes().split(END_OF_MAIL)
        for mail in complete:
            identifier = re.search(rb"^Message-ID: (<\S+>)", mail, re.MULTILINE)
            found[identifier[1].decode() if identifier else file.name] += 1
    return found


def doubled(found: Counter[str]) -> int:
    """Count the mails that came more often than once."""
    return sum(count - 1 for count in found.values())
