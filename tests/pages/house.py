"""Pages that the tests of this room start from."""

from __future__ import annotations

import io
from uuid import uuid4

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from tests.factories import picture
from wagtail_openbadges.models import ClaimRule, Issuer, Opening
from wagtail_openbadges.pages.models import BadgeCriterion, BadgePage, BadgeQuestion

NOTICE = "Vos réponses sont lues par la structure, et par personne d’autre."


def home() -> Page:
    return Site.objects.get(is_default_site=True).root_page


def make_image():
    name = f"badge-{uuid4().hex[:8]}.png"
    return get_image_model().objects.create(
        title="Badge", file=ImageFile(io.BytesIO(picture(size=(64, 64))), name=name)
    )


def badge_page(issuer: Issuer | None, **changes) -> BadgePage:
    """Return a complete badge page that is not in the tree yet."""
    said = {
        "title": "Je suis bénévole engagé·e",
        "slug": f"benevole-{uuid4().hex[:8]}",
        "description": "Cette personne s’engage dans la durée.",
        "issuer": issuer,
        "claim_rule": ClaimRule.ONE_REVIEW,
        "privacy_notice": NOTICE,
        **changes,
    }
    criteria = said.pop("criteria", ["Une mission d’au moins trois mois"])
    said.setdefault("image", make_image())
    page = BadgePage(**said)
    page.criteria = [BadgeCriterion(text=text, sort_order=place) for place, text in enumerate(criteria)]
    page.questions = [BadgeQuestion(label="Quelle était votre mission ?", field_type="multiline", required=False)]
    return page


def make_draft_page(issuer: Issuer | None, *, parent: Page | None = None, **changes) -> BadgePage:
    """Return a badge page in the tree that was never published."""
    page = (parent or home()).add_child(instance=badge_page(issuer, live=False, **changes))
    page.save_revision()
    return page


def make_badge_page(issuer: Issuer | None, *, parent: Page | None = None, **changes) -> BadgePage:
    """Return a badge page that was published."""
    page = make_draft_page(issuer, parent=parent, **changes)
    page.save_revision().publish()
    return BadgePage.objects.get(pk=page.pk)


def opening_of(page: Page) -> Opening | None:
    return Opening.objects.filter(translation_key=page.translation_key).first()
