"""The agenda of the example: events of every kind, and who registered, made through the acts."""

from datetime import date, timedelta

from django.utils import timezone
from home.models import HomePage
from home.seed import pictures
from home.seed.calls import on
from home.seed.pages import AGENDA_NOTICE
from home.seed.people import MAILLAGE, MAISON, METROPOLE, printed_name
from wagtail.models import Page

from wagtail_openbadges.agenda.models import EventIndexPage, EventOccurrence, EventPage, EventQuestion, EventRelatedPage
from wagtail_openbadges.domain import registering
from wagtail_openbadges.models import GatheringStatus, Holder, Organisation, Registration, RegistrationWay

from .rows import number_rows

ZONE = "Europe/Paris"

LUNCH = [
    (
        "text",
        "<p>Vous portez un projet, vous en avez l’idée, ou vous accompagnez quelqu’un ? Venez partager un repas"
        " et dire ce qui vous serait utile ensuite.</p>",
    ),
    ("heading", "Au programme"),
    (
        "text",
        "<ul><li>On s’installe et on se présente.</li><li>On mange.</li><li>On choisit ensemble trois choses à"
        " faire d’ici la fin de l’année.</li></ul>",
    ),
    (
        "note",
        {
            "title": "Le repas",
            "text": "<p>Il est offert. Dites en vous inscrivant ce que vous ne mangez pas.</p>",
        },
    ),
]


def seed_events(*, call: Page, badge: Page, volunteer: Page) -> dict[str, EventPage]:
    """Make the agenda and its events; return them by their slug."""
    index = EventIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=EventIndexPage(
            title="Agenda",
            slug="agenda",
            search_description="Les repas, les ateliers et les rencontres à venir, et les comptes rendus des autres.",
            introduction="<p>Des moments pour se rencontrer, apprendre et préparer son projet.</p>",
            show_in_menus=True,
        )
    )
    pages = {page.slug: page for page in EventPage.objects.child_of(index)}
    for page in (_lunch(call, badge), _workshop(volunteer), _online(call), _visit(call), _walk(), _two_days()):
        if page.slug not in pages:
            index.add_child(instance=page)
            page.save_revision().publish()
            pages[page.slug] = page
    _register(pages)
    _cancel(pages["balade-des-producteurs"])
    return pages


def next_28_august(today: date) -> date:
    """Return the 28 August that comes after a day."""
    this_year = date(today.year, 8, 28)
    return this_year if today < this_year else date(today.year + 1, 8, 28)


def _event(*, dates: list[tuple], related=(), tags=(), questions=(), **said) -> EventPage:
    page = EventPage(zone_name=ZONE, live=False, search_description=said["summary"], **said)
    page.occurrences = [
        EventOccurrence(starts=on(day, begins), ends=on(until, ends), is_all_day=begins == "00:00")
        for day, begins, until, ends in dates
    ]
    page.related = [EventRelatedPage(related_page=other) for other in related]
    page.questions = [EventQuestion(**question) for question in questions]
    page.tags.add(*tags)
    number_rows(page)
    return page


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _registration_here(**said) -> dict:
    """Return what an event needs to take registrations here: Maillage receives them."""
    organisation = Organisation.objects.get(name=MAILLAGE)
    return {
        "registration": RegistrationWay.HERE,
        "issuer": organisation.issuer,
        "contact": organisation.email,
        "privacy_notice": AGENDA_NOTICE.format(issuer=MAILLAGE, email=organisation.email),
        **said,
    }


