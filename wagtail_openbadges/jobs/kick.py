"""What makes the outbox move: a kick after each commit, a schedule each minute, and the command `openbadges_drain`.

With `JOBS = "queue"` a kick is a task of django-q2. With `JOBS = "inline"` it does the jobs of its own transaction
at once and leaves the rest to the command, so that no request works for others.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from .. import conf
from . import daily
from .drain import SECONDS, Drained, drain

TASK = "wagtail_openbadges.jobs.kick.run"
SCHEDULE = "wagtail_openbadges: drain the outbox"
INLINE_SECONDS = 5.0

_running: ContextVar[set[str] | None] = ContextVar("openbadges_running", default=None)
"""The keys of the drain that a request is in, which grow while it lasts."""


class Kick:
    """The one kick of a transaction, and the keys that were written in it."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.is_given = False

    def give(self) -> None:
        self.is_given = True
        if conf.current().jobs != "inline":
            ask()
        elif (running := _running.get()) is not None:
            # What a job makes is done by the drain that does this job: drains within drains would have no end.
            running |= self.keys
        else:
            token = _running.set(self.keys)
            try:
                drain(seconds=INLINE_SECONDS, keys=self.keys)
            finally:
                _running.reset(token)


def after_commit(key: str) -> None:
    """Kick the outbox once the running transaction is committed, once for all its jobs."""
    kick = _waiting_kick()
    if kick is None:
        kick = Kick()
        # Robust, because a broker that does not answer must not turn a committed act into an error page.
        transaction.on_commit(kick.give, robust=True)
    kick.keys.add(key)


def _waiting_kick() -> Kick | None:
    """Find the kick that this transaction already asked for.

    One that belongs to a savepoint serves only when its savepoints enclose ours or ours enclose them: then it is
    forgotten only together with our job.
    """
    connection = transaction.get_connection()
    ours = set(connection.savepoint_ids)
    for savepoints, function, *_ in connection.run_on_commit:
        kick = getattr(function, "__self__", None)
        if isinstance(kick, Kick) and not kick.is_given and (savepoints <= ours or ours <= savepoints):
            return kick
    return None


def ask() -> None:
    """Ask django-q2 for a drain. Sites without a queue need not install it, hence the dotted path."""
    import_string("django_q.tasks.async_task")(TASK, save=False)


def run(seconds: float = SECONDS) -> Drained:
    """Drain the outbox, what happens once a day included; what is left when the time is over gets a kick of its own."""
    daily.plan(timezone.now())
    drained = drain(seconds=seconds)
    if drained.remaining and conf.current().jobs == "queue":
        ask()
    return drained


def schedule(*, using: str, **kwargs: Any) -> None:
    """Receive `post_migrate`: make the schedule that finds what no kick did. An existing one is left as it is."""
    if not apps.is_installed("django_q"):
        return
    model = apps.get_model("django_q", "Schedule")
    schedules = model.objects.using(using)
    has_table = model._meta.db_table in connections[using].introspection.table_names()
    # Its name is not unique: two migrations at once may have made two, which do no harm.
    if has_table and not schedules.filter(name=SCHEDULE).exists():
        schedules.create(name=SCHEDULE, func=TASK, schedule_type=model.MINUTES, minutes=1, repeats=-1)
