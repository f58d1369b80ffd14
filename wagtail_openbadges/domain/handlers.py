"""The domain's jobs, as the outbox calls them: idempotent, so their lease needs no second look."""

from __future__ import annotations

from typing import Any

from ..jobs.leases import Fence
from .awarding import sign, sign_status_list


def sign_assertion(payload: dict[str, Any], fence: Fence) -> None:
    """Sign the award of a job."""
    sign(payload["assertion"])


def sign_list(payload: dict[str, Any], fence: Fence) -> None:
    """Sign the status list of a job as its bits stand now."""
    sign_status_list(payload["list"])
