"""System checks of queue, database and mail server: each names a setting that was measured to lose time or work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from .. import conf
from .drain import SECONDS

SMTP = "django.core.mail.backends.smtp.EmailBackend"
BROKERS = ("broker_class", "iron_mq", "sqs", "orm", "mongo")
WORKING_CLUSTER = (
    'These settings were measured to work: Q_CLUSTER = {"orm": "default", "workers": 2, "queue_limit": 2, "bulk": 1, '
    '"poll": 1, "timeout": 60, "retry": 240, "max_attempts": 5, "ack_failures": False, "catch_up": False, '
    '"save_limit": 500}.'
)
WORKING_SQLITE = (
    'Set OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL; '
    'PRAGMA synchronous=NORMAL;"}.'
)


def check_queue(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check `Q_CLUSTER` when jobs are handed to django-q2."""
    if conf.current().jobs != "queue":
        return []
    cluster: Mapping[str, Any] | None = getattr(settings, "Q_CLUSTER", None)
    if not cluster or not apps.is_installed("django_q"):
        hint = f'{WORKING_CLUSTER} Or set JOBS to "inline" and run openbadges_drain from cron.'
        message = "JOBS is “queue”, but django-q2 is not set up: add “django_q” to INSTALLED_APPS and set Q_CLUSTER."
        return [Error(message, hint=hint, id="wagtail_openbadges.E201")]
    return list(_cluster_faults(cluster))


def _cluster_faults(cluster: Mapping[str, Any]) -> Iterator[CheckMessage]:
    timeout, retry = cluster.get("timeout") or 0, cluster.get("retry", 60)
    if timeout <= SECONDS:
        message = f"Q_CLUSTER: “timeout” must be more than the {SECONDS:.0f} seconds that one drain may take."
        yield Error(message, hint=WORKING_CLUSTER, id="wagtail_openbadges.E202")
    least = timeout * (ceil((_queue_limit(cluster) + cluster.get("bulk", 1)) / _workers(cluster)) + 1)
    if retry <= least:
        message = (
            f"Q_CLUSTER: “retry” must be more than {least} seconds, because tasks that wait in the memory of a busy "
            "cluster are otherwise started twice."
        )
        yield Error(message, hint=WORKING_CLUSTER, id="wagtail_openbadges.E203")
    if not any(cluster.get(name) for name in BROKERS):
        message = "Q_CLUSTER: django-q2 uses its Redis broker, which loses tasks when a worker dies."
        hint = 'Use the database as broker: "orm": "default". What is lost waits for the schedule of each minute.'
        yield Warning(message, hint=hint, id="wagtail_openbadges.W204")
    yield from _broker_connection_faults(cluster.get("orm"))


def _workers(cluster: Mapping[str, Any]) -> int:
    """Django-q2 counts the processors when the number is not given; one is the careful guess for the formula."""
    return int(cluster.get("workers") or 1)


def _queue_limit(cluster: Mapping[str, Any]) -> int:
    return int(cluster.get("queue_limit", _workers(cluster) ** 2))


def _broker_connection_faults(alias: str | None) -> Iterator[CheckMessage]:
    database = _database(alias or "")
    is_postgres = database.get("ENGINE") == "django.db.backends.postgresql"
    if is_postgres and database.get("CONN_MAX_AGE", 0) == 0 and not database.get("OPTIONS", {}).get("pool"):
        message = f"DATABASES[“{alias}”]: the broker of django-q2 opens a new connection for each task."
        hint = "Set CONN_MAX_AGE to 60, or use Django's connection pool: 42 against 1,013 tasks a second were measured."
        yield Warning(message, hint=hint, id="wagtail_openbadges.W205")


def _database(alias: str) -> dict[str, Any]:
    databases: dict[str, Any] = dict(settings.DATABASES)
    return databases.get(alias) or {}


def check_sqlite(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that SQLite lets one writer wait for another."""
    database = _database("default")
    if database.get("ENGINE") != "django.db.backends.sqlite3":
        return []
    options = database.get("OPTIONS", {})
    waits = options.get("transaction_mode") == "IMMEDIATE" and options.get("timeout", 5) >= 20
    if waits and "journal_mode=wal" in options.get("init_command", "").lower().replace(" ", ""):
        return []
    message = "DATABASES[“default”]: with these options of SQLite, simultaneous visitors get “database is locked”."
    return [Warning(message, hint=WORKING_SQLITE, id="wagtail_openbadges.W206")]


def check_mail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that a silent mail server cannot hold a worker, or a visitor, for ever."""
    name, backend, timeout = _mail_server()
    if backend != SMTP or timeout is not None:
        return []
    message = f"{name} is not set: a mail server that does not answer holds the outbox."
    hint = f"Set {name} to 3 seconds when JOBS is “inline”, to 10 otherwise."
    return [Warning(message, hint=hint, id="wagtail_openbadges.W207")]


def _mail_server() -> tuple[str, str, float | None]:
    """Return the name of the setting that limits the time, the backend, and the limit.

    Django heeds `MAILERS` since 6.1 only, and warns by itself of one without “default”.
    """
    if django.VERSION < (6, 1) or not hasattr(settings, "MAILERS"):
        return "EMAIL_TIMEOUT", settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT
    mailer: Mapping[str, Any] = settings.MAILERS.get("default", {"BACKEND": ""})
    timeout = mailer.get("OPTIONS", {}).get("timeout")
    return 'MAILERS["default"]["OPTIONS"]["timeout"]', mailer.get("BACKEND", SMTP), timeout
