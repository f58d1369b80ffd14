"""Applications in every state, and questions to the carrier, made through the acts."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from home.seed.people import printed_name

from wagtail_openbadges.domain import asking, deciding, replacing, reviewing, submitting
from wagtail_openbadges.models import CarrierQuestion, Holder, Opening, OpeningKind, Submission

PROJECTS = {
    "lea": (
        "La cuisine du samedi",
        "Cuisiner chaque samedi avec les familles du quartier, avec les légumes du marché.",
    ),
    "samir": ("Le potager partagé", "Cultiver ensemble une friche et apprendre à cuisiner ce qui y pousse."),
    "chloe": ("La conserverie", "Transformer les invendus du marché en bocaux, avec des personnes en insertion."),
    "hugo": ("Le triporteur des marchés", "Livrer les paniers des producteurs à vélo, du marché aux cages d’escalier."),
    "awa": ("L’atelier des grands-mères", "Transmettre des recettes de tous les pays, une fois par semaine."),
    "paul": ("Le café-cantine", "Ouvrir une cantine associative à prix libre."),
    "zoe": ("Les ruches de la médiathèque", "Installer des ruches et apprendre d’où vient le miel."),
    "ines": ("La carte des producteurs", "Dessiner avec les habitants la carte de ceux qui produisent près d’ici."),
}

ASKED = "Bonjour, je suis Samir du potager partagé. Notre terrain est prêté par la ville : est-ce un problème ?"
ASKED_BY_ALL = "Le projet se déroule sur un terrain prêté par la ville. Est-ce un problème ?"
ANSWERED = "Non. Joignez si possible la lettre ou la convention qui le dit."
WAITING = "Peut-on demander une aide pour du matériel déjà acheté ?"


def seed_applications(first: Opening, second: Opening) -> None:
    """Make the files of both rounds, and the questions, once."""
    if Submission.objects.filter(kind=OpeningKind.CALL).exists():
        return
    reader = get_user_model().objects.get(username="relecture-metropole")
    _files_of_the_first(first, reader)
    _files_of_the_second(second, reader)
    _questions(second, reader)


def _files_of_the_first(opening: Opening, reader) -> None:
    """Deposit while the round was open, and decide: one of the projects is kept."""
    then = opening.versions.last().closes_at - timedelta(days=3)
    kept = _deposit(_draft(opening, "ines", at=then), at=then)
    deciding.accept(kept, by=reader, version=kept.version, message="Votre projet est retenu. Bravo !")
    declined = _deposit(_draft(opening, "paul", at=then), at=then)
    deciding.decline(
        declined,
        by=reader,
        version=declined.version,
        message="Le budget n’était pas assez avancé. L’édition suivante vous est ouverte : Maillage peut vous aider.",
    )


def _files_of_the_second(opening: Opening, reader) -> None:
    _draft(opening, "chloe")
    _deposit(_draft(opening, "lea"))
    corrected = replacing.begin_replacement(_deposit(_draft(opening, "hugo")), at=timezone.now())
    replacing.replace(corrected, version=corrected.version, at=timezone.now())
    reading = _deposit(_draft(opening, "awa"))
    reviewing.start_review(reading, by=reader, version=reading.version)
    to_complete = _deposit(_draft(opening, "samir"))
    reviewing.request_changes(
        to_complete,
        by=reader,
        version=to_complete.version,
        message="Pouvez-vous ajouter l’accord écrit pour le terrain ? Une photographie de la lettre suffit.",
    )
    withdrawn = _deposit(_draft(opening, "zoe"))
    submitting.withdraw(withdrawn, version=withdrawn.version)


def _questions(opening: Opening, reader) -> None:
    if CarrierQuestion.objects.exists():
        return
    samir, chloe = (_holder(name) for name in ("samir", "chloe"))
    answered = asking.ask(opening, holder=samir, text=ASKED, language="fr")
    asking.answer(answered, by=reader, answer=ANSWERED, publish=True, public_text=ASKED_BY_ALL)
    asking.ask(opening, holder=chloe, text=WAITING, language="fr")


def _holder(name: str) -> Holder:
    return Holder.objects.get_or_create(email=f"{name}@example.org", defaults={"locale": "fr"})[0]


def _draft(opening: Opening, name: str, at=None) -> Submission:
    title, story = PROJECTS[name]
    given = {
        "organisation": {"name": f"Association « {title} »", "rna": "", "siret": "", "role": "Je porte le projet"},
        "singleline": title,
        "multiline": story,
        "radio": "Un premier essai",
        "budget": [{"label": "Petit matériel", "amount": "850.00"}, {"label": "Communication", "amount": "150.00"}],
        "partners": [{"name": "Maillage", "role": "Accompagnement", "amount": ""}],
        "amount": "500.00",
    }
    draft = submitting.open_draft(opening, holder=_holder(name), language="fr", at=at)
    answers = [
        {"uid": row["uid"], "label": row["label"], "type": row["field_type"], "value": given[row["field_type"]]}
        for row in draft.opening_version.questions
        if row["field_type"] in given
    ]
    submitting.save_answers(draft, answers=answers, printed_name=printed_name(name))
    draft.refresh_from_db()
    return draft


def _deposit(draft: Submission, at=None) -> Submission:
    return submitting.submit(draft, version=draft.version, at=at)
