"""Execute the Python of the documentation in a process of its own: `python -m tests.docs.compiling FOLDER`.

The folder holds `plain.json` (pages with the texts of their snippets) and one package for each page that makes page
types of its own, an app of a site that left our page apps out. What fails is written to `faults.json`.
"""

import json
import os
import sys
import traceback
from base64 import urlsafe_b64encode
from pathlib import Path

SETTINGS = """
from pathlib import Path

from tests.settings import *
from tests.settings import INSTALLED_APPS, TEMPLATES, WAGTAIL_OPENBADGES

LEFT_OUT = ("tests.testapp", "wagtail_openbadges.pages", "wagtail_openbadges.agenda")
INSTALLED_APPS = [*{apps!r}, *(app for app in INSTALLED_APPS if app not in LEFT_OUT)]
TEMPLATES = [{{**TEMPLATES[0], "DIRS": [Path("tests/testapp/templates").resolve()]}}]
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}


class Unmigrated:
    def __contains__(self, label):
        return True

    def __getitem__(self, label):
        return None


MIGRATION_MODULES = Unmigrated()
WAGTAIL_OPENBADGES = {{**WAGTAIL_OPENBADGES, "KEY_ENCRYPTION_KEYS": {keys!r}}}
"""
FRESH, OLD = KEYS = [urlsafe_b64encode(letter * 32).decode() for letter in (b"f", b"o")]
"""The site of the snippets is changing the key that encrypts its signing keys."""
BEGINNING = '''"""The page types of a snippet, on the base page that a site has."""

from wagtail.models import Page


class BasePage(Page):
    class Meta:
        abstract = True


'''


def main(folder):
    """Execute everything and write down what failed."""
    apps = sorted(path.parent.name for path in folder.glob("*/models.py"))
    (folder / "settings_of_snippets.py").write_text(SETTINGS.format(apps=apps, keys=KEYS))
    sys.path.insert(0, str(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings_of_snippets"
    faults = {}
    try:
        _start()
        issuer = _issuer()
        before = _needs_the_old_key(issuer)
        faults.update(_execute(json.loads((folder / "plain.json").read_text())))
        faults.update({app: _shows(app) for app in apps})
        faults["old key"] = [bool(before), _needs_the_old_key(issuer)]
    except Exception:  # noqa: BLE001 - whatever goes wrong is what the page must be told
        faults["all"] = traceback.format_exc()
    (folder / "faults.json").write_text(json.dumps(faults))


def _start():
    """Make a site with the page types of the snippets: tables, a language, a front page."""
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("check", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)

    from wagtail.models import Locale, Page, Site  # noqa: PLC0415

    Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=Page(title="Home", slug="home-of-snippets"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})


def _issuer():
    """Make an issuer whose key is still encrypted with the old key."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import override_settings  # noqa: PLC0415

    from wagtail_openbadges.domain.founding import create_issuer  # noqa: PLC0415
    from wagtail_openbadges.models import Organisation  # noqa: PLC0415

    with override_settings(WAGTAIL_OPENBADGES={**settings.WAGTAIL_OPENBADGES, "KEY_ENCRYPTION_KEYS": [OLD]}):
        return create_issuer(
            Organisation.objects.create(name="Maison d’exemple", email="maison@example.org"), description=""
        )


def _needs_the_old_key(issuer):
    """Say whether the key of an issuer is still encrypted with the old one: a snippet tells how to change that."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import override_settings  # noqa: PLC0415

    from wagtail_openbadges.domain.errors import KeyStorageError  # noqa: PLC0415
    from wagtail_openbadges.domain.keys import signer_of  # noqa: PLC0415

    with override_settings(WAGTAIL_OPENBADGES={**settings.WAGTAIL_OPENBADGES, "KEY_ENCRYPTION_KEYS": [FRESH]}):
        try:
            signer_of(issuer)
        except KeyStorageError as error:
            return str(error)
    return ""


def _execute(pages):
    faults = {}
    for page, snippets in pages.items():
        namespace = {"__name__": "snippet"}
        try:
            for where, text in snippets:
                exec(compile(text, where, "exec"), namespace)  # noqa: S102 - to execute it is the test
        except Exception:  # noqa: BLE001 - see above
            faults[page] = traceback.format_exc(limit=-2)
    return faults


def _shows(label):
    """Add one page of each kind of an app and open it; return what goes wrong."""
    from django.apps import apps  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from wagtail.models import Page, Site  # noqa: PLC0415

    parents = [Site.objects.get(is_default_site=True).root_page]
    models = [model for model in apps.get_app_config(label).get_models() if issubclass(model, Page)]
    for model in models:
        slug = f"{label}-{model.__name__.lower()}".replace("_", "-")
        page = model(title=model.__name__, slug=slug, **_needed(model))
        try:
            parent = _parent_of(model, parents)
            parent.add_child(instance=page)
            parents.append(page)
            page.save_revision().publish()
            status = Client().get(model.objects.get(pk=page.pk).url).status_code
        except Exception:  # noqa: BLE001 - see above
            return f"{model.__name__}: {traceback.format_exc()}"
        if status != 200:
            return f"a page of the type {model.__name__} answers {status}"
    return "" if models else "there is no page type"


def _needed(model):
    """Return the structure that the page of a structure is about."""
    from wagtail_openbadges.models import Organisation  # noqa: PLC0415

    needs = {field.name: field for field in model._meta.get_fields() if getattr(field, "related_model", None)}
    if "organisation" not in needs:
        return {}
    return {"organisation": Organisation.objects.get_or_create(name="Maison d’exemple")[0]}


def _parent_of(model, parents):
    """Put a round below its call, anything else below the front page."""
    from wagtail_openbadges.pages.calls.mixins import CallPageMixin, RoundPageMixin  # noqa: PLC0415

    calls = [page for page in parents if isinstance(page, CallPageMixin)]
    return calls[-1] if issubclass(model, RoundPageMixin) else parents[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
