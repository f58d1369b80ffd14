"""Set the example site up and serve it."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from home.models import ContentPage
from home.seed.agenda import seed_events
from home.seed.applications import seed_applications
from home.seed.calls import seed_call
from home.seed.claims import seed_claims
from home.seed.news import seed_news
from home.seed.pages import seed_front_page, seed_pages
from home.seed.people import ACCOUNTS, PASSWORD, seed_accounts, seed_organisations

from wagtail_openbadges import conf
from wagtail_openbadges.jobs.drain import drain
from wagtail_openbadges.models import Assertion, Issuer


class Command(BaseCommand):
    help = "Migrates, fills and serves the example site. Safe to run again."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="the port to serve at (8000)")
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *, port, no_serve, **options):
        # The reloader starts this command a second time: everything is there by then.
        if os.environ.get("RUN_MAIN") != "true":
            begun = time.monotonic()
            self.settle_address(port)
            self.seed()
            self.describe(port, time.monotonic() - begun)
        if not no_serve:
            call_command("runserver", f"127.0.0.1:{port}")

    def settle_address(self, port):
        """Write the address that the documents will keep for ever, unless badges already keep another."""
        address = f"http://127.0.0.1:{port}"
        if "wagtail_openbadges_issuer" in connection.introspection.table_names() and Issuer.objects.exists():
            return
        Path(settings.VAR, "address").write_text(address)
        settings.WAGTAILADMIN_BASE_URL = address
        settings.WAGTAIL_OPENBADGES["BASE_URL"] = f"{address}/openbadges/"
        conf.current.cache_clear()

    def seed(self):
        call_command("migrate", verbosity=0)
        seed_organisations()
        seed_accounts()
        pages = seed_pages()
        seed_claims({slug: page.opening for slug, page in pages.items()})
        rounds = seed_call(laureate=pages["laureat-bien-etre-alimentaire"])
        seed_applications(rounds[1].opening, rounds[2].opening)
        self.seed_agenda(rounds[2], pages)
        seed_front_page()
        drain()

    def seed_agenda(self, call_round, badges):
        volunteer = badges["je-suis-benevole-engage"]
        events = seed_events(call=call_round, badge=badges["porteur-de-projet-entrepreneurial"], volunteer=volunteer)
        seed_news(
            related={
                "round": call_round,
                "lunch": events["repas-convivial"],
                "workshop": events["raconter-ce-que-l-on-sait-faire"],
                "visit": events["visite-d-un-jardin-partage"],
                "volunteer": volunteer,
                "recognition": ContentPage.objects.get(slug="reconnaissance-ouverte"),
            }
        )

    def describe(self, port, seconds):
        """Print where everything is."""
        kept = settings.WAGTAIL_OPENBADGES["BASE_URL"].removesuffix("/openbadges/")
        here = f"http://127.0.0.1:{port}"
        lines = [
            f"Le site d’exemple est prêt ({seconds:.0f} s).",
            "",
            f"  Site public          {here}/",
            f"  Badges               {here}/badges/",
            f"  Appels               {here}/appels/",
            f"  Actualités           {here}/actualites/",
            f"  Agenda               {here}/agenda/",
            f"  Vérifier un badge    {here}/openbadges/verify/",
            f"  Espace de l’équipe   {here}/admin/",
            f"  Mails envoyés        {settings.MAILS}",
            "",
            f"  Comptes (mot de passe : {PASSWORD})",
            *(f"    {username:20} {full_name}" for username, full_name, _place in ACCOUNTS),
            "",
            "  Badges délivrés :",
            *(f"    {assertion.verify_address}" for assertion in Assertion.objects.order_by("pk")[:5]),
            "",
            "Un badge de cette machine ne peut pas être lu de l’extérieur : son adresse ne mène qu’ici.",
        ]
        if kept != here:
            lines.append(
                f"Les badges gardent l’adresse de leur délivrance, {kept} : c’est voulu. Pour une autre adresse,"
                f" effacez le dossier {settings.VAR.name}/ et relancez la commande avec --port."
            )
        self.stdout.write("\n".join(lines))
