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
from ..hints import paste
from .drain import SECONDS
from .kick import INLINE_SECONDS

SMTP = "django.core.mail.backends.smtp.EmailBackend"
BROKERS = ("broker_class", "iron_mq", "sqs", "orm", "mongo")
BUILT_FOR = ("sqlite3", "spatialite", "postgresql", "postgis")
NUMBERS = ("timeout", "retry", "workers", "queue_limit", "bulk")
WORKING_CLUSTER = "These settings were measured to work.\n" + paste(
    "settings.py",
    """\
Q_CLUSTER = {
    "name": "openbadges",
    "orm": "default",
    "workers": 2,
    "queue_limit": 2,
    "bulk": 1,
    "poll": 1,
    "timeout": 60,
    "retry": 240,
    "max_attempts": 5,
    "ack_failures": False,
    "catch_up": False,
    "save_limit": 500,
}""",
)
DJANGO_Q = paste("settings.py", 'INSTALLED_APPS += ["django_q"]')
WORKING_SQLITE = paste(
    "settings.py",
    """\
DATABASES["default"]["OPTIONS"] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}""",
)


def check_queue(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that there is a cluster of django-q2 when jobs are handed to it."""
    if conf.current().jobs != "queue":
        return []
    is_installed = apps.is_installed("django_q")
    if is_installed and _cluster():
        return []
    hint = "\n".join(
        [
            *([] if is_installed else [DJANGO_Q]),
            *([] if _cluster() else [WORKING_CLUSTER]),
            f'Or set {conf.NAME}["JOBS"] to "inline", and run openbadges_drain from cron.',
        ]
    )
    message = "JOBS is “queue”, but django-q2 is not set up: add “django_q” to INSTALLED_APPS and set Q_CLUSTER."
    return [Error(message, hint=hint, id="wagtail_openbadges.E201")]


def check_cluster(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check the settings of the cluster that our jobs are handed to."""
    cluster = _cluster()
    if conf.current().jobs != "queue" or not cluster:
        return []
    wrong = list(_wrong_numbers(cluster))
    # The formulas need numbers.
    return wrong or [*_time_faults(cluster), *_broker_faults(cluster)]


def _cluster() -> Mapping[str, Any]:
    cluster = getattr(settings, "Q_CLUSTER", None)
    return cluster if isinstance(cluster, Mapping) else {}


def _wrong_numbers(cluster: Mapping[str, Any]) -> Iterator[CheckMessage]:
    for name in NUMBERS:
        value = cluster.get(name)
        if value is not None and (type(value) is not int or value < 1):
            message = f"Q_CLUSTER: “{name}” must be a whole number from 1."
            yield Error(message, hint=WORKING_CLUSTER, id="wagtail_openbadges.E209")


def _time_faults(cluster: Mapping[str, Any]) -> Iterator[CheckMessage]:
    timeout, retry = cluster.get("timeout") or 0, cluster.get("retry") or 60
    if timeout <= SECONDS:
        message = f"Q_CLUSTER: “timeout” must be more than the {SECONDS:.0f} seconds that one drain may take."
        yield Error(message, hint=WORKING_CLUSTER, id="wagtail_openbadges.E202")
    least = timeout * (ceil((_queue_limit(cluster) + (cluster.get("bulk") or 1)) / _workers(cluster)) + 1)
    if retry <= least:
        message = (
            f"Q_CLUSTER: “retry” must be more than {least} seconds, because tasks that wait in the memory of a busy "
            "cluster are otherwise started twice."
        )
        yield Error(message, hint=WORKING_CLUSTER, id="wagtail_openbadges.E203")


def _broker_faults(cluster: Mapping[str, Any]) -> Iterator[CheckMessage]:
    if cluster.get("sync"):
        message = "Q_CLUSTER: with “sync” each request does the jobs itself, for half a minute if it must."
        hint = f'Take “sync” away, or set {conf.NAME}["JOBS"] to "inline", which knows when to stop.'
        yield Warning(message, hint=hint, id="wagtail_openbadges.W212")
    if not any(cluster.get(name) for name in BROKERS):
        message = "Q_CLUSTER: django-q2 uses its Redis broker, which loses tasks when a worker dies."
        hint = 'Use the database as broker: "orm": "default". What is lost waits for the schedule of each minute.'
        yield Warning(message, hint=hint, id="wagtail_openbadges.W204")
    alias = cluster.get("orm")
    if alias and alias not in settings.DATABASES:
        message = f"Q_CLUSTER: “orm” names {alias}, and DATABASES has no such database: no task would ever start."
        yield Error(message, hint='Most sites need "orm": "default".', id="wagtail_openbadges.E210")
    yield from _broker_connection_faults(alias)


def _workers(cluster: Mapping[str, Any]) -> int:
    """Django-q2 counts the processors when the number is not given; one is the careful guess for the formula."""
    return int(cluster.get("workers") or 1)


def _queue_limit(cluster: Mapping[str, Any]) -> int:
    return int(cluster.get("queue_limit") or _workers(cluster) ** 2)


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


def check_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that the database is one of those that the locks and races were proved on."""
    engine = str(_database("default").get("ENGINE", ""))
    if not engine or engine.rpartition(".")[2] in BUILT_FOR:
        return []
    message = f"DATABASES[“default”]: wagtail-openbadges was never tried on {engine}."
    return [Warning(message, hint="Use PostgreSQL, or SQLite for a small site.", id="wagtail_openbadges.W208")]


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
    is_inline = conf.current().jobs == "inline"
    hint = paste("settings.py", f"{name} = {3 if is_inline else 10}  # seconds")
    if backend != SMTP:
        return []
    if timeout is None:
        message = f"{name} is not set: a mail server that does not answer holds the outbox."
        return [Warning(message, hint=hint, id="wagtail_openbadges.W207")]
    if type(timeout) not in (int, float) or timeout <= 0:
        message = f"{name} must be a number of seconds, more than 0: no mail would leave."
        return [Error(message, hint=hint, id="wagtail_openbadges.E213")]
    if is_inline and timeout > INLINE_SECONDS:
        message = (
            f"{name} is {timeout} seconds, and with JOBS “inline” it is the visitor who waits for the mail server."
        )
        return [Warning(message, hint=hint, id="wagtail_openbadges.W211")]
    return []


def _mail_server() -> tuple[str, str, float | None]:
    """Return the name of the setting that limits the time, the backend, and the limit.

    Django heeds `MAILERS` since 6.1 only, and warns by itself of one without “default”.
    """
    if django.VERSION < (6, 1) or not hasattr(settings, "MAILERS"):
        return "EMAIL_TIMEOUT", settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT
    mailer: Mapping[str, Any] = settings.MAILERS.get("default", {"BACKEND": ""})
    timeout = mailer.get("OPTIONS", {}).get("timeout")
    return 'MAILERS["default"]["OPTIONS"]["timeout"]', mailer.get("BACKEND", SMTP), timeout
