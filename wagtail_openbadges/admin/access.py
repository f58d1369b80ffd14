"""Who enters our part of the admin: the people of an issuer, and nobody else. `domain.policy` decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.auth import permission_denied

from ..domain import policy
from ..models import Organisation, Submission
from .words import Words, words_of

PERMISSIONS = ("add_issuer", "add_organisation", "change_organisation")
"""What a site may grant beside membership in the groups of an issuer."""


@dataclass(frozen=True)
class Roles:
    """What a user may open at all; which records she then meets is asked of the policy again."""

    is_reviewer: bool
    is_manager: bool
    may_add_issuers: bool
    may_add_organisations: bool
    may_change_organisations: bool

    @property
    def sees_issuers(self) -> bool:
        return self.is_reviewer or self.may_add_issuers

    @property
    def sees_organisations(self) -> bool:
        return self.is_manager or self.may_add_organisations or self.may_change_organisations


def roles_of(user: Any) -> Roles:
    """Return the roles of a user, read once for each request: every item of the menu asks for them."""
    roles = getattr(user, "_openbadges_roles", None)
    if roles is None:
        roles = Roles(
            is_reviewer=policy.issuers_reviewed_by(user).exists(),
            is_manager=policy.issuers_managed_by(user).exists(),
            may_add_issuers=user.has_perm("wagtail_openbadges.add_issuer"),
            may_add_organisations=user.has_perm("wagtail_openbadges.add_organisation"),
            may_change_organisations=user.has_perm("wagtail_openbadges.change_organisation"),
        )
        user._openbadges_roles = roles
    return roles


def organisations_for(user: Any) -> QuerySet[Organisation]:
    """Return the organisations that a user may change: those of the issuers that she manages, or all."""
    if roles_of(user).may_change_organisations:
        return Organisation.objects.all()
    return Organisation.objects.filter(issuer__in=policy.issuers_managed_by(user))


class RoleRequiredMixin:
    """Open a view to one role.

    Wagtail's own permissions are switched off: they are given model by model, ours issuer by issuer.
    """

    permission_policy = None
    role = "is_reviewer"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(roles_of(request.user), self.role):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


class FileMixin(RoleRequiredMixin):
    """Give a view the one file that it is about, if its user may see it; anything else is not found."""

    @cached_property
    def submission(self) -> Submission:
        files = policy.submissions_for(self.request.user).select_related(
            "issuer__organisation", "holder", "opening_version", "achievement_version"
        )
        submission = get_object_or_404(files, pk=self.kwargs["pk"])
        if policy.is_own(self.request.user, submission):
            raise Http404
        return submission

    @cached_property
    def words(self) -> Words:
        """What is said of such a file, whichever list its address belongs to."""
        return words_of(self.submission)
