"""The records against the settings: `check --database default` and `migrate` say what does not go together any more."""

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group
from django.core.checks import Tags, run_checks
from django.db import connection

from tests.checks.reading import ids
from tests.factories import make_issuer
from wagtail_openbadges.checks.records import LINES_ACTIVE_KEY, LINES_GROUPS, check_records
from wagtail_openbadges.models import Issuer, KeyState

pytestmark = pytest.mark.django_db


def found():
    return ids(check_records(databases=["default"]))


def test_records_that_go_with_the_settings_are_silent():
    make_issuer()

    assert found() == []


def test_records_are_looked_at_only_with_their_database():
    make_issuer()
    Issuer.objects.update(base_url="https://old.example.org/openbadges/")

    assert ids(check_records()) == []
    assert ids(check_records(databases=["another"])) == []
    assert ids(run_checks(tags=[Tags.database], databases=["default"])) == ["W301"]


def test_base_url_that_changed_after_issuers_exist_is_named_and_counted(settings):
    make_issuer()
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "BASE_URL": "https://new.example.org/openbadges/"}
    make_issuer()

    (message,) = check_records(databases=["default"])

    assert (ids([message]), message.msg) == (
        ["W301"],
        "BASE_URL is not what it was when 1 of the issuers were made: their badges keep the old one.",
    )


@pytest.mark.parametrize("keys", [[Fernet.generate_key().decode()], [], ["no key"], None])
def test_keys_that_the_settings_do_not_open_are_named(settings, keys):
    make_issuer()
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "KEY_ENCRYPTION_KEYS": keys}

    assert found() == ["W302"]


def test_keys_that_an_older_fernet_key_opens_are_silent(settings):
    make_issuer()
    old = settings.WAGTAIL_OPENBADGES["KEY_ENCRYPTION_KEYS"]
    settings.WAGTAIL_OPENBADGES = {
        **settings.WAGTAIL_OPENBADGES,
        "KEY_ENCRYPTION_KEYS": [Fernet.generate_key().decode(), *old],
    }

    assert found() == []


def test_keys_of_a_key_service_are_its_own_business(settings):
    make_issuer()
    settings.WAGTAIL_OPENBADGES = {
        **settings.WAGTAIL_OPENBADGES,
        "KEY_ENCRYPTION_KEYS": [Fernet.generate_key().decode()],
        "SIGNER": "tests.checks.test_records.found",
    }

    assert found() == []


@pytest.mark.parametrize("role", ["reviewers", "managers"])
def test_group_that_was_deleted_is_named_and_made_again_by_the_lines_to_paste(role):
    issuer = make_issuer()
    Group.objects.filter(pk=getattr(issuer, f"{role}_id")).delete()

    before = found()
    exec(LINES_GROUPS, {})  # noqa: S102

    assert (before, found()) == (["W303"], [])


def test_issuer_without_a_key_in_use_is_named_and_mended_by_the_lines_to_paste():
    issuer = make_issuer()
    issuer.keys.update(state=KeyState.RETIRED)

    before = found()
    exec(LINES_ACTIVE_KEY, {})  # noqa: S102

    assert (before, found()) == (["W304"], [])


def test_records_whose_tables_are_not_there_yet_are_silent():
    make_issuer()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Issuer._meta.db_table} RENAME TO issuers_of_another_version")

    assert found() == []


def test_records_of_many_issuers_take_as_many_questions_as_those_of_one(django_assert_num_queries):
    for _ in range(3):
        make_issuer()

    with django_assert_num_queries(6):
        assert found() == []
