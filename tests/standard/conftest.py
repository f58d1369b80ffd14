"""How Hypothesis works here, and which tests need a folder that is no part of this project."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

collect_ignore = [] if os.environ.get("OPENBADGES_VECTORS") else ["test_published_vectors.py"]

# Examples are judged by their result, never by the speed of the machine.
settings.register_profile("standard", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("standard")
