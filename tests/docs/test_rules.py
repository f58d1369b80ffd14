"""The rules refuse what is wrong: a snippet that lies does not pass."""

import pytest
from django.template import TemplateSyntaxError

from .pages import DOCS, Snippet, snippets_of
from .rules import KEY, TEXT_RULES, faults_of_settings, rule_of

WRONG = [
    ("sh", "python manage.py openbadges_gone"),
    ("sh", "python manage.py openbadges_drain --gone"),
    ("sh", "cd site && python -m wagtail_openbadges.standard verify badge.png --gone"),
    ("sh", 'pip install "wagtail-openbadges[gone]"'),
    ("sh", "for name in one two; do unheard-of $name; done"),
    ("sh", "if true"),
    ("css", ".openbadges { --openbadges-gone: red; }"),
    ("css", ".openbadges { color: red;"),
    ("html", "{% if nothing %}shown{% endif %}"),
    ("nginx", "client_max_body_size 140m"),
    ("ini", "[program:q]\ncommand=python manage.py gone"),
    ("crontab", "* * * * python manage.py openbadges_drain"),
    ("cron.d", "* * * * * site python manage.py gone"),
]
RIGHT = [
    ("sh", "SITE=1 python manage.py openbadges_drain --seconds=5 | cat > drained"),
    ("sh", "cat <<'END' > file\nunheard-of\nEND"),
    ("css", ".openbadges { --openbadges-accent: red; }"),
    ("html", "{{ label }}"),
    ("nginx", "location / {\n  client_max_body_size 140m;  # five photographs\n}"),
    ("ini", "[program:q]\ncommand=python manage.py qcluster"),
    ("crontab", "* * * * * python manage.py openbadges_drain"),
    ("cron.d", "* * * * * site python manage.py openbadges_drain"),
    ("json", "{}"),
    ("toml", "a = 1"),
    ("yaml", "a: 1"),
]


SITE = {"BASE_URL": "https://www.example.org/openbadges/", "KEY_ENCRYPTION_KEYS": [KEY]}


@pytest.mark.parametrize(("language", "text"), WRONG)
def test_snippet_that_is_wrong_is_refused(language, text):
    assert TEXT_RULES[language](text) != []


@pytest.mark.parametrize(("language", "text"), RIGHT)
def test_snippet_that_is_right_is_taken(language, text):
    assert TEXT_RULES[language](text) == []


def test_template_that_django_cannot_read_is_refused():
    with pytest.raises(TemplateSyntaxError):
        TEXT_RULES["html"]("{% gone %}")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f'WAGTAIL_OPENBADGES = {{**{SITE}, "GONE": 1}}', "wagtail_openbadges.E001"),
        ("GONE_SETTING = 1", "nobody knows the setting GONE_SETTING"),
        ('MIDDLEWARE = ["wagtail_openbadges.gone.Gone"]', "wagtail_openbadges.gone"),
        ("urlpatterns = []", "openbadges"),
    ],
)
def test_settings_that_a_site_would_stumble_over_are_refused(text, fault, tmp_path, monkeypatch):
    faults = faults_of_settings(text, tmp_path, monkeypatch)

    assert [fault in found for found in faults] == [True]


def test_python_is_ruled_by_what_it_does():
    texts = ["LANGUAGE_CODE = 'fr'", "class HousePage(BasePage):\n    pass", "print('hello')"]

    assert [rule_of(Snippet(DOCS, 1, "python", text)) for text in texts] == ["settings", "app", "plain"]


def test_block_of_sphinx_is_read_with_its_caption_and_lines_in_lists_without_their_indent(tmp_path):
    page = tmp_path / "page.md"
    block = "```{code-block} text\n:caption: /etc/cron.d/site\n\n* * * * * site ls\n```\n"
    page.write_text(f"{block}\n1. First:\n\n   ```sh\n   ls\n   ```\n")

    block, listed = snippets_of(page)

    assert (rule_of(block), block.text) == ("cron.d", "\n* * * * * site ls\n")
    assert (listed.language, listed.text, listed.line) == ("sh", "ls\n", 9)
