"""The editor's form of a news."""

from __future__ import annotations

from ..checking import PictureForm


class NewsPageForm(PictureForm):
    """Check a news on publication, never on a draft."""
