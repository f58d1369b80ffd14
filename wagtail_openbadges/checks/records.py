"""Checks of the records against the settings: what changed since they were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError, router, transaction
from django.db.models import Q

from .. import conf
from ..domain.errors import KeyStorageError
from ..domain.keys import local_signer
from ..hints import paste
from ..models import Issuer, KeyState, SigningKey

LINES_GROUPS = """\
from wagtail_openbadges.domain.founding import restore_groups
from wagtail_openbadges.models import Issuer
[restore_groups(issuer) for issuer in Issuer.objects.all()]"""
LINES_ACTIVE_KEY = """\
from wagtail_openbadges.domain.keys import create_key
from wagtail_openbadges.models import Issuer
[create_key(issuer) for issuer in Issuer.objects.exclude(keys__state="active")]"""
LOCAL = conf.Settings.signer


def check_records(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Report issuers whose address, keys or groups do not go with the site any more."""
    alias = router.db_for_read(Issuer)
    if alias not in (databases or ()):
        return []
    try:
        with transaction.atomic(using=alias):
            return [*_other_addresses(), *_closed_keys(), *_without_group(), *_without_key()]
    except DatabaseError:
        # The tables are not there yet, or not as this version wants them: `migrate` runs this check before it begins.
        return []


def _other_addresses() -> Iterator[CheckMessage]:
    count = Issuer.objects.exclude(base_url=conf.current().base_url).count()
    if count:
        message = f"BASE_URL is not what it was when {count} of the issuers were made: their badges keep the old one."
        hint = "Set BASE_URL back, or see to it that the old address answers with the same documents for ever."
        yield Warning(message, hint=hint, id="wagtail_openbadges.W301")


def _closed_keys() -> Iterator[CheckMessage]:
    if conf.current().signer != LOCAL:
        return
    count = sum(not _opens(key) for key in SigningKey.objects.filter(state=KeyState.ACTIVE))
    if count:
        message = f"KEY_ENCRYPTION_KEYS does not open {count} of the keys that sign badges: no badge can be signed."
        hint = "Put the Fernet key back that encrypted them; a new one goes before it in the list, not in its place."
        yield Warning(message, hint=hint, id="wagtail_openbadges.W302")


def _opens(key: SigningKey) -> bool:
    try:
        return bool(local_signer(key))
    except (KeyStorageError, TypeError, ValueError):
        return False


def _without_group() -> Iterator[CheckMessage]:
    count = Issuer.objects.filter(Q(reviewers=None) | Q(managers=None)).count()
    if count:
        message = f"{count} of the issuers have lost their group of reviewers or of managers: nobody is told of files."
        how = "Saving an issuer in the admin makes its groups again, and so do these lines. Then put their people in."
        hint = f"{how}\n{paste('manage.py shell', LINES_GROUPS)}"
        yield Warning(message, hint=hint, id="wagtail_openbadges.W303")


def _without_key() -> Iterator[CheckMessage]:
    count = Issuer.objects.exclude(keys__state=KeyState.ACTIVE).count()
    if count:
        message = f"{count} of the issuers have no key in use: their badges wait for a signature."
        hint = paste("manage.py shell", LINES_ACTIVE_KEY)
        yield Warning(message, hint=hint, id="wagtail_openbadges.W304")