def _lunch(call: Page, badge: Page) -> EventPage:
    day = next_28_august(timezone.localdate())
    return _event(
        title="Repas convivial chez Maillage",
        slug="repas-convivial",
        summary="On mange ensemble et on parle de la suite : que devient la communauté des porteurs et porteuses de"
        " projet après l’appel ?",
        body=LUNCH,
        dates=[(day, "12:30", day, "14:00")],
        image=pictures.picture("Une grande table vue d’en haut", pictures.table),
        image_alt="Dessin d’une grande table vue d’en haut : huit assiettes de légumes autour d’un pain.",
        place_name="Maillage",
        street="[à compléter]",
        town="Lille",
        access_notes="Transports et entrée : [à compléter].",
        accessibility=["assistance_dogs"],
        organiser=Organisation.objects.get(name=MAILLAGE),
        publics=["project_leads", "volunteers"],
        tags=["alimentation", "rencontre"],
        related=[call, badge],
        questions=[
            {
                "label": "Quel projet portez-vous ?",
                "field_type": "singleline",
                "required": False,
                "help_text": "En quelques mots. Laissez vide si vous n’en portez pas.",
            }
        ],
        **_registration_here(capacity=30, seats_at_most=2, asks_food=True, asks_access=True),
    )


def _workshop(volunteer: Page) -> EventPage:
    first, second = _day(20), _day(27)
    return _event(
        title="Atelier : raconter ce que l’on sait faire",
        slug="raconter-ce-que-l-on-sait-faire",
        summary="Deux soirées, à six, pour mettre des mots sur ce que vous avez appris en vous engageant.",
        body=[
            ("text", "<p>La première soirée, on raconte. La deuxième, on écrit sa demande de badge.</p>"),
            ("quote", {"text": "Je ne savais pas que cela comptait.", "author": "Léa Exemple, bénévole"}),
        ],
        dates=[(first, "18:00", first, "20:00"), (second, "18:00", second, "20:00")],
        image=pictures.picture("Un mur couvert de notes", pictures.workshop),
        image_alt="Dessin de quatre personnes, de dos, devant un mur couvert de notes de couleur.",
        place_name=MAISON,
        street="[à compléter]",
        town="Tourcoing",
        organiser=Organisation.objects.get(name=MAILLAGE),
        publics=["volunteers"],
        tags=["bénévolat", "reconnaissance ouverte"],
        related=[volunteer],
        **_registration_here(capacity=6, seats_at_most=2, asks_access=True),
    )


def _online(call: Page) -> EventPage:
    day = _day(10)
    metropole = Organisation.objects.get(name=METROPOLE)
    return _event(
        title="Une heure de questions sur l’appel",
        slug="une-heure-de-questions",
        summary="Posez vos questions sur l’appel « Bien-être alimentaire » et sur le dossier.",
        dates=[(day, "18:00", day, "19:00")],
        event_format="online",
        accessibility=["captions"],
        organiser=metropole,
        contact=metropole.email,
        publics=["associations", "project_leads", "professionals"],
        registration=RegistrationWay.ELSEWHERE,
        elsewhere_url="https://metropole.example.org/questions",
        tags=["alimentation"],
        related=[call],
    )


def _visit(call: Page) -> EventPage:
    day = _day(-21)
    garden = pictures.picture("Un jardin partagé", pictures.garden)
    return _event(
        title="Visite d’un jardin partagé",
        slug="visite-d-un-jardin-partage",
        summary="Une matinée entre les rangs, pour voir comment un jardin fait vivre un quartier.",
        body=[("text", "<p>Apportez des chaussures qui ne craignent rien.</p>")],
        dates=[(day, "10:00", day, "12:00")],
        image=garden,
        image_alt="Dessin d’un jardin : des rangs de légumes, une cabane, un grand soleil.",
        place_name="Le potager partagé",
        street="[à compléter]",
        town="Tourcoing",
        organiser_name="Samir Exemple et le potager partagé",
        publics=["everybody"],
        tags=["alimentation", "bénévolat"],
        related=[call],
        report=_report(garden),
    )


