"""The command says what it erased."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_purge_command_with_nothing_old_says_that_nothing_was_erased():
    out = StringIO()

    call_command("openbadges_purge", stdout=out)

    assert out.getvalue().splitlines() == ["drafts: 0 erased.", "links: 0 erased.", "holders: 0 erased."]
