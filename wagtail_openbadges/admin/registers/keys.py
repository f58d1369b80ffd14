"""The register of the keys that sign."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import display
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from ...domain import policy
from ...models import SigningKey
from ...templatetags.openbadges_tags import date_and_time
from .base import Register, RegisterPermissions
from .filters import IssuerFilter, KeyStateFilter


class KeyPermissions(RegisterPermissions):
    role = "is_manager"

    def records_for(self, user: Any) -> QuerySet[SigningKey]:
        return policy.keys_for(user)


class KeyRegister(Register):
    """The public parts of the keys that sign; the private part is never read here."""

    model = SigningKey
    base_url_path = "openbadges/keys"
    menu_icon = "key"
    export_filename = "keys"
    permission_helper_class = KeyPermissions
    empty_text = gettext_lazy("There is no key. One is made with each issuer.")
    list_display = ("kid", "issuer", "algorithm", "state_name", "made")
    list_filter = (KeyStateFilter, IssuerFilter)
    list_select_related = ("issuer__organisation",)
    deferred = ("private_part", "issuer__organisation__logo")
    list_export = ("kid", "issuer", "algorithm", "state_name", "public_part", "created_at", "retired_at")
    inspect_view_fields = (
        "kid",
        "issuer",
        "algorithm",
        "state",
        "public_part",
        "verification_method",
        "created_at",
        "retired_at",
    )

    def search(self, keys: QuerySet[SigningKey], words: str) -> QuerySet[SigningKey]:
        return keys.filter(Q(kid__icontains=words) | Q(issuer__organisation__name__icontains=words))

    def name_of(self, key: SigningKey) -> str:
        return str(key.issuer)

    @display(description=gettext_lazy("issuer"))
    def issuer(self, key: SigningKey) -> str:
        return str(key.issuer)

    @display(description=gettext_lazy("state"), ordering="state")
    def state_name(self, key: SigningKey) -> str:
        return capfirst(key.get_state_display())

    @display(description=gettext_lazy("made on"), ordering="created_at")
    def made(self, key: SigningKey) -> str:
        return date_and_time(key.created_at)

    @display(description=gettext_lazy("verification method"))
    def verification_method(self, key: SigningKey) -> str:
        return key.verification_method
