"""Which tests need a folder that is no part of this project."""

import os

collect_ignore = [] if os.environ.get("OPENBADGES_VECTORS") else ["test_published_schema.py"]
