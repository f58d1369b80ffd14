from __future__ import annotations

import os

collect_ignore = [] if "OPENBADGES_HOSTILE" in os.environ else ["test_claim_hostile.py"]
