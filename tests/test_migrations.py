"""Migrations say what the models say, and run from nothing to the end and back to nothing."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = ("wagtail_openbadges", "openbadges_pages", "openbadges_agenda")


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    out = io.StringIO()

    call_command("makemigrations", *OURS, check_changes=True, dry_run=True, stdout=out)

    assert out.getvalue().startswith("No changes detected")


@pytest.mark.django_db
def test_until_the_first_release_each_app_has_one_migration():
    names = {(app, name) for app, name in MigrationLoader(connection).disk_migrations if app in OURS}

    assert names == {(app, "0001_initial") for app in OURS}
