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
from wagtail_openbadges.models import Assertion, ClaimRule, EvidenceKind, Holder, Opening, Submission

STORIES = {
    "lea": "J’ai tenu l’accueil du samedi pendant un an : j’ai écouté, orienté et tenu le planning de l’équipe.",
    "samir": "Avec deux amies, j’ai monté une cuisine partagée : une première soirée, puis une par mois.",
    "chloe": "J’ai organisé la collecte de livres du quartier et formé trois nouvelles personnes.",
    "hugo": "Je répare des vélos avec les habitants ; l’atelier a trouvé un local et un premier partenaire.",
    "awa": "Je prépare un service de livraison à vélo pour les commerces du quartier.",
    "paul": "Je veux ouvrir un café associatif. J’en suis au début.",
    "zoe": "Un jardin partagé derrière la médiathèque : le terrain est trouvé.",
}

PROJECTS = {
    "samir": (
        "Le Fourneau partagé",
        "Que les gens du quartier se parlent en cuisinant : les personnes seules, les familles, les jeunes.",
        "Maillage",
        "Une première soirée, avec douze personnes. Depuis, il y en a une par mois.",
    ),
    "awa": (
        "Le quartier livré à vélo",
        "Les petits commerces livrent sans camionnette, et deux personnes ont un travail.",
        "Maillage",
        "Trois commerces ont essayé pendant un samedi de marché.",
    ),
    "paul": (
        "Le Café d’en bas",
        "Un lieu ouvert le soir pour celles et ceux qui n’osent pas pousser la porte d’un centre social.",
        "Maillage",
        "J’en suis au début.",
    ),
    "lea": (
        "La Ressourcerie des écoles",
        "Que les fournitures oubliées resservent, pour les familles qui ne peuvent pas tout acheter.",
        "Maillage",
        "Une collecte dans deux écoles, puis une journée de dons.",
    ),
    "chloe": (
        "Des livres pour tous",
        "Que chacun ait des livres chez soi.",
        "Personne pour le moment",
        "Une collecte.",
    ),
    "zoe": (
        "Le jardin de la médiathèque",
        "Jardiner ensemble au pied des immeubles.",
        "Maillage",
        "Le terrain est trouvé, la ville le prête.",
    ),
}
"""What they answer to the questions about a project, in their order."""

MISSIONS = {
    "lea": (
        "Tenir l’accueil du samedi : écouter, orienter, répondre au téléphone.",
        "De septembre 2025 à juin 2026",
        "À la Maison des Associations, à Tourcoing",
        "J’ai reçu le public et tenu le planning de l’équipe.",
        "J’ai formé les deux personnes qui prennent ma suite.",
        "À écouter jusqu’au bout, et à dire non sans fâcher.",
    ),
    "hugo": (
        "Réparer des vélos avec les habitants, le mercredi.",
        "De mars à novembre 2026",
        "À l’atelier vélo du quartier, à Tourcoing",
        "J’ai tenu l’atelier et trouvé un local.",
        "J’ai négocié avec notre premier partenaire.",
        "À expliquer un geste, et à laisser faire.",
    ),
    "chloe": (
        "Organiser la collecte de livres du quartier.",
        "De janvier à juin 2026",
        "Au comité de quartier, à Tourcoing",
        "J’ai tenu les permanences et trié les livres.",
        "J’ai formé trois nouvelles personnes.",
        "À répartir le travail.",
    ),
}
"""The same, about a mission."""


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
    said = MISSIONS if opening.versions.filter(claim_rule=ClaimRule.DECLARED).exists() else PROJECTS
    answers = [
        {"uid": row["uid"], "label": row["label"], "type": row["field_type"], "value": answer}
        for row, answer in zip(draft.opening_version.questions, said[name], strict=True)
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
