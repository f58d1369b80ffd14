"""The site's base template: what our pages put in must come out, whatever the site's own blocks are called."""

import pytest
from django.template import engines

from tests.checks.reading import ids
from wagtail_openbadges.checks.templates import OURS, check_templates

WHOLE = (
    "<title>{% block title %}{% endblock %}</title>{% block extra_css %}{% endblock %}{% block content %}{% endblock %}"
)


@pytest.fixture
def templates(settings):
    """Let the site have these templates before ours."""

    def have(**texts):
        own = {name.replace("__", "/") + ".html": text for name, text in texts.items()}
        loaders = [
            ("django.template.loaders.locmem.Loader", own),
            "django.template.loaders.app_directories.Loader",
        ]
        options = {"loaders": loaders, "libraries": {}}
        settings.TEMPLATES = [{"BACKEND": settings.TEMPLATES[0]["BACKEND"], "OPTIONS": options}]
        return engines

    return have


def test_base_of_the_site_with_the_blocks_of_wagtail_start_is_silent(templates):
    templates(base=WHOLE)

    assert check_templates() == []


def test_base_with_its_blocks_inside_others_is_silent(templates):
    templates(
        base="{% extends 'skeleton.html' %}{% block page %}" + WHOLE + "{% endblock %}",
        skeleton="{% block page %}{% endblock %}",
    )

    assert check_templates() == []


def test_base_that_leaves_out_our_content_is_refused_with_the_line_to_paste(templates):
    templates(base=WHOLE.replace("block content", "block main"))

    (message,) = check_templates()

    assert ids([message]) == ["E017"]
    assert message.hint.startswith(
        "Paste into base.html, in <main>:\n    {% block content %}{% endblock content %}\nOr copy"
    )


def test_base_whose_child_leaves_our_content_out_is_refused(templates):
    templates(
        base="{% extends 'skeleton.html' %}{% block other %}" + WHOLE + "{% endblock %}",
        skeleton="{% block page %}{% endblock %}",
    )

    assert ids(check_templates()) == ["E017"]


@pytest.mark.parametrize("name", ["title", "extra_css"])
def test_base_that_leaves_out_title_or_head_is_named_with_the_line_to_paste(templates, name):
    templates(base=WHOLE.replace(f"block {name}", "block other"))

    (message,) = check_templates()

    assert ids([message]) == ["W018"]
    assert f"{{% block {name} %}}{{% endblock {name} %}}" in message.hint


def test_site_with_other_names_that_replaces_our_template_is_silent(templates):
    templates(
        base="{% block name %}{% endblock %}{% block head %}{% endblock %}{% block main %}{% endblock %}",
        wagtail_openbadges__base=(
            "{% extends 'base.html' %}"
            "{% block name %}{% block openbadges_title %}{% endblock %}{% endblock %}"
            "{% block head %}{% block openbadges_head %}{% endblock %}{% endblock %}"
            "{% block main %}{% block openbadges_content %}{% endblock %}{% endblock %}"
        ),
    )

    assert check_templates() == []


def test_base_that_a_variable_chooses_cannot_be_looked_into_and_is_trusted(templates):
    templates(wagtail_openbadges__base="{% extends layout %}")

    assert check_templates() == []


def test_site_without_a_base_is_refused_with_all_lines(templates, settings):
    templates(wagtail_openbadges__base="{% extends 'no_such_base.html' %}")

    (message,) = check_templates()

    assert (ids([message]), message.msg) == (
        ["E017"],
        "The template no_such_base.html is missing: our public pages stand in it.",
    )


def test_base_that_cannot_be_read_is_refused_with_its_fault(templates):
    templates(base="{% block title %}")

    (message,) = check_templates()

    assert (ids([message]), message.msg) == (["E017"], f"{OURS} cannot be read.")


def test_base_of_another_engine_is_trusted(settings):
    class Strings:
        """An engine whose templates say nothing of their blocks."""

        def __init__(self, params):
            self.name = params["NAME"]

        def get_template(self, name):
            return object()

    settings.TEMPLATES = [{"BACKEND": f"{__name__}.Strings", "NAME": "strings"}]
    globals()["Strings"] = Strings

    assert check_templates() == []
