"""The outbox: work is written in the transaction that asks for it, and done afterwards, at least once."""

from .drain import Drained, drain
from .errors import JobError, LeaseLostError
from .health import Health, health
from .leases import Fence
from .outbox import enqueue, retry_failed
from .registry import register

__all__ = [
    "Drained",
    "Fence",
    "Health",
    "JobError",
    "LeaseLostError",
    "drain",
    "enqueue",
    "health",
    "register",
    "retry_failed",
]
