from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access, asking
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


def test_person_whose_question_waits_for_an_answer_stays_until_it_is_answered():
    opening = factories.make_round()
    question = asking.ask(opening, holder=factories.make_holder(), text="Qui ?", language="fr")

    waiting = purge(now=in_days(300))
    asking.answer(question, by=factories.make_reviewer(opening.issuer), answer="Tout le monde.")
    told = purge(now=in_days(300))

    assert (waiting["holders"], told["holders"]) == (0, 1)
