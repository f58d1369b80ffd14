"""What tests of registrations do again and again."""

from __future__ import annotations

import re
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from tests.factories import make_gathering, make_issuer, make_registration, make_reviewer
from wagtail_openbadges.models import Gathering, GatheringDate, GatheringText, JobState, OutboxJob, Registration


def event_url(gathering, step="event"):
    return reverse(f"openbadges_registrations:{step}", args=[gathering.pk])


def person_url(registration, step="inspect"):
    return reverse(f"openbadges_registrations:{step}", args=[registration.pk])


def make_event(**changes):
    """Return an event, and somebody who receives its registrations."""
    issuer = make_issuer()
    return make_reviewer(issuer), make_gathering(issuer, **changes)


def make_people(gathering, *names, **wish):
    """Register people in an order."""
    return [
        make_registration(gathering, address=f"{name.split()[0].lower()}@example.org", name=name, **wish)
        for name in names
    ]


def give_up(registration, notice="registered"):
    """Let the job of a mail be one that failed for good."""
    jobs = OutboxJob.objects.filter(key__startswith=f"mail:{registration.uuid}:{notice}:")
    assert jobs.update(state=JobState.FAILED) == 1


def many_people(count, registration):
    """Register as many people more as one needs, without the acts: only their rows count here."""
    Registration.objects.bulk_create(
        Registration(
            gathering=registration.gathering,
            language="fr",
            name=f"Personne {number}",
            state=registration.state,
            created_at=timezone.now(),
        )
        for number in range(count)
    )


def many_events(count, gathering):
    """Make as many events more like one as one needs, without the acts."""
    said = {field.attname: getattr(gathering, field.attname) for field in Gathering._meta.concrete_fields}
    said = {name: value for name, value in said.items() if name not in ("id", "uuid", "translation_key")}
    rows = Gathering.objects.bulk_create(Gathering(**said, translation_key=uuid4()) for _number in range(count))
    GatheringText.objects.bulk_create(
        GatheringText(gathering=row, language="fr", title=f"Repas {row.pk}") for row in rows
    )
    date = gathering.dates.get()
    GatheringDate.objects.bulk_create(
        GatheringDate(
            gathering=row,
            uid=date.uid,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            starts_local=date.starts_local,
            ends_local=date.ends_local,
        )
        for row in rows
    )


def rows(client, url, **wishes):
    """Return the cells of a list as they are read."""
    page = client.get(url, wishes).content.decode()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL)] for row in found]


def words(html):
    """Return what a person reads of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def main(response):
    page = response.content.decode()
    return words(page[page.index('id="main"') :])