def _report(garden) -> list:
    wall = pictures.picture("Un mur couvert de notes", pictures.workshop)
    return [
        (
            "text",
            "<p>La matinée a commencé par les semis et s’est finie autour d’une soupe. Nous avons noté les"
            " questions de tout le monde ; les réponses servent au prochain jardin.</p>",
        ),
        (
            "gallery",
            {
                "heading": "En images",
                "pictures": [
                    {"image": _words(garden, "Dessin du jardin sous le soleil."), "caption": "Les rangs, un matin"},
                    {
                        "image": _words(wall, "Dessin de quatre personnes devant les notes de la matinée."),
                        "caption": "Les questions de tout le monde",
                        "credit": "Dessins du site d’exemple",
                    },
                ],
            },
        ),
    ]


def _words(image, alt: str):
    """Give an image the words that a block of pictures asks for."""
    image.contextual_alt_text, image.decorative = alt, False
    return image


def _walk() -> EventPage:
    day = _day(15)
    return _event(
        title="Balade des producteurs",
        slug="balade-des-producteurs",
        summary="À pied d’une ferme à l’autre, pour rencontrer ceux qui produisent près d’ici.",
        dates=[(day, "14:00", day, "17:30")],
        place_name="Départ : [à compléter]",
        publics=["everybody"],
        tags=["alimentation", "rencontre"],
        **_registration_here(capacity=15),
    )


def _two_days() -> EventPage:
    saturday = _day(40) + timedelta(days=(5 - _day(40).weekday()) % 7)
    return _event(
        title="Les deux jours des associations",
        slug="les-deux-jours-des-associations",
        summary="Un week-end pour rencontrer les associations du quartier et trouver où s’engager.",
        dates=[(saturday, "00:00", saturday + timedelta(days=1), "00:00")],
        place_name=MAISON,
        street="[à compléter]",
        town="Tourcoing",
        accessibility=["step_free", "toilets", "childcare"],
        organiser=Organisation.objects.get(name=MAISON),
        publics=["everybody"],
        tags=["bénévolat", "rencontre"],
    )


WISHES = {
    "repas-convivial": [
        ("lea", {"seats": 2, "food": "Je ne mange pas de viande."}),
        ("samir", {"access": "Je viens avec un fauteuil."}),
        ("awa", {"food": "Allergie aux arachides."}),
        ("hugo", {}),
    ],
    "raconter-ce-que-l-on-sait-faire": [
        ("chloe", {"seats": 2}),
        ("lea", {}),
        ("zoe", {"seats": 2}),
        ("paul", {}),
        ("ines", {}),
        ("awa", {"seats": 2}),
        ("hugo", {}),
    ],
    "balade-des-producteurs": [("zoe", {}), ("paul", {})],
}
"""Who wants to come, in the order in which they say it."""


def _register(pages: dict[str, EventPage]) -> None:
    """Register people once; somebody gives her seat back, and it is offered to the first who waits."""
    for slug, wishes in WISHES.items():
        gathering = pages[slug].gathering
        if gathering.registrations.exists():
            continue
        made = {name: _registration(gathering, name, wish) for name, wish in wishes}
        if slug == "raconter-ce-que-l-on-sait-faire":
            registering.cancel_registration(made["paul"], at=timezone.now())
        if slug == "repas-convivial":
            registering.cancel_registration(made["hugo"], at=timezone.now())


def _registration(gathering, name: str, wish: dict) -> Registration:
    holder, _created = Holder.objects.get_or_create(email=f"{name}@example.org", defaults={"locale": "fr"})
    wished = registering.Wish(name=printed_name(name), **wish)
    return registering.register(gathering, holder, wished, language="fr", at=timezone.now())


def _cancel(page: EventPage) -> None:
    """Cancel an event that people are registered for: they are told ten minutes later."""
    page = EventPage.objects.get(pk=page.pk)
    if page.status != GatheringStatus.CANCELLED:
        page.status = GatheringStatus.CANCELLED
        page.status_note = "La ferme qui devait nous accueillir ne le peut plus. Une autre date viendra."
        page.save_revision().publish()
