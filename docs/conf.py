"""How the documentation is built."""

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
exclude_patterns = ["_build"]
