"""Late links: given by a manager, on the clock of the round, to one address."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.admin.room import make_manager
from tests.factories import make_issuer, make_reviewer, make_round
from wagtail_openbadges.domain import archiving, lateness
from wagtail_openbadges.models import AccessLink, OutboxJob, Purpose

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SKIPPED = "There is no such hour there (2027-03-28 02:30): the clocks jump over it that night. Choose another."
WISH = {"address": "lea@example.org", "until": "2026-10-05T23:59", "language": "fr"}


def late_url(opening):
    return reverse("openbadges_rounds:late", args=[opening.pk])


def round_url(opening):
    return reverse("openbadges_rounds:inspect", args=[opening.pk])


def make_late(client, **changes):
    """Return a closed round whose manager is logged in, in a zone of her own."""
    issuer = make_issuer()
    opening = make_round(issuer, **{"opens": "2026-08-01T09:00", "closes": "2026-08-31T12:00", **changes})
    manager = make_manager(issuer)
    UserProfile.objects.create(user=manager, current_time_zone="Pacific/Noumea")
    client.force_login(manager)
    return opening, manager


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("zone", "until", "instant", "words"),
    [
        ("Europe/Paris", "2026-10-05T23:59", datetime(2026, 10, 5, 21, 59, tzinfo=UTC), "Paris time"),
        ("Indian/Reunion", "2026-10-05T23:59", datetime(2026, 10, 5, 19, 59, tzinfo=UTC), "Réunion time (UTC+4)"),
        ("Europe/Paris", "2026-10-25 02:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Paris time (UTC+1)"),
    ],
)
def test_late_link_is_good_until_an_instant_of_the_clock_of_the_round(client, zone, until, instant, words):
    opening, _manager = make_late(client, zone_name=zone)

    response = client.post(late_url(opening), {**WISH, "until": until}, follow=True)

    link = AccessLink.objects.get(purpose=Purpose.LATE)
    page = response.content.decode()
    assert (link.address, link.expires_at, link.language) == ("lea@example.org", instant, "fr")
    assert page.count(words) >= 2
    assert OutboxJob.objects.filter(payload={"notice": "late", "link": link.pk}).count() == 1


@time_machine.travel(NOON, tick=False)
def test_form_says_whose_clock_it_is_and_proposes_the_language_of_the_round(client):
    opening, _manager = make_late(client, zone_name="Indian/Reunion")

    response = client.get(late_url(opening))

    form = response.context["form"]
    assert form["until"].help_text == "On the clock of the round: Réunion time."
    assert (form["language"].initial, form.fields["language"].choices) == ("fr", [("fr", "French")])


@time_machine.travel(NOON, tick=False)
def test_language_without_a_name_is_offered_by_its_code(client):
    opening, _manager = make_late(client, language="gcf-GP")

    response = client.get(late_url(opening))

    assert response.context["form"].fields["language"].choices == [("gcf-GP", "gcf-GP")]


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"until": "2026-09-01T13:59"}, {"until": ["Choose a date and an hour that are still to come."]}),
        ({"until": "demain"}, {"until": ["This is not a date and an hour. Write them like 2026-09-30 23:59."]}),
        (
            {"until": "2027-03-28T02:30"},
            {"until": [SKIPPED]},
        ),
        ({"address": "lea"}, {"address": ["This is not an e-mail address. Write it like name@example.org."]}),
    ],
)
def test_bad_wish_is_named_beside_its_field_and_loses_nothing(client, changes, errors):
    opening, _manager = make_late(client)

    response = client.post(late_url(opening), {**WISH, **changes})

    assert (response.status_code, response.context["form"].errors) == (200, errors)
    assert [response.context["form"][name].value() for name in WISH] == list({**WISH, **changes}.values())
    assert not AccessLink.objects.filter(purpose=Purpose.LATE).exists()


@time_machine.travel(NOON, tick=False)
def test_links_that_are_still_good_are_shown(client):
    opening, manager = make_late(client)
    for address, day in (("bientot@example.org", 2), ("lea@example.org", 5)):
        until = datetime(2026, 9, day, 10, 0, tzinfo=UTC)
        lateness.give_late_link(opening, by=manager, address=address, until=until, language="fr")
    AccessLink.objects.filter(address="bientot@example.org").update(expires_at=NOON)

    response = client.get(late_url(opening))

    assert [link.address for link in response.context["links"]] == ["lea@example.org"]
    assert "5 September 2026 at 12:00, Paris time" in response.content.decode()


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("changes", [{"closes": ""}, {"elsewhere_url": "https://ailleurs.example.org/"}])
def test_round_that_needs_no_late_link_offers_none(client, changes):
    opening, _manager = make_late(client, **changes)

    shown = client.get(round_url(opening)).content.decode()
    response = client.post(late_url(opening), WISH, follow=True)

    assert late_url(opening) not in shown
    assert response.redirect_chain == [(round_url(opening), 302)]
    assert "A late link would let nobody in" in response.content.decode()
    assert not AccessLink.objects.exists()


@time_machine.travel(NOON, tick=False)
def test_archived_round_gives_no_late_link(client):
    opening, _manager = make_late(client)
    archiving.archive(opening)

    response = client.get(late_url(opening), follow=True)

    assert response.redirect_chain == [(round_url(opening), 302)]


@time_machine.travel(NOON, tick=False)
def test_reviewer_gives_no_late_link(client):
    opening, _manager = make_late(client)
    client.force_login(make_reviewer(opening.issuer))

    response = client.post(late_url(opening), WISH)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert not AccessLink.objects.exists()
