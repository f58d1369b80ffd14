"""The register of what was awarded."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import display
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ...domain import policy
from ...models import Assertion
from ...spans import day_in_words
from ..filters import address_in
from ..words import file_url
from .base import Register, RegisterButtons, RegisterPermissions
from .filters import BadgeFilter, IssuerFilter, ValidityFilter, WayFilter


class AwardPermissions(RegisterPermissions):
    def records_for(self, user: Any) -> QuerySet[Assertion]:
        return policy.assertions_for(user)


class AwardButtons(RegisterButtons):
    def get_buttons_for_obj(self, obj: Assertion, exclude: Any = (), **classnames: Any) -> list[dict[str, Any]]:
        """Offer the act on the page of an award, not in the list, where one clicks by mistake."""
        if "inspect" not in exclude or obj.is_revoked:
            return []
        return [self.button(_("Revoke this badge"), reverse("openbadges_award_revoke", args=[obj.pk]), "no")]


class AwardRegister(Register):
    """Every badge that was given."""

    model = Assertion
    base_url_path = "openbadges/awards"
    menu_icon = "list-ul"
    export_filename = "awards"
    permission_helper_class = AwardPermissions
    button_helper_class = AwardButtons
    empty_text = gettext_lazy("No badge was given yet.")
    list_display = ("badge", "person", "validity", "issued", "issuer")
    list_filter = (ValidityFilter, BadgeFilter, IssuerFilter, WayFilter)
    list_select_related = ("achievement_version__achievement__issuer__organisation",)
    deferred = (
        "credential",
        "achievement_version__image",
        "achievement_version__achievement__issuer__organisation__logo",
    )
    list_export = (
        "identifier",
        "badge",
        "version",
        "issuer",
        "printed_name",
        "obtained",
        "issued_at",
        "expires_at",
        "validity",
        "revoked_at",
        "revocation_reason",
        "verify_address",
    )
    inspect_view_fields = (
        "badge",
        "version",
        "issuer",
        "person",
        "way",
        "file",
        "issued_at",
        "expires_at",
        "validity",
        "revoked_at",
        "revocation_reason",
        "visibility",
        "verify_link",
        "identifier",
    )

    def search(self, awards: QuerySet[Assertion], words: str) -> QuerySet[Assertion]:
        return awards.filter(
            Q(achievement_version__name__icontains=words)
            | Q(printed_name__icontains=words)
            | Q(submission__reference__iexact=words)
            | Q(holder__email=address_in(words))
        )

    def name_of(self, award: Assertion) -> str:
        return " · ".join(filter(None, (award.achievement_version.name, award.printed_name)))

    @display(description=gettext_lazy("identifier"))
    def identifier(self, award: Assertion) -> str:
        return str(award.uuid)

    @display(description=gettext_lazy("badge"), ordering="achievement_version__name")
    def badge(self, award: Assertion) -> str:
        return award.achievement_version.name

    @display(description=gettext_lazy("version"))
    def version(self, award: Assertion) -> int:
        return award.achievement_version.number

    @display(description=gettext_lazy("holder"), ordering="printed_name")
    def person(self, award: Assertion) -> str:
        return award.printed_name or capfirst(_("without a name"))

    @display(description=gettext_lazy("issued on"), ordering="issued_at")
    def issued(self, award: Assertion) -> str:
        return day_in_words(timezone.localdate(award.issued_at))

    @display(description=gettext_lazy("issuer"))
    def issuer(self, award: Assertion) -> str:
        return str(award.issuer)

    @display(description=gettext_lazy("how it was obtained"), ordering="way")
    def obtained(self, award: Assertion) -> str:
        return capfirst(award.get_way_display())

    @display(description=gettext_lazy("validity"))
    def validity(self, award: Assertion) -> str:
        if award.is_revoked:
            return capfirst(_("revoked"))
        is_expired = award.expires_at is not None and award.expires_at <= timezone.now()
        return capfirst(pgettext("badge", "expired") if is_expired else _("valid"))

    @display(description=gettext_lazy("page that verifies it"))
    def verify_address(self, award: Assertion) -> str:
        return award.verify_address

    @display(description=gettext_lazy("page that verifies it"))
    def verify_link(self, award: Assertion) -> str:
        return format_html('<a href="{0}">{0}</a>', award.verify_address)

    @display(description=pgettext_lazy("submission", "file"))
    def file(self, award: Assertion) -> str:
        if award.submission is None:
            return ""
        return format_html('<a href="{}">{}</a>', file_url(award.submission), award.submission)
