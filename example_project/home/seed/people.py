"""Accounts and structures of the example. The people are invented."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from home.seed.files import IMAGES

from wagtail_openbadges.domain.founding import create_issuer
from wagtail_openbadges.intake.images import logo_png
from wagtail_openbadges.models import Issuer, Organisation

PASSWORD = "badges-ouverts"  # noqa: S105 - printed by the demo, served on loopback only

MAISON = "Maison des Associations de Tourcoing"
MAILLAGE = "Maillage"
METROPOLE = "Métropole Européenne de Lille"

ORGANISATIONS = {
    MAISON: {
        "url": "https://mda-tourcoing.example.org",
        "email": "accueil@mda-tourcoing.example.org",
        "territory": "Tourcoing",
        "logo": "logo-maison.png",
    },
    MAILLAGE: {
        "url": "https://maillage.example.org",
        "email": "bonjour@maillage.example.org",
        "territory": "Lille et Hauts-de-France",
        "logo": "logo-maillage.png",
    },
    METROPOLE: {
        "url": "https://metropole.example.org",
        "email": "contact@metropole.example.org",
        "territory": "Métropole lilloise",
        "logo": "logo-mel.png",
    },
}

ISSUERS = {
    MAISON: "Un lieu pour se réunir, se former et faire reconnaître ce que l’on apprend en s’engageant.",
    MAILLAGE: "Un réseau qui accompagne les porteurs et porteuses de projet, à Lille et dans les Hauts-de-France.",
    METROPOLE: "Une collectivité qui soutient les projets de son territoire par des appels.",
}

ACCOUNTS = [
    ("admin", "Administration du site", []),
    (
        "editrice",
        "Inès Exemple, écrit les pages et gère les badges et les appels",
        ["Moderators", f"Gestion · {MAISON}", f"Gestion · {MAILLAGE}", f"Gestion · {METROPOLE}"],
    ),
    ("relecture-maison", "Nadia Exemple, relit pour la Maison des Associations", [f"Relecture · {MAISON}"]),
    ("relecture-maillage", "Tom Exemple, relit pour Maillage", [f"Relecture · {MAILLAGE}"]),
    ("relecture-metropole", "Farida Exemple, instruit les dossiers de la Métropole", [f"Relecture · {METROPOLE}"]),
]
"""Who may enter: the name, what the demo says of the person, and the groups; without a group, everything is allowed."""


def seed_organisations() -> None:
    """Make the structures, and issuers of those that issue."""
    organisations = {}
    for name, details in ORGANISATIONS.items():
        logo = logo_png((IMAGES / details["logo"]).read_bytes())
        organisations[name], _created = Organisation.objects.get_or_create(
            name=name, defaults={**details, "logo": logo}
        )
    for name, description in ISSUERS.items():
        if not Issuer.objects.filter(organisation=organisations[name]).exists():
            create_issuer(organisations[name], description=description)


def seed_accounts() -> None:
    """Make the accounts that the demo prints."""
    for username, full_name, groups in ACCOUNTS:
        user, created = get_user_model().objects.get_or_create(
            username=username,
            defaults={
                "first_name": full_name.split(",")[0].split(" ", 1)[0],
                "last_name": full_name.split(",")[0].split(" ", 1)[1],
                "email": f"{username}@example.org",
                "is_staff": not groups,
                "is_superuser": not groups,
            },
        )
        if not created:
            continue
        user.set_password(PASSWORD)
        user.save()
        user.groups.set(Group.objects.filter(name__in=groups))


ACCENTED = {"chloe": "Chloé", "ines": "Inès", "lea": "Léa", "zoe": "Zoé"}


def printed_name(name: str) -> str:
    """Write the name of somebody who is known by the first part of her address."""
    return f"{ACCENTED.get(name, name.capitalize())} Exemple"
