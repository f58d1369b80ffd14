"""What the registers can be narrowed to; each filter offers what the user may see and ignores everything else."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ...domain import policy
from ...models import Achievement, AchievementVersion, KeyState, SigningKey, Way


class KnownChoiceFilter(SimpleListFilter):
    """A filter that ignores what it did not offer, so that no address leads to an error."""

    def value(self) -> str | None:
        value = super().value()
        return value if value in {str(key) for key, _label in self.lookup_choices} else None

    def choices(self, changelist: Any):
        """Name the choice of everything: Django's “All” has a gender in French, which depends on what is filtered."""
        everything, *others = super().choices(changelist)
        return [everything | {"display": pgettext("filter", "Everything")}, *others]


class IssuerFilter(KnownChoiceFilter):
    title = gettext_lazy("issuer")
    parameter_name = "issuer"

    def lookups(self, request: HttpRequest, register: Any):
        issuers = policy.issuers_reviewed_by(request.user).select_related("organisation").defer("organisation__logo")
        return [(str(issuer.pk), str(issuer)) for issuer in issuers]

    def queryset(self, request: HttpRequest, records: QuerySet) -> QuerySet:
        issuer = self.value()
        if issuer is None:
            return records
        lookup = "issuer" if records.model is SigningKey else "achievement_version__achievement__issuer"
        return records.filter(**{lookup: issuer})


class BadgeFilter(KnownChoiceFilter):
    title = gettext_lazy("badge")
    parameter_name = "badge"

    def lookups(self, request: HttpRequest, register: Any):
        achievements = Achievement.objects.filter(issuer__in=policy.issuers_reviewed_by(request.user))
        versions = AchievementVersion.objects.filter(achievement__in=achievements).order_by("number")
        names = dict(versions.values_list("achievement_id", "name"))
        return sorted(((str(key), name) for key, name in names.items()), key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, awards: QuerySet) -> QuerySet:
        achievement = self.value()
        return awards if achievement is None else awards.filter(achievement_version__achievement=achievement)


class WayFilter(KnownChoiceFilter):
    title = gettext_lazy("how it was obtained")
    parameter_name = "way"

    def lookups(self, request: HttpRequest, register: Any):
        used = set(register.get_queryset(request).order_by().values_list("way", flat=True).distinct())
        return [(way, capfirst(label)) for way, label in Way.choices if way in used]

    def queryset(self, request: HttpRequest, awards: QuerySet) -> QuerySet:
        return awards if self.value() is None else awards.filter(way=self.value())


class ValidityFilter(KnownChoiceFilter):
    title = gettext_lazy("validity")
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, register: Any):
        words = {"valid": _("valid"), "expired": pgettext("badge", "expired"), "revoked": _("revoked")}
        return [(standing, capfirst(word)) for standing, word in words.items()]

    def queryset(self, request: HttpRequest, awards: QuerySet) -> QuerySet:
        expired = Q(expires_at__lte=timezone.now())
        kept = {
            "valid": Q(revoked_at=None) & ~expired,
            "expired": Q(revoked_at=None) & expired,
            "revoked": Q(revoked_at__isnull=False),
        }
        return awards if self.value() is None else awards.filter(kept[self.value()])


class KeyStateFilter(KnownChoiceFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, register: Any):
        return [(state, capfirst(label)) for state, label in KeyState.choices]

    def queryset(self, request: HttpRequest, keys: QuerySet) -> QuerySet:
        return keys if self.value() is None else keys.filter(state=self.value())
