"""How documents for search engines are written into a page."""

from wagtail_openbadges.authoring.json_ld import script


def test_script_escapes_what_could_end_it():
    written = script({"name": "<!-- </script> & \u2028"})

    assert (
        written
        == '<script type="application/ld+json">{"name": "\\u003C!-- \\u003C/script\\u003E \\u0026 \\u2028"}</script>'
    )
