"""How Hypothesis works here: examples are judged by their result, never by the speed of the machine."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("standard", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("standard")
