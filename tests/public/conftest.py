from __future__ import annotations

import os

HOSTILE_TESTS = ["test_claim_hostile.py", "test_registering_hostile.py", "test_verifier_hostile.py"]

collect_ignore = [] if "OPENBADGES_HOSTILE" in os.environ else HOSTILE_TESTS
