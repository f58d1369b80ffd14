"""How the documentation is built."""

import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import from_code  # noqa: E402 - it lies beside this file

project = "wagtail-openbadges"
author = "the wagtail-openbadges team"
copyright = "2026, the wagtail-openbadges team"

extensions = ["myst_parser", "sphinx_wagtail_theme"]
html_theme = "sphinx_wagtail_theme"
html_theme_options = {
    "project_name": "wagtail-openbadges",
    "github_url": "",
    "footer_links": "",
}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]


class FromCode(SphinxDirective):
    """Put in what the code says of itself: `from-code` with a subject, and what that subject takes."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the subject as Markdown and read it in place."""
        subject, *rest = self.arguments
        self.env.note_reread()
        text = from_code.SUBJECTS[subject](*rest)
        node = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), source=self.get_source_info()[0]), 0, node)
        return node.children


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directive known."""
    app.add_directive("from-code", FromCode)
    return {"parallel_read_safe": True}
