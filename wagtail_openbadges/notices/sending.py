"""The job that sends one mail."""

from __future__ import annotations

from typing import Any

from ..jobs import Fence


def send(payload: dict[str, Any], fence: Fence) -> None:
    """Send the mail that a job asks for."""
    raise NotImplementedError
