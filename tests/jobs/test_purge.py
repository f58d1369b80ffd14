"""The command says what it erased."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from tests import factories


@pytest.mark.django_db
def test_purge_command_with_nothing_old_says_that_nothing_was_erased():
    out = StringIO()

    call_command("openbadges_purge", stdout=out)

    assert out.getvalue().splitlines() == [
        "drafts: 0 erased.",
        "links: 0 erased.",
        "needs: 0 erased.",
        "registrations: 0 erased.",
        "holders: 0 erased.",
    ]


@pytest.mark.django_db
def test_purge_command_long_after_an_event_says_whose_traces_went():
    ends = factories.make_registration(food="sans gluten").gathering.ends_at
    out = StringIO()

    with time_machine.travel(ends + timedelta(days=181), tick=False):
        call_command("openbadges_purge", stdout=out)

    assert out.getvalue().splitlines() == [
        "drafts: 0 erased.",
        "links: 0 erased.",
        "needs: 1 erased.",
        "registrations: 1 erased.",
        "holders: 1 erased.",
    ]
