"""How each kind of snippet is executed. A language without a rule is a fault: nothing is left out in silence."""

import ast
import configparser
import importlib
import json
import os
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import yaml
from django.conf import global_settings
from django.core.checks import run_checks
from django.template import engines
from django.test import RequestFactory, override_settings
from django.urls import NoReverseMatch, include, path, reverse
from django.utils.module_loading import import_string

import wagtail_openbadges

from .shell import faults_of_shell

CSS = Path(wagtail_openbadges.__file__).parent / "static" / "wagtail_openbadges" / "openbadges.css"
KEY = "sLB1FnSDmGqMbJ5cSyVtvTTi6dKJmvN8kVTqOQnl5y8="
OVERRIDDEN = re.compile(r"^(WAGTAIL_OPENBADGES|STORAGES|Q_CLUSTER|DEFAULT_FROM_EMAIL|SERVER_EMAIL)$")
"""Settings that can be tried while the tests run."""
OF_OTHER_APPS = re.compile(r"^(WAGTAIL\w*|Q_CLUSTER|MAILERS|EMAIL_\w+|AWS_\w+|CSP_\w+|SECURE_CSP\w*)$")
ENVIRON = re.compile(r"environ(?:\.get\(|\[)\s*[\"'](\w+)[\"']")
TIMES = re.compile(r"^(?:(?:[\d*/,-]+|[A-Za-z]{3}) +){5}\S")
SHOWN = {
    **{name: name.capitalize() for name in ("title", "label", "text", "name", "sentence", "state", "reference")},
    "href": "/somewhere/",
    "url": "/somewhere/",
    "src": "/somewhere.png",
    "form": None,
}
"""What a snippet of a template may be called with."""


def rule_of(snippet):
    """Return the name of the rule that executes a snippet; `app` and `plain` run in a process of their own."""
    if snippet.language != "python":
        return "cron.d" if snippet.caption.startswith("/etc/cron.d/") else snippet.language
    tree = ast.parse(snippet.text)
    if any(_is_setting(target) for node in tree.body for target in _targets(node)):
        return "settings"
    return "app" if any(_is_page(node) for node in tree.body) else "plain"


def _targets(node):
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []


def _is_setting(target):
    while isinstance(target, ast.Subscript):
        target = target.value
    return isinstance(target, ast.Name) and (target.id.isupper() or target.id == "urlpatterns")


def _is_page(node):
    bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
    return any(base.endswith(("Page", "PageMixin", "Model")) for base in bases)


def faults_of_settings(text, folder, monkeypatch):
    """Execute settings and addresses as a site has them, and let the checks judge them."""
    for name in ENVIRON.findall(text):
        monkeypatch.setenv(name, KEY)
    site = {
        "os": os,
        "Path": Path,
        "BASE_DIR": folder,
        "path": path,
        "include": include,
        "INSTALLED_APPS": ["wagtail"],
        "MIDDLEWARE": [],
        "urlpatterns": [],
        "STORAGES": {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}},
        "WAGTAIL_OPENBADGES": {"BASE_URL": "https://www.example.org/openbadges/", "KEY_ENCRYPTION_KEYS": [KEY]},
    }
    exec(compile(text, "snippet", "exec"), site)  # noqa: S102 - to execute it is the test
    said = {name: value for name, value in site.items() if name.isupper() and name in text}
    return [*_unknown(said), *_not_importable(said), *_refused(said), *_unreachable(site, text)]


def _unknown(said):
    return [
        f"nobody knows the setting {name}"
        for name in said
        if not hasattr(global_settings, name) and not OF_OTHER_APPS.match(name) and name != "BASE_DIR"
    ]


def _not_importable(said):
    """Find our paths, and Django's, that lead nowhere."""
    faults = []
    for dotted in sorted(set(re.findall(r"'((?:wagtail_openbadges|django)(?:\.\w+)+)'", repr(said)))):
        try:
            importable = find_spec(dotted) is not None
        except ModuleNotFoundError:
            importable = False
        try:
            importable = importable or bool(import_string(dotted))
        except ImportError as error:
            faults.append(str(error))
    return faults


def _refused(said):
    """Return what our checks say of the settings that can be tried here."""
    tried = {name: value for name, value in said.items() if OVERRIDDEN.match(name)}
    backends = re.findall(r"'BACKEND': '(\w+)", repr(tried.get("STORAGES")))
    if not all(find_spec(backend) for backend in backends):
        del tried["STORAGES"]
    with override_settings(**tried):
        found = run_checks()
    return [str(message) for message in found if message.is_serious() and str(message.id).startswith("wagtail_openb")]


def _unreachable(site, text):
    if "urlpatterns" not in text:
        return []
    urls = ModuleType("urls_of_a_snippet")
    urls.urlpatterns = site["urlpatterns"]
    try:
        reverse("openbadges:verifier", urlconf=urls)
    except NoReverseMatch as error:
        return [str(error)]
    return []


def faults_of_template(text):
    """Render a template, or a part of one."""
    request = RequestFactory().get("/")
    rendered = engines["django"].from_string(text).render(SHOWN, request)
    return [] if rendered.strip() else ["nothing is shown"]


def faults_of_css(text):
    """Look whether the braces match and whether our properties exist."""
    known = set(re.findall(r"--openbadges-[\w-]+", CSS.read_text()))
    unknown = set(re.findall(r"--openbadges-[\w-]+", text)) - known
    return [*_braces(text), *(f"there is no property {name}" for name in sorted(unknown))]


def _braces(text):
    return [] if text.count("{") == text.count("}") else ["the braces do not match"]


def faults_of_nginx(text):
    """Look whether every line of a server's configuration ends as it must."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return [*_braces(text), *(f"no end: {line}" for line in lines if line and line[-1] not in ";{}")]


def faults_of_ini(text):
    """Read sections and values, as supervisors and systemd write them."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    parser.optionxform = str
    parser.read_string(text)
    commands = [
        parser[section][key] for section in parser for key in parser[section] if key in ("ExecStart", "command")
    ]
    return [fault for command in commands for fault in faults_of_shell(command)]


def faults_of_crontab(text, before=5):
    """Read five fields and a command."""
    lines = [line for line in text.splitlines() if line.strip() and not re.match(r"^(#|\w+=)", line)]
    timeless = [f"no five fields and a command: {line}" for line in lines if not TIMES.match(line)]
    return [*timeless, *(fault for line in lines for fault in faults_of_shell(line.split(maxsplit=before)[-1]))]


def faults_of_cron_d(text):
    """Read five fields, a user and a command."""
    return faults_of_crontab(text, before=6)


def _reads(read):
    def faults(text):
        return [] if read(text) is not None else ["nothing stands there"]

    return faults


TEXT_RULES = {
    "sh": faults_of_shell,
    **dict.fromkeys(("html", "django", "html+django"), faults_of_template),
    "css": faults_of_css,
    "nginx": faults_of_nginx,
    "ini": faults_of_ini,
    "crontab": faults_of_crontab,
    "cron.d": faults_of_cron_d,
    "json": _reads(json.loads),
    "toml": _reads(tomllib.loads),
    "yaml": _reads(yaml.safe_load),
}
"""Rules that need nothing but the text."""


def import_dotted(dotted):
    """Follow a dotted path through modules and what they hold."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise ModuleNotFoundError(dotted)
