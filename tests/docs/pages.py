"""The pages of the documentation, and what stands in them: snippets, links, pictures, words in code."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]

FENCE = re.compile(
    r"^(?P<indent> *)(?P<marks>`{3,}|:{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)(?P=marks) *$",
    re.DOTALL | re.MULTILINE,
)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
BLOCK = "{code-block}"
OPTION = re.compile(r"^:(?:caption: (?P<caption>.*)|[\w-]+:.*)\n")
DIRECTIVE = re.compile(r"\{([a-z-]+)\}")


@dataclass(frozen=True)
class Snippet:
    """A block of code in a page."""

    page: Path
    line: int
    language: str
    text: str
    caption: str = ""

    def __str__(self):
        return f"{name_of(self.page)}:{self.line}"


def name_of(page):
    """Return the path of a page as messages show it."""
    return str(page.relative_to(ROOT))


def snippets_of(page):
    """Return the blocks of code of a page; other directives are Sphinx's."""
    text = page.read_text()
    return [
        _snippet(page, text.count("\n", 0, found.start()) + 1, found["info"].strip(), textwrap.dedent(found["body"]))
        for found in FENCE.finditer(text)
        if not DIRECTIVE.match(found["info"].strip()) or found["info"].strip().startswith(BLOCK)
    ]


def _snippet(page, line, info, body):
    """Read a block, and what Sphinx is told of it."""
    caption = OPTION.match(body)
    while OPTION.match(body):
        body = OPTION.sub("", body, count=1)
    return Snippet(page, line, info.removeprefix(BLOCK).strip(), body, caption["caption"] or "" if caption else "")


def directives_of(page):
    """Return the directives of a page, each with its argument."""
    infos = [found["info"].strip() for found in FENCE.finditer(page.read_text())]
    return [(DIRECTIVE.match(info)[1], info.partition("}")[2].strip()) for info in infos if DIRECTIVE.match(info)]


def prose_of(page):
    """Return a page without its blocks of code."""
    return FENCE.sub("", page.read_text())


def codes_of(page):
    """Return what stands between backticks in the prose of a page."""
    return CODE.findall(prose_of(page))


def links_of(page):
    """Return where the links of a page lead."""
    return LINK.findall(CODE.sub("", prose_of(page)))


def pictures_of(page):
    """Return the pictures of a page, each with the words that tell it."""
    return [(words, (page.parent / target).resolve()) for words, target in PICTURE.findall(prose_of(page))]
