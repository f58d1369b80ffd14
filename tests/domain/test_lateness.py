"""A manager lets one address deposit after the closing; the link alone opens nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access, admission, lateness
from wagtail_openbadges.domain.errors import AccessError, NotAllowedError, ScheduleError
from wagtail_openbadges.models import AccessLink, Event, OutboxJob, Purpose, Verb
from wagtail_openbadges.standard.errors import OpenBadgesError

pytestmark = pytest.mark.django_db


def manager_of(issuer):
    user = factories.UserFactory()
    user.groups.add(issuer.managers)
    return user


def give(opening, *, by=None, address="lea@example.org", days=40):
    until = timezone.now() + timedelta(days=days)
    return lateness.give_late_link(
        opening, by=by or manager_of(opening.issuer), address=address, until=until, language="fr"
    )


def test_late_link_is_good_until_the_instant_that_was_chosen_and_a_mail_says_so():
    opening = factories.make_round()
    manager = manager_of(opening.issuer)

    link = give(opening, by=manager, address=" Lea@EXAMPLE.org ")

    stored = AccessLink.objects.get(purpose=Purpose.LATE)
    assert (stored.address, stored.opening, stored.expires_at, stored.code_hash) == (
        "lea@example.org",
        opening,
        link.expires_at,
        "",
    )
    job = OutboxJob.objects.get(kind="mail")
    assert (job.key, job.payload) == (f"mail:{link.uuid}:late", {"notice": "late", "link": link.pk})
    event = Event.objects.get(verb=Verb.LATE_LINK_GIVEN)
    assert (event.actor, event.opening) == (manager, opening)


def test_late_link_for_somebody_known_is_theirs():
    draft = factories.make_draft(factories.make_round())

    assert give(draft.opening).holder == draft.holder


def test_late_link_by_a_reviewer_who_manages_nothing_is_refused():
    opening = factories.make_round()

    with pytest.raises(NotAllowedError) as refusal:
        give(opening, by=factories.make_reviewer(opening.issuer))

    assert refusal.value.code == "not_your_issuer"
    assert not AccessLink.objects.exists()


def test_late_link_that_would_end_before_now_is_refused():
    with pytest.raises(ScheduleError) as refusal:
        give(factories.make_round(), days=0)

    assert refusal.value.code == "late_in_the_past"


def test_late_link_for_what_is_no_address_is_refused():
    with pytest.raises(OpenBadgesError) as refusal:
        give(factories.make_round(), address="lea")

    assert refusal.value.code == "email_invalid"


def test_late_link_that_was_forwarded_opens_nothing_by_itself_and_is_not_used_up():
    link = give(factories.make_round())

    with pytest.raises(AccessError) as refusal:
        access.use_link(access.token_of(link))

    link.refresh_from_db()
    assert (refusal.value.code, link.used_at) == ("link_not_enough", None)


def test_late_link_asked_for_again_confirms_the_address_and_gives_no_more_time():
    opening = factories.make_round()
    link = give(opening)
    holder = factories.make_holder()

    with time_machine.travel(link.expires_at + timedelta(hours=1)):
        fresh = access.renew(link)
        admitted = admission.admit(opening, holder, at=timezone.now())

    assert (fresh.purpose, fresh.address, fresh.opening) == (Purpose.CLAIM, "lea@example.org", opening)
    assert admitted == admission.Admission(reason="closed")


def test_late_links_of_one_person_are_good_until_the_last_of_them():
    opening = factories.make_round()
    first, second = give(opening, days=50), give(opening, days=45)

    until = admission.late_until(opening, factories.make_holder(), now=timezone.now())

    assert until == first.expires_at > second.expires_at
