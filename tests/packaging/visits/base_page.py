"""Run inside a foreign site with a base page of its own: write the two migrations that stand before Wagtail's own.

Wagtail asks for them to be written by hand: its tables and those of the base page point to each other.
"""

import django

django.setup()

from pathlib import Path  # noqa: E402

from base.models import BasePage  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import migrations  # noqa: E402
from django.db.migrations.state import ModelState  # noqa: E402
from django.db.migrations.writer import MigrationWriter  # noqa: E402

FOLDER = Path("base", "migrations")
LATER = ("latest_revision", "live_revision", "locale", "translation_key")
BOOTSTRAP = """
from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField

STEPS = (BootstrapLocaleField, BootstrapTranslationKeyField, BootstrapTranslatableModel)


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial"), ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]
    operations = [step("base.BasePage") for step in STEPS]
"""

state = ModelState.from_model(BasePage)
first = migrations.Migration("0001_initial", "base")
first.initial = True
first.dependencies = [
    ("contenttypes", "0002_remove_content_type_name"),
    migrations.swappable_dependency(settings.AUTH_USER_MODEL),
]
first.operations = [
    migrations.CreateModel(
        name=state.name,
        fields=[(name, field) for name, field in state.fields.items() if name not in LATER],
        options={name: value for name, value in state.options.items() if name != "unique_together"},
        bases=state.bases,
        managers=state.managers,
    )
]
(FOLDER / "0001_initial.py").write_text(MigrationWriter(first).as_string())
(FOLDER / "0002_languages.py").write_text(BOOTSTRAP)

print("{}")  # noqa: T201
