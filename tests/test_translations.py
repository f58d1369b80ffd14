"""French is complete: every string of the code is translated, compiled, and written as French is printed."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django
import pytest
import wagtail
import wagtail_modeladmin
from django.utils.translation.template import templatize

import wagtail_openbadges

PACKAGE = Path(wagtail_openbadges.__file__).parent
TEMPLATES = PACKAGE / "templates"
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATES = re.compile(rf"\b(n?gettext|_)\(\s*{LITERAL}")
IN_TEMPLATES_WITH_CONTEXT = re.compile(rf"\bn?pgettext\(\s*{LITERAL},\s*{LITERAL}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>|`[^`]+`")

BROKEN_TYPOGRAPHY = {
    "straight apostrophe or quotation mark": r"['\"“”]",
    "no narrow no-break space before ; ! ?": r"(?<!\u202f)[;!?](?=\s|$)",
    "no no-break space before a colon": r"(?<!\u00a0):(?=\s|$)",
    "no no-break space inside « »": r"«(?!\u00a0)|(?<!\u00a0)»",
    "three dots": r"\.\.\.",
    "two spaces": r"\s\s",
}


@dataclass
class Entry:
    """One message of a catalogue."""

    context: str = ""
    source: str = ""
    plural: str = ""
    texts: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.source


def catalogue(language: str, ending: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def read(language: str) -> list[Entry]:
    """Return the messages of a catalogue, its header left out."""
    blocks = catalogue(language, "po").read_text(encoding="utf-8").split("\n\n")
    return [entry for entry in map(read_block, blocks) if entry.source]


def read_block(block: str) -> Entry:
    entry, word = Entry(fuzzy="\n#, fuzzy" in f"\n{block}"), ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith('"'):
            word, _, line = line.partition(" ")
            if word.startswith("msgstr"):
                entry.texts.append("")
        text = ast.literal_eval(line)
        if word == "msgctxt":
            entry.context += text
        elif word == "msgid":
            entry.source += text
        elif word == "msgid_plural":
            entry.plural += text
        else:
            entry.texts[-1] += text
    return entry


def strings_of_python() -> Iterator[tuple[str, str]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
            said = [argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant)]
            if name in ("pgettext", "npgettext") and len(said) == 2:
                yield said[0], said[1]
            elif name in ("_", "gettext", "gettext_noop", "ngettext") and said:
                yield "", said[0]


def strings_of_templates() -> Iterator[tuple[str, str]]:
    for path in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]:
        said = templatize(path.read_text(encoding="utf-8"))
        for match in IN_TEMPLATES.finditer(said):
            yield "", ast.literal_eval(match[2])
        for match in IN_TEMPLATES_WITH_CONTEXT.finditer(said):
            yield ast.literal_eval(match[1]), ast.literal_eval(match[2])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_catalogue_lists_every_string_of_the_code(language):
    said = {*strings_of_python(), *strings_of_templates()}

    listed = {entry.key for entry in read(language)}

    assert sorted(said - listed) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_catalogue_lists_nothing_that_the_code_no_longer_says(language):
    said = {*strings_of_python(), *strings_of_templates()}

    listed = {entry.key for entry in read(language)}

    assert sorted(listed - said) == []


def test_french_leaves_nothing_empty_or_fuzzy():
    entries = read("fr")

    unfinished = [entry.source for entry in entries if entry.fuzzy or not all(entry.texts)]

    assert unfinished == []


def test_french_has_two_forms_where_english_has_two():
    entries = read("fr")

    wrong = [entry.source for entry in entries if len(entry.texts) != (2 if entry.plural else 1)]

    assert wrong == []


def test_french_keeps_every_placeholder():
    entries = read("fr")

    changed = [
        entry.source
        for entry in entries
        if sorted(PLACEHOLDER.findall(entry.texts[-1])) != sorted(PLACEHOLDER.findall(entry.plural or entry.source))
    ]

    assert changed == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_compiled_catalogue_says_what_its_source_says(language):
    with catalogue(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for entry in read(language):
        texts = entry.texts if any(entry.texts) else [entry.source, entry.plural][: len(entry.texts)]
        if entry.plural:
            assert [compiled.ngettext(entry.source, entry.plural, number) for number in (1, 2)] == texts
        elif entry.context:
            assert [compiled.pgettext(entry.context, entry.source)] == texts
        else:
            assert [compiled.gettext(entry.source)] == texts


@pytest.mark.parametrize("fault", BROKEN_TYPOGRAPHY)
def test_french_is_written_as_french_is_printed(fault):
    pattern = re.compile(BROKEN_TYPOGRAPHY[fault])
    texts = [PLACEHOLDER.sub("x", text) for entry in read("fr") for text in entry.texts]

    broken = [text for text in texts if pattern.search(text)]

    assert broken == []


def merged_catalogues() -> dict[str, dict]:
    """Return the French that Django, Wagtail and its registers bring, by package."""
    packages = [Path(package.__file__).parent for package in (django, wagtail, wagtail_modeladmin)]
    paths = [path for package in packages for path in sorted(package.rglob("locale/fr/LC_MESSAGES/django.mo"))]
    return {str(path.parent.parent.parent.parent): read_compiled(path) for path in paths}


def read_compiled(path: Path) -> dict:
    with path.open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog
    return {source: said for source, said in found.items() if isinstance(source, str) and source and said}


def alike(said: str) -> str:
    """Return words without what a heading or a printer changes in them."""
    return said.casefold().replace("'", "’").replace("\u00a0", " ").replace("\u202f", " ")


def test_our_french_does_not_replace_the_words_of_the_site_that_installs_us():
    """All catalogues become one: what we say of a bare word of Wagtail's, its own screens say too."""
    ours, others = read_compiled(catalogue("fr", "mo")), merged_catalogues()

    shared = {source for said in others.values() for source in said} & set(ours)
    replaced = {
        source: (ours[source], {said[source] for said in others.values() if source in said}) for source in shared
    }

    assert len(shared) > 20
    assert {
        source: words for source, words in replaced.items() if alike(words[0]) not in {alike(said) for said in words[1]}
    } == {}
