"""What editors choose among in blocks, looked up when they choose: sites declare blocks before they have pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from wagtail import blocks

from ...authoring.below import types_of
from ...authoring.filtering import by_name
from ...models import Issuer, Organisation
from .. import listed
from ..mixins import BadgeIndexPageMixin, BadgePageMixin

MOST = 24
"""How many cards a block shows at most."""

PREVIEW = "wagtail_openbadges/blocks/preview.html"
"""How editors see a block before they choose it."""


class ChooserOfTypes(blocks.PageChooserBlock):
    """A choice among the pages that are made from a mixin, whatever page types the site has made from it."""

    mixin: type

    @cached_property
    def target_models(self) -> list[Any]:
        return types_of(self.mixin)


class BadgeChooserBlock(ChooserOfTypes):
    """A choice among the pages of badges."""

    mixin = BadgePageMixin


class BadgeIndexChooserBlock(ChooserOfTypes):
    """A choice among the lists of badges."""

    mixin = BadgeIndexPageMixin


def issuers_to_choose() -> list[tuple[str, str]]:
    """Return the structures that give badges; migrations of sites name this function."""
    issuers = Issuer.objects.select_related("organisation")
    return [(str(issuer.uuid), issuer.organisation.name) for issuer in issuers]


def organisations_to_choose() -> list[tuple[str, str]]:
    """Return the structures; migrations of sites name this function."""
    return [(str(organisation.uuid), organisation.name) for organisation in Organisation.objects.all()]


def themes_to_choose() -> list[tuple[str, str]]:
    """Return the tags of badges, in alphabetical order; migrations of sites name this function."""
    themes = listed.tags_in_use(BadgePageMixin)
    return list(by_name(themes).items())


def identifiers(values: Iterable[str | None]) -> set[UUID]:
    """Return the UUIDs among some stored choices: a draft may hold what no choice offers."""
    return {found for found in map(_identifier, values) if found}


def _identifier(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
