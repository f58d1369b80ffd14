"""Which function does which kind of job. The apps register them when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .errors import JobError
from .leases import Fence

Handler = Callable[[dict[str, Any], Fence], None]

HANDLERS: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Let `handler` do the jobs of this kind.

    It may run more than once for one job: it must be idempotent, and call `fence.check()` in the transaction that
    writes its result, or just before an act that cannot be taken back.
    """
    if HANDLERS.setdefault(kind, handler) is not handler:
        raise JobError("job_kind_taken", kind=kind)


DAILY: list[str] = []
"""Kinds of which there is one job a day, without anybody asking for it."""


def register_daily(kind: str, handler: Handler) -> None:
    """Let `handler` be called once a day, in the morning: its payload says which day, as an ISO date."""
    register(kind, handler)
    if kind not in DAILY:
        DAILY.append(kind)
