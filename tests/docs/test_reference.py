"""The reference says all that the code offers: nothing is missing, nothing is named that is gone."""

import importlib.util
import re
from pathlib import Path

from django.core.management import get_commands
from django.dispatch import Signal
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import get_page_models

import wagtail_openbadges
from wagtail_openbadges import conf
from wagtail_openbadges.models import Assertion

from .pages import DOCS, codes_of, directives_of

REFERENCE = DOCS / "reference"
SIGNALS = REFERENCE / "signals.md"


def load_from_code():
    """Read the module beside the configuration of Sphinx."""
    spec = importlib.util.spec_from_file_location("from_code", DOCS / "from_code.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


from_code = load_from_code()


def test_settings_are_all_told_with_their_default():
    rows = list(from_code.settings_rows())

    assert [key for key, _default, _meaning in rows] == list(conf.Settings.names())
    assert [key for key, _default, meaning in rows if not meaning.endswith(".")] == []
    assert {key: default for key, default, _meaning in rows}["JOBS"] == '`"queue"`'
    assert directives_of(REFERENCE / "settings.md") == [("from-code", "settings")]


def test_commands_are_all_told_with_the_help_of_each_argument():
    ours = {name for name, app in get_commands().items() if app == "wagtail_openbadges"}
    parsers = dict(from_code.management_parsers())
    told = from_code.commands()

    assert set(parsers) == ours
    assert [name for name, parser in parsers.items() if not parser.description] == []
    assert re.findall(r"^`(.+)`$", told, re.MULTILINE) == [
        *(f"python manage.py {name}" for name in sorted(ours)),
        "python -m wagtail_openbadges.standard verify",
    ]
    assert re.findall(r"^  - `.+`: $", told, re.MULTILINE) == []


def test_templates_of_the_public_pages_all_say_what_they_take():
    folders = from_code.folders_of_templates()

    silent = [
        str(path.relative_to(from_code.TEMPLATES))
        for folder in folders
        for path in from_code.templates_of(folder)
        if not from_code.head(path)
    ]

    assert silent == [], "Begin these templates with {% comment %}what they show; what they take{% endcomment %}."
    assert sorted(directives_of(REFERENCE / "templates.md")) == [
        ("from-code", f"templates {folder}") for folder in folders
    ]


def test_base_template_tells_the_blocks_that_a_site_may_fill():
    opened = from_code.blocks(from_code.TEMPLATES / "base.html")
    told = from_code.templates(".")

    assert [name for name in opened if name.startswith("openbadges_")] == [
        *("openbadges_title", "openbadges_css", "openbadges_scripts", "openbadges_head", "openbadges_content")
    ]
    assert told.endswith(f"  Blocks: {', '.join(f'`{name}`' for name in opened)}.")
    assert from_code.blocks(from_code.TEMPLATES / "claim" / "start.html") == []


def addresses_of(urlconf):
    """Return the addresses of an include, as the reference writes them."""
    found = set()
    waiting = [("", pattern) for pattern in get_resolver(urlconf).url_patterns]
    while waiting:
        before, pattern = waiting.pop()
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            waiting += [(here, below) for below in pattern.url_patterns]
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(plain(here))
    return found


def plain(route):
    """Write `<uuid:uuid>` as `<uuid>`."""
    return re.sub(r"<\w+:(\w+)>", r"<\1>", route)


def addresses_told():
    """Return the addresses of the reference."""
    return [code for code in codes_of(REFERENCE / "addresses.md") if "/" in code and not code.startswith("?")]


def kinds_of_pages():
    return [model for model in get_page_models() if issubclass(model, RoutablePageMixin)]


def test_addresses_outside_the_pages_are_all_told():
    told = {address.lstrip("/") for address in addresses_told() if not address.startswith("<")}

    assert told == addresses_of("wagtail_openbadges.urls") | addresses_of("wagtail_openbadges.well_known")


def test_addresses_below_the_pages_are_all_told():
    told = {address.partition(">/")[2] for address in addresses_told() if address.startswith("<")}

    offered = {plain(str(route.pattern)) for model in kinds_of_pages() for route in model.get_subpage_urls()}
    assert told == offered - {""}


def test_signals_page_says_that_there_are_none_and_there_are_none():
    package = Path(wagtail_openbadges.__file__).parent

    assert "The app sends no signal of its own" in SIGNALS.read_text()
    assert [path.name for path in package.rglob("*.py") if re.search(r"\bSignal\(", path.read_text())] == []


def test_signals_page_names_signals_of_wagtail_and_fields_of_an_award():
    words = codes_of(SIGNALS)
    signals = [word for word in words if word.startswith("wagtail.signals.")]
    fields = words[words.index("wagtail_openbadges.models.Assertion") + 1 :]

    assert [type(import_string(dotted)) for dotted in signals] == [Signal, Signal]
    assert fields == ["printed_name", "visibility"]
    assert [Assertion._meta.get_field(name).name for name in fields] == fields
