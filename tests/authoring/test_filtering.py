"""What the lists of pages share."""

from wagtail_openbadges.authoring.filtering import by_name


def test_names_are_in_the_order_of_a_dictionary_whatever_their_accents():
    named = {"z": "Zéro déchet", "e": "École", "a": "alimentation", "en": "Énergie", "o": "œuvre", "d": "Eau"}

    assert list(by_name(named).values()) == ["alimentation", "Eau", "École", "Énergie", "œuvre", "Zéro déchet"]
