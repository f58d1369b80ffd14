"""Each setting that was measured to lose time or work is named before it does."""

import django
import pytest
from django.apps import apps

from tests.checks.reading import ids
from wagtail_openbadges.jobs.checks import (
    DJANGO_Q,
    WORKING_CLUSTER,
    check_cluster,
    check_database,
    check_mail,
    check_queue,
    check_sqlite,
)

POSTGRES = {"ENGINE": "django.db.backends.postgresql"}
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode = WAL;"},
}


def test_check_queue_with_the_measured_settings_finds_nothing():
    assert [*check_queue(None), *check_cluster(None)] == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"timeout": None}, ["E202"]),
        ({"timeout": 30}, ["E202"]),
        ({"retry": 180}, ["E203"]),
        ({"retry": 181}, []),
        ({"queue_limit": 100}, ["E203"]),
        ({"workers": None}, ["E203"]),
        ({"orm": None, "redis": {"host": "localhost"}}, ["W204"]),
        ({"orm": None, "sqs": {"aws_region": "eu-west-3"}}, []),
        ({"retry": "240"}, ["E209"]),
        ({"timeout": 0.5}, ["E209"]),
        ({"workers": 0}, ["E209"]),
        ({"bulk": None, "queue_limit": None}, ["E203"]),
        ({"orm": "badges"}, ["E210"]),
        ({"sync": True}, ["W212"]),
    ],
)
def test_check_cluster_with_a_setting_that_loses_work_names_it(settings, change, found):
    settings.Q_CLUSTER = settings.Q_CLUSTER | change

    assert ids(check_cluster(None)) == found


def test_check_cluster_without_a_queue_limit_uses_the_one_of_django_q(settings):
    settings.Q_CLUSTER = {"orm": "default", "workers": 4, "timeout": 60, "retry": 360}

    assert ids(check_cluster(None)) == ["E203"]


@pytest.mark.parametrize("cluster", [{}, None, "default"])
def test_check_queue_without_a_cluster_is_an_error_with_the_lines_to_paste(settings, cluster):
    settings.Q_CLUSTER = cluster

    (message,) = check_queue(None)

    assert ids([message]) == ["E201"]
    assert message.hint.startswith(f"{WORKING_CLUSTER}\n")
    assert check_cluster(None) == []


def test_check_queue_without_django_q_is_an_error_with_the_line_to_paste(monkeypatch):
    monkeypatch.delitem(apps.app_configs, "django_q")

    (message,) = check_queue(None)

    assert ids([message]) == ["E201"]
    assert message.hint.startswith(f"{DJANGO_Q}\n")


def test_check_queue_inline_needs_no_cluster(settings):
    settings.WAGTAIL_OPENBADGES = settings.WAGTAIL_OPENBADGES | {"JOBS": "inline"}
    del settings.Q_CLUSTER

    assert [*check_queue(None), *check_cluster(None)] == []


@pytest.mark.parametrize(
    ("database", "found"),
    [
        (POSTGRES, ["W205"]),
        (POSTGRES | {"CONN_MAX_AGE": 60}, []),
        (POSTGRES | {"CONN_MAX_AGE": None}, []),
        (POSTGRES | {"OPTIONS": {"pool": True}}, []),
    ],
)
def test_check_cluster_on_postgresql_wants_connections_that_last(settings, monkeypatch, database, found):
    monkeypatch.setitem(settings.DATABASES, "default", database)

    assert ids(check_cluster(None)) == found


@pytest.mark.parametrize(
    ("database", "found"),
    [
        (SQLITE, []),
        (POSTGRES, []),
        ({"ENGINE": SQLITE["ENGINE"]}, ["W206"]),
        (SQLITE | {"OPTIONS": SQLITE["OPTIONS"] | {"transaction_mode": "DEFERRED"}}, ["W206"]),
        (SQLITE | {"OPTIONS": SQLITE["OPTIONS"] | {"timeout": 5}}, ["W206"]),
        (SQLITE | {"OPTIONS": SQLITE["OPTIONS"] | {"init_command": "PRAGMA synchronous=NORMAL;"}}, ["W206"]),
    ],
)
def test_check_sqlite_wants_the_options_that_let_writers_wait(settings, monkeypatch, database, found):
    monkeypatch.setitem(settings.DATABASES, "default", database)

    assert ids(check_sqlite(None)) == found


@pytest.mark.parametrize(
    ("engine", "found"),
    [
        ("django.db.backends.sqlite3", []),
        ("django.db.backends.postgresql", []),
        ("django.contrib.gis.db.backends.postgis", []),
        ("django.db.backends.mysql", ["W208"]),
    ],
)
def test_check_database_names_one_that_was_never_tried(settings, monkeypatch, engine, found):
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": engine})

    assert ids(check_database(None)) == found


def test_check_database_leaves_a_site_without_any_to_django(settings, monkeypatch):
    monkeypatch.delitem(settings.DATABASES, "default")

    assert check_database(None) == []


@pytest.mark.parametrize(
    ("backend", "timeout", "jobs", "found"),
    [
        ("smtp", None, "queue", ["W207"]),
        ("smtp", None, "inline", ["W207"]),
        ("smtp", 10, "queue", []),
        ("smtp", 3, "inline", []),
        ("smtp", 10, "inline", ["W211"]),
        ("smtp", 2.5, "inline", []),
        ("smtp", "10", "queue", ["E213"]),
        ("smtp", "10", "inline", ["E213"]),
        ("smtp", 0, "queue", ["E213"]),
        ("locmem", "10", "queue", []),
        ("locmem", None, "queue", []),
    ],
)
@pytest.mark.filterwarnings("ignore:The EMAIL_(BACKEND|TIMEOUT) setting is deprecated")
def test_check_mail_wants_a_time_limit_for_the_mail_server(settings, monkeypatch, backend, timeout, jobs, found):
    settings.WAGTAIL_OPENBADGES = settings.WAGTAIL_OPENBADGES | {"JOBS": jobs}
    monkeypatch.delattr(settings, "MAILERS", raising=False)
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_TIMEOUT = timeout

    assert ids(check_mail(None)) == found


@pytest.mark.parametrize(
    ("mailers", "found"),
    [
        ({"default": {"OPTIONS": {"host": "mail.example.org"}}}, ["W207"]),
        ({"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}, ["W207"]),
        ({"default": {"OPTIONS": {"host": "mail.example.org", "timeout": 3}}}, []),
        ({"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}, []),
        ({"letters": {"OPTIONS": {"host": "mail.example.org"}}}, []),
        ({}, []),
    ],
)
def test_check_mail_wants_a_time_limit_in_the_mailer_that_sends_our_mails(settings, mailers, found):
    settings.MAILERS = mailers

    # Django heeds MAILERS since 6.1; before, the mails of these tests stay in memory.
    assert ids(check_mail(None)) == (found if django.VERSION >= (6, 1) else [])


@pytest.mark.filterwarnings("ignore:The EMAIL_(BACKEND|TIMEOUT) setting is deprecated")
def test_check_mail_reads_mailers_only_where_django_heeds_them(settings):
    settings.MAILERS = {"default": {"OPTIONS": {"host": "mail.example.org", "timeout": 3}}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = None

    assert ids(check_mail(None)) == ([] if django.VERSION >= (6, 1) else ["W207"])
