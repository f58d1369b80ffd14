"""Checks of the one place where our pages meet the site's base template: what we put in must come out."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Warning
from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError, Variable
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode

from ..hints import paste

OURS = "wagtail_openbadges/base.html"
BODY, TITLE, HEAD = "openbadges_content", "openbadges_title", "openbadges_head"
LINES = {
    TITLE: "<title>{% block title %}{% endblock title %}</title>",
    HEAD: "{% block extra_css %}{% endblock extra_css %}",
    BODY: "{% block content %}{% endblock content %}",
}
PLACES = {TITLE: "base.html, in <head>", HEAD: "base.html, before </head>", BODY: "base.html, in <main>"}
OR_ELSE = f"Or copy {OURS} into your own templates, and name there the blocks that your base.html has."


def check_templates(**kwargs: object) -> list[CheckMessage]:
    """Report a base template that would leave out what our pages put in."""
    try:
        shown = _shown()
    except TemplateDoesNotExist as error:
        message = f"The template {error} is missing: our public pages stand in it."
        return [Error(message, hint=_hint([TITLE, HEAD, BODY]), id="wagtail_openbadges.E017")]
    except TemplateSyntaxError as error:
        return [Error(f"{OURS} cannot be read.", hint=str(error), id="wagtail_openbadges.E017")]
    if shown is None:
        return []
    if BODY not in shown:
        message = "The site's base template leaves out the content of our public pages."
        return [Error(message, hint=_hint([BODY]), id="wagtail_openbadges.E017")]
    lost = [name for name in (TITLE, HEAD) if name not in shown]
    if not lost:
        return []
    message = "The site's base template leaves out the title, the style or the head of our public pages."
    return [Warning(message, hint=_hint(lost), id="wagtail_openbadges.W018")]


def _hint(names: list[str]) -> str:
    return "\n".join([*(paste(PLACES[name], LINES[name]) for name in names), OR_ELSE])


def _shown() -> set[str] | None:
    """Return the names of the blocks that come out; none when that is decided for each request."""
    first = getattr(get_template(OURS), "template", None)
    chain = list(_chain(first)) if isinstance(first, Template) else [None]
    if chain[-1] is None:
        return None
    shown: set[str] = set()
    waiting = [block.name for block in _blocks(chain[-1].nodelist)]
    filled = [block for template in chain for block in _blocks(template.nodelist)]
    while waiting:
        name = waiting.pop()
        if name not in shown:
            shown.add(name)
            waiting += [inner.name for block in filled if block.name == name for inner in _blocks(block.nodelist)]
    return shown


def _chain(template: Template) -> Iterator[Template | None]:
    """Walk from a template to the last one that it extends, as rendering does; end with None where a variable says."""
    context = Context()
    with context.render_context.push_state(template), context.bind_template(template):
        while True:
            yield template
            extends = next(iter(template.nodelist.get_nodes_by_type(ExtendsNode)), None)
            if extends is None:
                return
            if isinstance(extends.parent_name.var, Variable):
                yield None
                return
            template = extends.get_parent(context)


def _blocks(nodelist) -> list[BlockNode]:
    return nodelist.get_nodes_by_type(BlockNode)
