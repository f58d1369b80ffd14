"""The registers: what was awarded, by whom, and with which keys. One reads, filters and takes copies; nothing more.

They are wagtail-modeladmin's, which is in maintenance mode: no other package may import it. Of its addresses only the
list and the inspection exist.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from ..revoking import RevokeView
from .awards import AwardRegister
from .issuers import IssuerRegister
from .keys import KeyRegister

REGISTERS = (AwardRegister(), IssuerRegister(), KeyRegister())


def urls() -> list[URLPattern]:
    """Return the addresses of the registers, and of the one act that starts from them."""
    revoke = path("openbadges/awards/<int:pk>/revoke/", RevokeView.as_view(), name="openbadges_award_revoke")
    return [*(pattern for register in REGISTERS for pattern in register.urls()), revoke]
