"""The news of the example."""

from datetime import timedelta

from django.utils import timezone
from home.models import HomePage
from home.seed import pictures
from home.seed.people import MAILLAGE, MAISON, METROPOLE
from wagtail.models import Page

from wagtail_openbadges.agenda.models import NewsIndexPage, NewsPage, NewsRelatedPage
from wagtail_openbadges.models import Organisation


def seed_news(*, related: dict[str, Page]) -> None:
    """Make the list and its news, once. `related` holds pages to lead to, by the names used below."""
    index = NewsIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=NewsIndexPage(
            title="Actualités",
            slug="actualites",
            search_description="Ce qui se passe : appels, badges, bénévolat, alimentation.",
            introduction="<p>Ce qui se passe chez nous et chez les associations qui nous entourent.</p>",
            show_in_menus=True,
        )
    )
    for said in (_relaunch(), _volunteers(), _garden(), _badges()):
        if NewsPage.objects.child_of(index).filter(slug=said["slug"]).exists():
            continue
        tags, names = said.pop("tags"), said.pop("related")
        page = NewsPage(live=False, search_description=said["summary"], **said)
        page.related = [NewsRelatedPage(related_page=related[name]) for name in names]
        page.tags.add(*tags)
        index.add_child(instance=page)
        page.save_revision().publish()


def _relaunch() -> dict:
    return {
        "title": "La Métropole relance son appel pour une alimentation saine, locale et durable",
        "slug": "la-metropole-relance-son-appel",
        "summary": "La deuxième édition de l’appel « Bien-être alimentaire » est ouverte. Les entreprises peuvent"
        " désormais répondre, et le formulaire est plus court.",
        "date": timezone.localdate() - timedelta(days=12),
        "organisation": Organisation.objects.get(name=METROPOLE),
        "body": [
            (
                "text",
                "<p>L’appel « Bien-être alimentaire et transition pour une alimentation saine, locale et durable »"
                " revient. Les dates, les conditions et le formulaire sont sur la page de la deuxième édition.</p>"
                "<p>La première édition reste en ligne, avec ses résultats.</p>",
            ),
            ("heading", "Se faire aider"),
            (
                "text",
                "<p>Besoin d’aide pour préparer un dossier ? Maillage et la Maison des Associations vous accompagnent."
                " On en parle aussi autour d’un repas.</p>",
            ),
        ],
        "tags": ["alimentation"],
        "related": ["round", "lunch"],
    }


def _volunteers() -> dict:
    return {
        "title": "Bénévoles : faites reconnaître ce que vous avez appris",
        "slug": "benevoles-faites-reconnaitre-ce-que-vous-avez-appris",
        "summary": "Le badge « Je suis bénévole engagé·e » se demande en un quart d’heure : un récit, une preuve.",
        "date": timezone.localdate() - timedelta(days=5),
        "author": "Nadia Exemple",
        "organisation": Organisation.objects.get(name=MAISON),
        "is_featured": True,
        "image": pictures.picture("Un badge et des mains levées", pictures.badge),
        "image_alt": "Dessin d’un badge avec une coche ; quatre mains se lèvent autour.",
        "body": [
            (
                "text",
                "<p>Tenir l’accueil, préparer une fête, suivre les comptes : vous savez faire plus que vous ne le"
                " dites. Racontez une mission d’au moins trois mois, joignez une preuve, et recevez le badge.</p>",
            ),
            ("quote", {"text": "Écrire mon récit m’a fait voir le chemin parcouru.", "author": "Léa Exemple"}),
            (
                "note",
                {
                    "title": "Rien à payer, pas de compte à créer",
                    "text": "<p>Une adresse électronique suffit.</p>",
                },
            ),
        ],
        "tags": ["bénévolat", "reconnaissance ouverte"],
        "related": ["volunteer", "workshop"],
    }


def _garden() -> dict:
    return {
        "title": "Retour en images sur la visite du jardin partagé",
        "slug": "retour-sur-la-visite-du-jardin",
        "summary": "Des semis, des questions et une soupe : ce que nous retenons de la matinée.",
        "date": timezone.localdate() - timedelta(days=19),
        "author": "Samir Exemple",
        "image": pictures.picture("Un jardin partagé", pictures.garden),
        "image_alt": "Dessin d’un jardin : des rangs de légumes, une cabane, un grand soleil.",
        "image_credit": "Dessin du site d’exemple",
        "body": [
            (
                "text",
                "<p>Un jardin, c’est d’abord un lieu où l’on se parle. Le compte rendu est sur la page de la"
                " visite.</p>",
            ),
        ],
        "tags": ["alimentation", "bénévolat"],
        "related": ["visit"],
    }


def _badges() -> dict:
    return {
        "title": "Un badge ouvert, c’est quoi ? Trois réponses courtes",
        "slug": "un-badge-ouvert-c-est-quoi",
        "summary": "Qui le donne, ce qu’il dit, comment on le vérifie : le plus court chemin pour comprendre.",
        "date": timezone.localdate() - timedelta(days=40),
        "organisation": Organisation.objects.get(name=MAILLAGE),
        "body": [
            ("heading", "Qui le donne ?"),
            ("text", "<p>Une structure que l’on peut nommer. Elle publie ses critères.</p>"),
            ("heading", "Que dit-il ?"),
            ("text", "<p>Ce que vous avez fait, et si quelqu’un l’a confirmé ou si vous le déclarez vous-même.</p>"),
            ("heading", "Comment le vérifier ?"),
            ("text", "<p>Toute personne à qui vous le montrez peut le faire, sans rien nous demander.</p>"),
        ],
        "tags": ["reconnaissance ouverte"],
        "related": ["recognition", "volunteer"],
    }
