"""The pages of the example."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.images import ImageFile
from django.utils.text import slugify
from home.models import ContentPage, HomePage
from home.seed.files import IMAGES
from home.seed.people import MAILLAGE, MAISON, METROPOLE
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from wagtail_openbadges.models import ClaimRule, Organisation
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, OrganisationPage

from .rows import number_rows

DECLARED_NOTICE = (
    "Seule l’équipe de cette structure peut lire vos réponses et vos preuves : {issuer}. Le badge, lui, peut être"
    " vérifié par toute personne à qui vous le montrez. Vous pouvez faire effacer vos réponses en écrivant à {email}."
)

NOTICE = (
    "Vos réponses et vos preuves sont lues par {issuer}, et par personne d’autre. Elles servent à répondre à votre"
    " demande. Vous pouvez les faire effacer en écrivant à {email}."
)

CALL_NOTICE = (
    "Vos réponses et vos documents sont lus par {issuer}, et par personne d’autre. Ils servent à choisir les projets."
    " Vous pouvez les faire effacer en écrivant à {email}."
)

AGENDA_NOTICE = (
    "Votre inscription est lue par {issuer}, et par personne d’autre. Pour la consulter ou la faire effacer, écrivez à"
    " {email}."
)

BENEVOLE = {
    "title": "Je suis bénévole engagé·e",
    "slug": "je-suis-benevole-engage",
    "description": (
        "Cette personne s’est engagée comme bénévole dans une association. Elle y a pris des responsabilités et elle"
        " sait dire ce qu’elle a appris."
    ),
    "achievement_type": "CommunityService",
    "claim_rule": ClaimRule.DECLARED,
    "minutes": 15,
    "evidence_help": "Un récit de votre mission, un document ou un lien ; si vous voulez, les mots d’un témoin.",
    "image": "benevole.png",
    "issuer": MAISON,
    "criteria": [
        "J’ai mené une mission bénévole dans une association, pendant au moins trois mois",
        "J’ai pris part à l’organisation : j’ai décidé ou préparé quelque chose avec d’autres",
        "Je sais dire ce que j’ai appris",
    ],
    "tags": ["bénévolat", "engagement"],
}

PORTEUR = {
    "title": "Porteur·se de projet entrepreneurial",
    "slug": "porteur-de-projet-entrepreneurial",
    "description": (
        "Cette personne porte un projet : elle l’a décrit, elle l’a confronté à d’autres et elle l’a fait avancer avec"
        " l’aide d’une personne qui l’accompagne."
    ),
    "achievement_type": "ext:Project",
    "claim_rule": ClaimRule.ONE_REVIEW,
    "minutes": 20,
    "evidence_help": "Une présentation du projet, une photographie, un lien vers une page.",
    "image": "porteur.png",
    "issuer": MAILLAGE,
    "criteria": [
        "J’ai décrit mon projet : pour qui, pourquoi, comment",
        "J’ai échangé au moins deux fois avec la personne qui m’accompagne",
        "J’ai franchi une étape concrète : un premier essai, un premier partenaire ou un budget",
    ],
    "tags": ["projet", "entrepreneuriat"],
}

LAUREATE = {
    "title": "Lauréat·e de l’appel Bien-être alimentaire",
    "slug": "laureat-bien-etre-alimentaire",
    "description": "Cette personne porte un projet retenu dans le cadre de l’appel « Bien-être alimentaire ».",
    "achievement_type": "Award",
    "claim_rule": ClaimRule.NO_CLAIMS,
    "minutes": 10,
    "evidence_help": "",
    "image": "laureat.png",
    "issuer": METROPOLE,
    "criteria": ["Le projet a été retenu dans le cadre de l’appel « Bien-être alimentaire »"],
    "tags": ["alimentation", "projet"],
}

MISSION_QUESTIONS = [
    ("La mission", "Quelle était votre mission ?", "multiline", True, "Deux ou trois phrases."),
    ("La mission", "De quand à quand ?", "singleline", True, "Par exemple : de septembre à juin."),
    ("La mission", "Dans quelle association et à quel endroit ?", "singleline", True, ""),
    ("Ce que vous avez fait", "Quelles étaient vos activités ?", "multiline", True, ""),
    ("Ce que vous avez fait", "Quelles responsabilités avez-vous prises ?", "multiline", False, ""),
    ("Ce que vous avez appris", "Qu’avez-vous appris ?", "multiline", True, "Dites-le avec vos mots."),
]

PROJECT_QUESTIONS = [
    ("Le projet", "Comment s’appelle votre projet ?", "singleline", True, ""),
    ("Le projet", "Que voulez-vous changer, et pour qui ?", "multiline", True, ""),
    ("L’accompagnement", "Qui vous accompagne ?", "singleline", True, "Le nom de la structure suffit."),
    ("L’accompagnement", "Quelle étape avez-vous franchie ensemble ?", "multiline", True, ""),
]

RECOGNITION = """
<h2>Ce que l’on apprend hors de l’école</h2>
<p>Tenir l’accueil, préparer un repas, porter un projet, tenir des comptes : on apprend partout, et cela se voit
rarement. Un badge ouvert le nomme et le montre. Il dit quelle structure vous reconnaît, ce que vous avez fait et
selon quels critères.</p>
<h2>Trois façons de l’obtenir</h2>
<ul><li><b>Vous déclarez</b> : vous racontez, vous joignez une preuve, et vous recevez le badge aussitôt. La structure
publie votre déclaration ; elle ne l’a pas vérifiée, et le badge le dit.</li>
<li><b>Une structure confirme</b> : une personne lit votre demande et décide.</li>
<li><b>Une structure attribue</b> : par exemple aux lauréats et lauréates d’un appel.</li></ul>
<h2>Le garder et le montrer</h2>
<p>Un badge se garde dans un passeport, comme Open Badge Passport. Il s’ajoute à un CV ou à un profil LinkedIn. Toute
personne à qui vous le montrez peut le vérifier, sans rien nous demander.</p>
"""

FRONT = [
    (
        "events",
        {
            "heading": "Les prochains rendez-vous",
            "limit": 3,
            "nothing": "Aucun rendez-vous n’est annoncé pour le moment.",
            "list_label": "Tout l’agenda",
        },
    ),
    (
        "news",
        {
            "heading": "Les dernières actualités",
            "limit": 3,
            "nothing": "Aucune actualité pour le moment.",
            "list_label": "Toutes les actualités",
        },
    ),
    (
        "calls",
        {
            "heading": "Les appels ouverts",
            "limit": 3,
            "nothing": "Aucun appel n’est ouvert. Sur la page d’un appel, demandez à être prévenu·e du prochain.",
            "list_label": "Tous les appels",
        },
    ),
    (
        "badges",
        {
            "heading": "Les badges que vous pouvez demander",
            "limit": 6,
            "nothing": "Aucun badge pour le moment.",
            "list_label": "Tous les badges",
        },
    ),
]


def seed_pages() -> dict[str, BadgePage]:
    """Make the site and its pages; return the badge pages by their slug."""
    home = HomePage.objects.first() or _home()
    badges = BadgeIndexPage.objects.first() or home.add_child(
        instance=BadgeIndexPage(
            title="Les badges",
            slug="badges",
            search_description="Les badges que vous pouvez demander, et ce qu’il faut pour les obtenir.",
            show_in_menus=True,
        )
    )
    if not ContentPage.objects.filter(slug="reconnaissance-ouverte").exists():
        home.add_child(
            instance=ContentPage(
                title="Reconnaissance ouverte : à quoi servent les badges ?",
                slug="reconnaissance-ouverte",
                search_description="Nommer et montrer ce que l’on apprend hors de l’école.",
                introduction=(
                    "La reconnaissance ouverte, c’est nommer et montrer ce que l’on sait faire. Un badge ouvert est une"
                    " petite image qui le dit, et que chacun peut vérifier."
                ),
                body=RECOGNITION,
                show_in_menus=True,
            )
        )
    pages = {}
    for said, questions in ((BENEVOLE, MISSION_QUESTIONS), (PORTEUR, PROJECT_QUESTIONS), (LAUREATE, [])):
        pages[said["slug"]] = BadgePage.objects.filter(slug=said["slug"]).first() or _badge(badges, said, questions)
    _organisation_pages(home)
    return pages


def seed_front_page() -> None:
    """Fill the front page; the badge whose picture it shows is there."""
    home = HomePage.objects.get()
    if home.body:
        return
    home.image = BadgePage.objects.get(slug=BENEVOLE["slug"]).image
    home.body = FRONT
    home.save_revision().publish()


def _home() -> HomePage:
    """Put our front page in the place of the one that a new Wagtail brings."""
    root = Page.get_first_root_node()
    Page.objects.filter(slug="home", depth=2).delete()
    root.refresh_from_db()
    home = root.add_child(
        instance=HomePage(
            title="Ce que vous apprenez en vous engageant mérite d’être reconnu",
            slug="accueil",
            locale=Locale.objects.get(language_code="fr"),
            promise="Demandez un badge, gardez-le, montrez-le. Toute personne peut vérifier qu’il est à vous.",
        )
    )
    # Mails name pages by the address of the site: it is where the demo is served.
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": address.hostname, "port": address.port, "root_page": home, "site_name": MAISON},
    )
    return home


def _badge(parent: BadgeIndexPage, said: dict, questions: list[tuple]) -> BadgePage:
    organisation = Organisation.objects.get(name=said["issuer"])
    notice = DECLARED_NOTICE if said["claim_rule"] == ClaimRule.DECLARED else NOTICE
    page = BadgePage(
        **{name: said[name] for name in ("title", "slug", "description", "achievement_type", "claim_rule", "minutes")},
        search_description=said["description"],
        evidence_help=said["evidence_help"],
        privacy_notice=notice.format(issuer=organisation.name, email=organisation.email),
        issuer=organisation.issuer,
        image=_image(said["image"], said["title"]),
        live=False,
    )
    page.criteria = [page._meta.get_field("criteria").related_model(text=text) for text in said["criteria"]]
    model = page._meta.get_field("questions").related_model
    page.questions = [
        model(section=section, label=label, field_type=kind, required=required, help_text=help_text)
        for section, label, kind, required, help_text in questions
    ]
    page.tags.add(*said["tags"])
    number_rows(page)
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _image(name: str, title: str):
    with (IMAGES / name).open("rb") as file:
        return get_image_model().objects.create(title=title, file=ImageFile(file, name=name))


def _organisation_pages(home: HomePage) -> None:
    for name in (MAISON, MAILLAGE, METROPOLE):
        organisation = Organisation.objects.get(name=name)
        if not OrganisationPage.objects.filter(organisation=organisation).exists():
            home.add_child(instance=OrganisationPage(title=name, slug=slugify(name), organisation=organisation))
