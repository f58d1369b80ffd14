"""What the Wagtail admin learns of events: duplicating one, and what must not be deleted.

A site with page types of its own needs them too, so the core registers them whether or not this app is installed.
"""

from __future__ import annotations
