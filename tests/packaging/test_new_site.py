"""A new site of Wagtail, the blocks of the README, and what `check` prints: both ways lead to an open badge page."""

from __future__ import annotations

import pytest

from tests.packaging.elsewhere import CommandFailedError, codes_in
from tests.packaging.pasting import blocks_of, printed

pytestmark = pytest.mark.packaging

README = blocks_of("README.md")
LANGUAGES = """
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("fr", "Français")]
WAGTAIL_I18N_ENABLED = True
"""
STYLES = ["/static/css/mysite.css", "/static/wagtail_openbadges/openbadges.css"]
ENGLISH = {
    "status": 200,
    "title": "Committed volunteer",
    "headings": ["Committed volunteer"],
    "kickers": ["Open badge"],
    "language": ["en"],
    "styles": STYLES,
}
FRENCH = {
    **ENGLISH,
    "title": "Bénévole engagé·e",
    "headings": ["Bénévole engagé·e"],
    "kickers": ["Badge ouvert"],
    "language": ["fr"],
}


@pytest.mark.parametrize("version", ["7.4", "8.0"])
def test_site_with_the_blocks_of_the_readme_shows_badges_in_its_own_base(start_site, version):
    site = start_site(version)
    site.paste("settings.py", README["settings.py"] + LANGUAGES)
    site.paste("urls.py", README["urls.py"])
    output = site.check()
    site.paste_all(printed(output))
    silent = site.found()
    site.manage("migrate", "--verbosity", "0")

    seen = site.visit("badge", page="openbadges_pages.BadgePage", languages=["fr"])

    # The README says that `check` prints a fresh key; the others are of the new site itself.
    assert codes_in(output) == ["E003", "W021", "W206"]
    assert silent == site.found("--database", "default") == []
    assert (seen["faults"], seen["state"], seen["signed"]) == ([], "accepted", True)
    assert seen["pages"] == {"en": ENGLISH, "fr": FRENCH}
    assert seen["second_site"] == ENGLISH
    assert (seen["claim"], seen["verifier"]["status"], seen["verifier"]["styles"]) == (200, 200, STYLES)
    assert seen["issuer"] == f"https://www.example.org/openbadges/issuers/{seen['uuid']}/"
    assert set(seen["admin"].values()) == {200}
    if version == "7.4":
        later(site, seen)


def later(site, seen):
    """The same site, when its settings change after an issuer exists and somebody deletes a group."""
    site.paste("settings.py", 'WAGTAIL_OPENBADGES["BASE_URL"] = "https://new.example.org/openbadges/"')
    site.paste("settings.py", 'STORAGES["openbadges_private"]["OPTIONS"]["location"] = BASE_DIR / "media" / "private"')

    answers = site.visit("later", uuid=seen["uuid"], path="/volunteer/")

    assert answers == {
        "issuer": f"https://www.example.org/openbadges/issuers/{seen['uuid']}/",
        "statuses": {"page": 200, "claim": 200, "room": 200, "registers": 200},
    }
    assert site.found("--database", "default") == ["E007", "W301", "W303"]


def test_site_that_pastes_what_check_prints_needs_no_readme(start_site):
    site = start_site("7.4")
    site.paste("settings.py", 'INSTALLED_APPS += ["wagtail_openbadges", "wagtail_openbadges.pages"]')

    output = site.check()
    site.paste_all(printed(output))

    assert codes_in(output) == ["E006", "E008", "E010", "E012", "E201", "W206"]
    assert site.found() == []


def test_site_without_the_app_of_forms_is_told_so_before_django_stops(start_site):
    site = start_site("7.4")
    settings = site.places["settings.py"]
    settings.write_text(settings.read_text().replace('    "wagtail.contrib.forms",\n', ""))
    site.paste("settings.py", 'INSTALLED_APPS += ["wagtail_openbadges"]')

    with pytest.raises(CommandFailedError) as stopped:
        site.manage("check")
    found = printed(str(stopped.value))
    site.paste_all(found)

    assert found == {"settings.py": ['INSTALLED_APPS += [\n    "wagtail_modeladmin",\n    "wagtail.contrib.forms",\n]']}
    assert "E010" not in site.found()


def test_site_in_production_collects_our_files_under_names_of_their_own(start_site):
    site = start_site("8.0")
    site.paste("settings.py", README["settings.py"])
    site.paste("urls.py", README["urls.py"])
    site.paste("settings.py", 'SECRET_KEY = "only for this test"\nALLOWED_HOSTS = ["*"]')
    site.environment["DJANGO_SETTINGS_MODULE"] = "mysite.settings.production"

    site.manage("collectstatic", "--no-input", "--verbosity", "0")

    collected = {path.name.split(".")[0] for path in (site.folder / "static" / "wagtail_openbadges").glob("*.*.*")}
    assert {"openbadges", "admin", "upload"} <= collected
