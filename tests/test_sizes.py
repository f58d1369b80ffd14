"""The size of a file as people read it."""

import pytest
from django.utils import translation

from wagtail_openbadges.sizes import size_in_words


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "1\xa0KB"),
        (1, "1\xa0KB"),
        (109_158, "107\xa0KB"),
        (1024 * 999, "999\xa0KB"),
        (1024 * 1000, "1.0\xa0MB"),
        (1024 * 1024 * 5 // 2, "2.5\xa0MB"),
        (1024 * 1024 * 197 // 100, "2.0\xa0MB"),
    ],
)
def test_size_is_written_in_the_units_of_the_limits_and_stays_on_one_line(size, said):
    with translation.override("en"):
        assert size_in_words(size) == said
