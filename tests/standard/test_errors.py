from __future__ import annotations

from pathlib import Path

from wagtail_openbadges.standard import errors
from wagtail_openbadges.standard.errors import KeyFormatError, OpenBadgesError

FOLDER = Path(errors.__file__).parent


def test_every_code_of_the_standard_is_raised_somewhere():
    source = "".join(path.read_text() for path in FOLDER.rglob("*.py") if path.name != "errors.py")
    own = {
        code
        for kind in OpenBadgesError.__subclasses__()
        if kind.__module__ == errors.__name__
        for code in kind.messages
    }

    assert {code for code in own if f'"{code}"' not in source} == set()


def test_every_sentence_ends_as_a_sentence_or_with_the_words_of_somebody():
    assert [sentence for _, sentence in OpenBadgesError.catalogue() if not sentence.endswith((".", "}"))] == []


def test_error_keeps_its_code_and_parameters_beside_the_sentence():
    error = KeyFormatError("key_size_wrong", size=31)

    assert (error.code, error.params) == ("key_size_wrong", {"size": 31})
    assert str(error) == "An Ed25519 key has 32 bytes; this one has 31."
