"""The example as `manage.py demo` makes it, once for all tests; each test takes back what it changes."""

import pytest
from django.test import Client
from home.management.commands.demo import Command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        Command().seed()


@pytest.fixture(autouse=True)
def _database(db):
    """Every test reads the example."""


@pytest.fixture
def reader():
    """Somebody who reads French."""
    return Client(headers={"accept-language": "fr"})
