"""Make an organisation an issuer."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import override, pgettext_lazy

from .. import conf
from ..models import Issuer, Organisation, Verb
from ..standard.keys import did_web
from .errors import IssuerError
from .keys import create_key
from .log import record

REVIEWERS = pgettext_lazy("group of users", "Reviewers")
MANAGERS = pgettext_lazy("group of users", "Managers")
"""How the two groups of an issuer are called, before its name."""


@transaction.atomic
def create_issuer(organisation: Organisation, *, by: Any = None, **details: Any) -> Issuer:
    """Make an organisation an issuer, with its address, its key and its two groups.

    Args:
        organisation: the structure; it must not be an issuer already.
        by: the user who asked, if any.
        details: further fields of Issuer (description, promised_days, closed_days, linkedin_id).

    Returns:
        The issuer; its address and DID are derived from `BASE_URL` now and never change (did:web Method
        Specification, §3.2).

    Raises:
        IssuerError: when the site has no `BASE_URL`, the organisation is an issuer already, or it has no e-mail
            (Open Badges 2.0, Profile: an issuer has one).
        KeyStorageError: when the site has no key-encryption key.
    """
    base_url = conf.current().base_url
    if not base_url:
        raise IssuerError("no_base_url")
    if Issuer.objects.filter(organisation=organisation).exists():
        raise IssuerError("already_issuer")
    if not organisation.email:
        raise IssuerError("no_contact")
    identifier = uuid.uuid4()
    issuer = Issuer.objects.create(
        uuid=identifier,
        organisation=organisation,
        base_url=base_url,
        did=did_web(base_url, f"issuers/{identifier}"),
        reviewers=_group(REVIEWERS, organisation),
        managers=_group(MANAGERS, organisation),
        **details,
    )
    create_key(issuer, by=by)
    record(Verb.ISSUER_CREATED, by=by, issuer_id=issuer.pk)
    return issuer


@transaction.atomic
def restore_groups(issuer: Issuer, *, by: Any = None) -> Issuer:
    """Give an issuer new groups, without members, in place of those that somebody deleted.

    Args:
        issuer: whose groups they are; the groups that it still has are kept.
        by: the user, if one does it.

    Returns:
        The issuer, with both its groups.
    """
    issuer = Issuer.objects.select_for_update().select_related("organisation").get(pk=issuer.pk)
    if issuer.reviewers and issuer.managers:
        return issuer
    issuer.reviewers = issuer.reviewers or _group(REVIEWERS, issuer.organisation)
    issuer.managers = issuer.managers or _group(MANAGERS, issuer.organisation)
    issuer.save(update_fields=["reviewers", "managers"])
    record(Verb.GROUPS_RESTORED, by=by, issuer_id=issuer.pk)
    return issuer


def _group(role: Any, organisation: Organisation) -> Group:
    """Return a new group whose members may enter the admin; its name, in the site's language, fits and is not taken."""
    with override(settings.LANGUAGE_CODE):
        name = f"{role} · {organisation.name}"[:140]
    if Group.objects.filter(name=name).exists():
        name = f"{name} ({organisation.pk})"
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    return group
