"""Blocks for the pages of a site."""

from .badges import BadgeBlock, BadgesBlock
from .calls import OpenCallsBlock
from .support import SupportBlock
from .verify import VerifyBlock

__all__ = ["BadgeBlock", "BadgesBlock", "OpenCallsBlock", "SupportBlock", "VerifyBlock"]
