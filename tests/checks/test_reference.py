"""The page of checks lists every identifier that the code can give, and no other."""

import re
from pathlib import Path

import wagtail_openbadges

CODE = Path(wagtail_openbadges.__file__).parent
PAGE = CODE.parent / "docs" / "reference" / "checks.md"
GIVEN = re.compile(r'id="wagtail_openbadges\.([EW]\d{3})"')
LISTED = re.compile(r"^\| `([EW]\d{3})` \|", re.MULTILINE)


def given():
    return [code for module in sorted(CODE.rglob("*.py")) for code in GIVEN.findall(module.read_text())]


def test_page_of_checks_lists_what_the_code_gives_each_once():
    assert sorted(LISTED.findall(PAGE.read_text())) == sorted(set(given()))


def test_no_two_identifiers_share_a_number():
    numbers = [code[1:] for code in set(given())]

    assert sorted(numbers) == sorted(set(numbers))
