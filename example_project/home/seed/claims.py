"""Claims in every state, and awards valid, expired and revoked, made through the acts."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from home.seed.files import IMAGES
from home.seed.people import printed_name

from wagtail_openbadges.domain import awarding, deciding, publishing, reviewing, revoking, submitting
from wagtail_openbadges.intake.evidence import accept_upload
from wagtail_openbadges.models import Assertion, EvidenceKind, Holder, Opening, Submission

STORIES = {
    "lea": "J’ai tenu l’accueil du samedi pendant un an : j’ai écouté, orienté et tenu le planning de l’équipe.",
    "samir": "Avec deux amies, j’ai monté une cuisine partagée : une première soirée, puis une par mois.",
    "chloe": "J’ai organisé la collecte de livres du quartier et formé trois nouvelles personnes.",
    "hugo": "Je répare des vélos avec les habitants ; l’atelier a trouvé un local et un premier partenaire.",
    "awa": "Je prépare un service de livraison à vélo pour les commerces du quartier.",
    "paul": "Je veux ouvrir un café associatif. J’en suis au début.",
    "zoe": "Un jardin partagé derrière la médiathèque : le terrain est trouvé.",
}


def seed_claims(openings: dict[str, Opening]) -> None:
    """Make the files, once."""
    if Submission.objects.exists():
        return
    benevole, porteur = openings["je-suis-benevole-engage"], openings["porteur-de-projet-entrepreneurial"]
    tom = get_user_model().objects.get(username="relecture-maillage")
    nadia = get_user_model().objects.get(username="relecture-maison")
    _draft(benevole, "chloe")
    for name in ("lea", "hugo"):
        _deposit(_draft(benevole, name))
    _deposit(_draft(porteur, "samir"))
    reading = _deposit(_draft(porteur, "awa"))
    reviewing.start_review(reading, by=tom, version=reading.version)
    to_complete = _deposit(_draft(porteur, "paul"))
    reviewing.request_changes(
        to_complete,
        by=tom,
        version=to_complete.version,
        message="Il nous manque l’étape que vous avez franchie. Pouvez-vous joindre une photographie ou un document ?",
    )
    accepted = _deposit(_draft(porteur, "lea"))
    deciding.accept(accepted, by=tom, version=accepted.version, message="Bravo Léa, et bonne route !")
    declined = _deposit(_draft(porteur, "chloe"))
    deciding.decline(
        declined,
        by=tom,
        version=declined.version,
        message="La collecte de livres est une belle mission bénévole. Demandez plutôt « Je suis bénévole engagé·e ».",
    )
    withdrawn = _deposit(_draft(porteur, "zoe"))
    submitting.withdraw(withdrawn, version=withdrawn.version)
    _older_awards(benevole, nadia)


def _draft(opening: Opening, name: str) -> Submission:
    holder, _created = Holder.objects.get_or_create(email=f"{name}@example.org", defaults={"locale": "fr"})
    draft = submitting.open_draft(opening, holder=holder, language="fr")
    answers = [
        {"uid": row["uid"], "label": row["label"], "type": row["field_type"], "value": STORIES[name]}
        for row in draft.opening_version.questions
    ]
    submitting.save_answers(draft, answers=answers, printed_name=printed_name(name))
    submitting.add_statement(draft, kind=EvidenceKind.TEXT, text=STORIES[name])
    picture = SimpleUploadedFile("atelier.png", (IMAGES / "porteur.png").read_bytes(), content_type="image/png")
    submitting.add_file(draft, accepted=accept_upload(picture))
    draft.refresh_from_db()
    return draft


def _deposit(draft: Submission) -> Submission:
    return submitting.submit(draft, version=draft.version)


def _older_awards(opening: Opening, manager) -> None:
    """Give two badges as if some time ago: one has expired, one was revoked. They are dated before they are signed."""
    version = publishing.current_achievement_version(opening.achievement, "fr")
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        expired = awarding.award(
            version, address="ancienne@example.org", by=manager, expires_at=now - timedelta(days=30)
        )
        Assertion.objects.filter(pk=expired.pk).update(issued_at=now - timedelta(days=395))
    with transaction.atomic():
        revoked = awarding.award(version, address="erreur@example.org", by=manager)
        Assertion.objects.filter(pk=revoked.pk).update(issued_at=now - timedelta(days=60))
    revoked.refresh_from_db()
    revoking.revoke(revoked, by=manager, reason="Attribué par erreur à une autre personne.")
