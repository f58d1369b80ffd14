import pytest
from django.contrib.auth.models import Group
from django.test import override_settings
from django.utils import translation

from tests import factories
from wagtail_openbadges.domain.errors import IssuerError, KeyStorageError
from wagtail_openbadges.domain.founding import create_issuer, restore_groups
from wagtail_openbadges.models import Event, Issuer, KeyState, SigningKey, Verb

pytestmark = pytest.mark.django_db


def test_issuer_creation_gives_address_did_key_and_groups():
    organisation = factories.OrganisationFactory(name="Maillage")

    issuer = create_issuer(organisation, description="Un réseau.", promised_days=10)

    assert issuer.address == f"https://badges.example.org/openbadges/issuers/{issuer.uuid}/"
    assert issuer.did == f"did:web:badges.example.org:openbadges:issuers:{issuer.uuid}"
    assert issuer.image_address == f"{issuer.address}image.png"
    assert (issuer.promised_days, str(issuer)) == (10, "Maillage")
    key = issuer.keys.get()
    assert (key.state, key.kid, str(key)) == (KeyState.ACTIVE, key.public_part, key.kid)
    assert key.verification_method == f"{issuer.did}#{key.kid}"
    for group, role in ((issuer.reviewers, "Relecture"), (issuer.managers, "Gestion")):
        assert group.name == f"{role} · Maillage"
        assert [permission.codename for permission in group.permissions.all()] == ["access_admin"]
    assert list(Event.objects.values_list("verb", flat=True)) == [Verb.KEY_CREATED, Verb.ISSUER_CREATED]


def test_issuer_creation_with_a_name_that_is_taken_or_very_long_gives_groups_of_their_own():
    name = "Association " * 16

    first = create_issuer(factories.OrganisationFactory(name=name))
    second = create_issuer(factories.OrganisationFactory(name=name))

    assert first.reviewers != second.reviewers
    assert len(second.reviewers.name) <= 150


def test_issuer_creation_twice_is_refused():
    issuer = factories.make_issuer()

    with pytest.raises(IssuerError) as refusal:
        create_issuer(issuer.organisation)

    assert refusal.value.code == "already_issuer"


def test_issuer_creation_without_base_url_is_refused():
    with override_settings(WAGTAIL_OPENBADGES={}), pytest.raises(IssuerError) as refusal:
        create_issuer(factories.OrganisationFactory())

    assert refusal.value.code == "no_base_url"


def test_issuer_creation_without_an_address_that_people_can_write_to_is_refused():
    organisation = factories.OrganisationFactory(email="")

    with pytest.raises(IssuerError) as refusal:
        create_issuer(organisation)

    assert refusal.value.code == "no_contact"
    assert not Issuer.objects.exists()


@pytest.mark.parametrize(
    ("site", "user", "names"),
    [
        ("en", "fr", ("Reviewers · Maillage", "Managers · Maillage")),
        ("fr", "en", ("Relecture · Maillage", "Gestion · Maillage")),
    ],
)
def test_groups_are_called_in_the_language_of_the_site_whoever_makes_them(site, user, names):
    organisation = factories.OrganisationFactory(name="Maillage")

    with override_settings(LANGUAGE_CODE=site), translation.override(user):
        issuer = create_issuer(organisation)

    assert (issuer.reviewers.name, issuer.managers.name) == names


def test_issuer_creation_without_encryption_key_stores_nothing():
    organisation = factories.OrganisationFactory()

    with (
        override_settings(WAGTAIL_OPENBADGES={"BASE_URL": "https://badges.example.org/openbadges/"}),
        pytest.raises(KeyStorageError) as refusal,
    ):
        create_issuer(organisation)

    assert refusal.value.code == "no_encryption_key"
    assert not Issuer.objects.exists()
    assert not SigningKey.objects.exists()


def test_groups_that_were_deleted_are_made_again_without_their_people():
    issuer = factories.make_issuer()
    factories.make_reviewer(issuer)
    Group.objects.filter(pk__in=[issuer.reviewers_id, issuer.managers_id]).delete()

    restored = restore_groups(issuer)

    assert Event.objects.filter(verb=Verb.GROUPS_RESTORED, issuer=issuer).count() == 1
    assert (restored.reviewers.name, restored.managers.name) == (f"Relecture · {issuer}", f"Gestion · {issuer}")
    assert list(restored.reviewers.user_set.all()) == []


def test_groups_that_are_there_are_kept():
    issuer = factories.make_issuer()

    restored = restore_groups(issuer)

    assert not Event.objects.filter(verb=Verb.GROUPS_RESTORED).exists()
    assert (restored.reviewers, restored.managers) == (issuer.reviewers, issuer.managers)
