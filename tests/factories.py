"""What tests start from, made through the acts where an act makes it."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from PIL import Image

from wagtail_openbadges.domain import (
    access,
    deciding,
    founding,
    gatherings,
    publishing,
    registering,
    rounds,
    submitting,
)
from wagtail_openbadges.models import (
    ClaimRule,
    Gathering,
    Holder,
    Issuer,
    Opening,
    Organisation,
    Purpose,
    Registration,
    RegistrationWay,
    Submission,
)

QUESTION = {
    "uid": "mission",
    "label": "Quelle était votre mission ?",
    "help": "Deux ou trois phrases.",
    "field_type": "multiline",
    "required": True,
    "choices": [],
    "default": "",
    "section": "",
}
ANSWER = {"uid": "mission", "label": QUESTION["label"], "type": "multiline", "value": "J’ai tenu l’accueil."}


def picture(colour: str = "#2a6f6b", size: tuple[int, int] = (64, 64)) -> bytes:
    """Return the bytes of a small PNG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Maison des Associations {number}")
    url = "https://maison.example.org"
    email = "contact@maison.example.org"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda number: f"relectrice{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@maison.example.org")


def make_issuer(**details) -> Issuer:
    """Return an issuer with its key and groups."""
    return founding.create_issuer(OrganisationFactory(), **details)


def make_reviewer(issuer: Issuer, **details):
    """Return a user who may decide for an issuer."""
    user = UserFactory(**details)
    user.groups.add(issuer.reviewers)
    return user


def badge_content(issuer: Issuer, **changes) -> publishing.BadgeContent:
    """Return what a complete badge page says."""
    said = {
        "translation_key": uuid.uuid4(),
        "page_id": None,
        "language": "fr",
        "issuer_id": issuer.pk,
        "name": "Je suis bénévole engagé·e",
        "description": "Cette personne s’engage dans la durée.",
        "achievement_type": "CommunityService",
        "criteria": ({"uid": "c1", "text": "Une mission d’au moins trois mois", "required": True},),
        "tags": ("bénévolat",),
        "image": picture(),
        "claim_rule": ClaimRule.ONE_REVIEW,
        "questions": (QUESTION,),
        "evidence_rules": {"required": True, "help": "", "kinds": ["file", "link", "text"]},
        "privacy_notice": "Vos réponses sont lues par la structure, et par personne d’autre.",
    }
    return publishing.BadgeContent(**{**said, **changes})


def make_opening(issuer: Issuer | None = None, **changes) -> Opening:
    """Return the opening of a published badge."""
    return publishing.publish_badge(badge_content(issuer or make_issuer(), **changes))


def round_content(issuer: Issuer, **changes) -> rounds.RoundContent:
    """Return what a complete page of a round says: open since yesterday, closing in 30 days, in Paris."""
    today = timezone.now()
    said = {
        "translation_key": uuid.uuid4(),
        "page_id": None,
        "language": "fr",
        "call_key": uuid.uuid4(),
        "call_page_id": None,
        "number": 1,
        "title": "Bien-être alimentaire, édition 1",
        "issuer_id": issuer.pk,
        "zone_name": "Europe/Paris",
        "opens": f"{today - timedelta(days=1):%Y-%m-%d}T09:00",
        "closes": f"{today + timedelta(days=30):%Y-%m-%d}T12:00",
        "questions": (QUESTION,),
        "criteria": ({"uid": "c1", "text": "Le projet est local", "required": True},),
        "evidence_rules": {"required": True, "help": "", "kinds": ["file", "link", "text"]},
        "privacy_notice": "Vos réponses sont lues par la structure, et par personne d’autre.",
    }
    return rounds.RoundContent(**{**said, **changes})


def make_round(issuer: Issuer | None = None, **changes) -> Opening:
    """Return the opening of a published round of a call, open now if nothing else is said."""
    return rounds.publish_round(round_content(issuer or make_issuer(), **changes))


def gathering_content(issuer: Issuer | None, **changes) -> gatherings.GatheringContent:
    """Return what a complete page of an event says: in ten days, from 12:30 to 14:00 in Paris, with registration."""
    day = timezone.now() + timedelta(days=10)
    said = {
        "translation_key": uuid.uuid4(),
        "page_id": None,
        "language": "fr",
        "title": "Repas convivial",
        "zone_name": "Europe/Paris",
        "dates": (
            gatherings.DateContent(uid=uuid.uuid4(), start=f"{day:%Y-%m-%d}T12:30", end=f"{day:%Y-%m-%d}T14:00"),
        ),
        "place": "Maillage",
        "address": "1 rue de l’Exemple, 59000 Lille",
        "registration": RegistrationWay.HERE if issuer else RegistrationWay.NONE,
        "issuer_id": issuer.pk if issuer else None,
        "privacy_notice": "Vos réponses sont lues par la structure, et par personne d’autre.",
    }
    return gatherings.GatheringContent(**{**said, **changes})


def make_gathering(issuer: Issuer | None = None, **changes) -> Gathering:
    """Return a published event that one can register for."""
    return gatherings.publish_gathering(gathering_content(issuer or make_issuer(), **changes))


def make_registration(gathering: Gathering | None = None, *, address: str = "lea@example.org", **wish) -> Registration:
    """Return a registration: a seat, or a place on the waiting list when there is none."""
    wished = registering.Wish(**{"name": "Léa Exemple", **wish})
    return registering.register(
        gathering or make_gathering(), make_holder(address), wished, language="fr", at=timezone.now()
    )


def make_holder(address: str = "lea@example.org") -> Holder:
    """Return the holder of an address."""
    return Holder.objects.get_or_create(email=address, defaults={"locale": "fr"})[0]


def make_draft(opening: Opening | None = None, *, address: str = "lea@example.org") -> Submission:
    """Return a draft that is ready to be deposited."""
    draft = submitting.open_draft(opening or make_opening(), holder=make_holder(address), language="fr")
    submitting.save_answers(draft, answers=[ANSWER], printed_name="Léa Exemple")
    submitting.add_statement(draft, kind="text", text="Voici mon récit.")
    draft.refresh_from_db()
    return draft


def make_submission(opening: Opening | None = None, *, address: str = "lea@example.org") -> Submission:
    """Return a deposited file."""
    draft = make_draft(opening, address=address)
    return submitting.submit(draft, version=draft.version)


def make_link(opening: Opening | None = None, *, address: str = "lea@example.org"):
    """Return a link that was asked for and not used."""
    return access.request_access(
        purpose=Purpose.CLAIM, address=address, language="fr", opening=opening or make_opening()
    )


def accept(submission: Submission, reviewer=None) -> Submission:
    """Return a file after its acceptance."""
    reviewer = reviewer or make_reviewer(submission.issuer)
    return deciding.accept(submission, by=reviewer, version=submission.version)
