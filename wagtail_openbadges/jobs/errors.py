"""What the outbox refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..standard.errors import OpenBadgesError


class JobError(OpenBadgesError):
    """A use of the outbox that would lose work or do it twice."""

    messages: ClassVar[Mapping[str, str]] = {
        "job_outside_transaction": "The job “{key}” was not kept. Ask for it inside the transaction that makes it due.",
        "job_kind_taken": "Jobs of the kind “{kind}” already have a handler. Choose another name.",
    }


class LeaseLostError(JobError):
    """A worker that was too slow: another one does its job now."""

    messages: ClassVar[Mapping[str, str]] = {
        "job_lease_lost": "Another worker has taken the job “{key}”. Write nothing more for it.",
    }
