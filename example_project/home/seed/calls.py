"""The call of the example: its first round closed and kept, its second relaunched and open."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from home.models import HomePage
from home.seed.pages import CALL_NOTICE
from home.seed.people import MAILLAGE, MAISON, METROPOLE

from wagtail_openbadges.domain import access, subscribing
from wagtail_openbadges.models import Organisation
from wagtail_openbadges.pages.calls.relaunching import relaunch
from wagtail_openbadges.pages.models import BadgePage, CallIndexPage, CallPage, RoundPage

from .rows import number_rows

HUB = {
    "title": "Bien-être alimentaire et transition pour une alimentation saine, locale et durable",
    "slug": "bien-etre-alimentaire",
    "promise": "De l’aide et des rencontres pour faire avancer votre projet.",
    "search_description": "Un appel à manifestation d’intérêt pour les projets qui changent notre alimentation.",
    "recurrence": "[à compléter]",
    "publics": ["associations", "professionnels"],
    "help_types": ["accompagnement", "mise en réseau"],
    "presentation": (
        "<p>Vous portez un projet qui aide à mieux manger : cuisiner ensemble, cultiver, partager, transformer, "
        "transmettre ? Cet appel vous aide à le faire grandir.</p>"
        "<p>L’appel revient. Chaque édition a sa page, avec ses dates et ses conditions ; les anciennes restent en "
        "ligne.</p>"
    ),
}

WHO = (
    "<ul><li>Vous portez un projet collectif sur le territoire de la métropole.</li>"
    "<li>Votre structure est {structures}, existante ou en création.</li>"
    "<li>Votre projet touche l’alimentation, de la production à l’assiette.</li></ul>"
)
OFFERED = (
    "<ul><li>Un accompagnement pendant la préparation et le lancement du projet.</li>"
    "<li>Des rencontres avec d’autres porteurs et porteuses de projet.</li>"
    "<li>Montant et durée de l’aide : [à compléter].</li></ul>"
)

DOCUMENTS = [
    ("La présentation de votre projet", "Deux pages suffisent."),
    ("Un budget prévisionnel", "Les lignes et leurs montants : le formulaire calcule le total."),
    ("Le numéro RNA ou SIRET de votre structure", "S’il existe déjà."),
]

CRITERIA = [
    ("Utilité pour les habitants et les habitantes", "À quel besoin le projet répond-il, et pour qui ?", 40),
    ("Qualité de la coopération", "Avec qui le projet se construit-il ?", 30),
    ("Solidité", "Les étapes, le budget et l’équipe tiennent-ils ensemble ?", 30),
]

ANSWERS = [
    (
        "Mon association n’est pas encore créée. Puis-je répondre ?",
        "Oui. Dites-le dans le formulaire : le numéro RNA ou SIRET est facultatif.",
    ),
    (
        "Puis-je corriger mon dossier après l’avoir déposé ?",
        "Oui, jusqu’à la date indiquée. Votre dossier d’origine reste déposé tant que la correction ne l’est pas.",
    ),
]

QUESTIONS = [
    ("Votre structure", "Quelle structure porte le projet ?", "organisation", True, ""),
    ("Votre projet", "Comment s’appelle votre projet ?", "singleline", True, ""),
    ("Votre projet", "Que voulez-vous changer, et pour qui ?", "multiline", True, "Une dizaine de lignes."),
    ("Votre projet", "Où en êtes-vous ?", "radio", True, ""),
    ("Moyens", "Votre budget prévisionnel", "budget", True, "Une ligne par dépense."),
    ("Moyens", "Vos partenaires", "partners", False, "Leur rôle, et ce qu’ils apportent."),
    ("Moyens", "Quel montant demandez-vous ?", "amount", False, "Laissez vide si vous ne le savez pas encore."),
    ("Moyens", "Un document qui présente le projet", "file", False, "PDF ou photographie."),
]
STAGES = "Une idée\nUn premier essai\nUne activité qui tourne"

CHANGES = (
    "<ul><li>Les entreprises peuvent désormais répondre.</li><li>Le formulaire est plus court : huit questions.</li>"
    "<li>Vous pouvez corriger votre dossier après le dépôt.</li></ul>"
)
RESULTS = "<p>Les résultats de cette édition ont été annoncés. La liste des projets : [à compléter].</p>"


def seed_call(laureate: BadgePage) -> dict[int, RoundPage]:
    """Make the call and its two rounds; return the rounds by their number."""
    rounds = {page.number: page for page in RoundPage.objects.live()}
    if 2 in rounds:
        return rounds
    index = CallIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=CallIndexPage(
            title="Les appels",
            slug="appels",
            search_description="Les appels à manifestation d’intérêt ouverts, à venir et passés.",
            introduction="<p>Une structure cherche des projets : voici ce qu’elle propose, et jusqu’à quand.</p>",
            show_in_menus=True,
        )
    )
    hub = CallPage.objects.first() or _hub(index)
    first = rounds.get(1) or _first_round(hub, laureate)
    _wait_for_the_next(first)
    return {1: first, 2: _second_round(first)}


def on(day: date, hour: str) -> str:
    """Write a day and an hour as the pages keep them."""
    return f"{day.isoformat()}T{hour}"


def _hub(index: CallIndexPage) -> CallPage:
    page = CallPage(**HUB)
    carriers, territories = page._meta.get_field("carriers"), page._meta.get_field("territories")
    page.carriers = [
        carriers.related_model(organisation=Organisation.objects.get(name=METROPOLE), role="porteur"),
        carriers.related_model(organisation=Organisation.objects.get(name=MAILLAGE), role="accompagnateur"),
    ]
    page.territories = [territories.related_model(name=METROPOLE, code="EPCI-200093201")]
    page.tags.add("alimentation", "transition")
    number_rows(page)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _first_round(hub: CallPage, laureate: BadgePage) -> RoundPage:
    metropole = Organisation.objects.get(name=METROPOLE)
    today = timezone.localdate()
    page = RoundPage(
        title="Première édition",
        slug="edition-1",
        number=1,
        issuer=metropole.issuer,
        zone_name="Europe/Paris",
        opens=on(today - timedelta(days=400), "09:00"),
        closes=on(today - timedelta(days=340), "12:00"),
        results_on=today - timedelta(days=280),
        who=WHO.format(structures="une association ou une coopérative"),
        offered=OFFERED,
        results=RESULTS,
        minutes=45,
        awards=laureate.opening.achievement,
        privacy_notice=CALL_NOTICE.format(issuer=METROPOLE, email=metropole.email),
        live=False,
    )
    page.criteria = [
        page._meta.get_field("criteria").related_model(text=text, help_text=help_text, weight=weight)
        for text, help_text, weight in CRITERIA
    ]
    page.documents = [
        page._meta.get_field("documents").related_model(text=text, help_text=help_text) for text, help_text in DOCUMENTS
    ]
    page.answers = _answers(page, ANSWERS[:1])
    page.steps = _steps(page)
    page.support = _support(page)
    page.questions = [
        page._meta.get_field("questions").related_model(
            section=section,
            label=label,
            field_type=kind,
            required=required,
            help_text=help_text,
            choices=STAGES if kind == "radio" else "",
        )
        for section, label, kind, required, help_text in QUESTIONS
    ]
    number_rows(page)
    hub.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _answers(page: RoundPage, rows: list[tuple[str, str]]) -> list:
    model = page._meta.get_field("answers").related_model
    return [model(question=question, answer=answer) for question, answer in rows]


def _steps(page: RoundPage) -> list:
    model = page._meta.get_field("steps").related_model
    return [
        model(when="Jusqu’à la fermeture", text="Vous préparez et déposez votre dossier."),
        model(
            when="Dans les deux mois qui suivent",
            text="La Métropole lit les dossiers et vous pose des questions au besoin.",
        ),
        model(when="À la date annoncée", text="Vous recevez la réponse."),
    ]


def _support(page: RoundPage) -> list:
    model = page._meta.get_field("support").related_model
    maillage, maison = (Organisation.objects.get(name=name) for name in (MAILLAGE, MAISON))
    return [
        model(
            organisation=maillage,
            text="Pour parler de votre projet et préparer votre dossier avec quelqu’un.",
            email=maillage.email,
        ),
        model(
            organisation=maison,
            text="Pour créer votre association, tenir ses comptes, trouver une salle.",
            email=maison.email,
        ),
    ]


def _wait_for_the_next(first: RoundPage) -> None:
    """Let two people ask to be told: they confirm their address, as people do."""
    for name in ("samir", "awa"):
        link = subscribing.ask_to_be_told(first.opening.call, address=f"{name}@example.org", language="fr")
        subscribing.subscribe(access.use_link(access.token_of(link)))


def _second_round(first: RoundPage) -> RoundPage:
    """Relaunch the call as its editor does, then write what only this round says."""
    page = relaunch(first, by=get_user_model().objects.get(username="editrice"))
    today = timezone.localdate()
    page.title, page.slug = "Deuxième édition", "edition-2"
    page.opens = on(today - timedelta(days=12), "09:00")
    page.closes = on(today + timedelta(days=33), "12:00")
    page.editable_until = on(today + timedelta(days=33), "12:00")
    page.results_on = today + timedelta(days=95)
    page.who = WHO.format(structures="une association, une coopérative ou une entreprise")
    page.answers = _answers(page, ANSWERS)
    page.change_note = CHANGES
    page.steps = _steps(page)
    number_rows(page)
    page.save_revision(user=get_user_model().objects.get(username="editrice")).publish()
    page.refresh_from_db()
    return page
