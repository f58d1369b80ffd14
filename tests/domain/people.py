"""People who register for events, and what became of it."""

import pytest
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import registering
from wagtail_openbadges.domain.errors import RegistrationError
from wagtail_openbadges.domain.registering import Wish
from wagtail_openbadges.models import OutboxJob

WISH = Wish(name="Léa Exemple")


def register(gathering, address="lea@example.org", wish=WISH, at=None, language="fr"):
    """Register the person of an address."""
    holder = factories.make_holder(address)
    return registering.register(gathering, holder, wish, language=language, at=at or timezone.now())


def refused(act, *args, **kwargs):
    """Return the code and the parameters with which an act refuses."""
    with pytest.raises(RegistrationError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code, refusal.value.params


def told(registration):
    """Return the letters that a person was written, in their order."""
    keys = OutboxJob.objects.filter(key__startswith=f"mail:{registration.uuid}:").order_by("pk")
    return [key.split(":")[2] for key in keys.values_list("key", flat=True)]
