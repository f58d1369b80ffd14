from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access
from wagtail_openbadges.domain.retention import purge
from wagtail_openbadges.models import AccessLink, Holder, State, Submission

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + timedelta(days=days)


def test_address_never_confirmed_goes_with_its_link():
    factories.make_link()

    assert purge(now=in_days(6)) == {"drafts": 0, "links": 0, "holders": 0}
    assert purge(now=in_days(8)) == {"drafts": 0, "links": 1, "holders": 0}
    assert not AccessLink.objects.exists()


def test_person_who_confirmed_and_did_nothing_goes_when_the_device_is_forgotten():
    link = factories.make_link()
    access.use_link(access.token_of(link))

    assert purge(now=in_days(29)) == {"drafts": 0, "links": 0, "holders": 0}
    assert purge(now=in_days(31)) == {"drafts": 0, "links": 1, "holders": 1}
    assert not Holder.objects.exists()


def test_draft_that_nobody_touches_goes_with_its_person():
    factories.make_draft()

    assert purge(now=in_days(179)) == {"drafts": 0, "links": 0, "holders": 0}
    assert purge(now=in_days(181)) == {"drafts": 1, "links": 0, "holders": 1}


def test_deposited_files_stay():
    factories.make_submission()

    purge(now=in_days(4000))

    assert Submission.objects.get().state == State.SUBMITTED
