import json
import uuid

import pytest

from tests import factories
from wagtail_openbadges.domain import awarding
from wagtail_openbadges.domain.hosting import RecordLoader
from wagtail_openbadges.models import Assertion, Reception, StatusList
from wagtail_openbadges.standard.errors import UnreachableError
from wagtail_openbadges.standard.keys import did_web_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def assertion():
    opening = factories.make_opening()
    assertion = awarding.award(opening.achievement.versions.get(), address="lea@example.org")
    awarding.sign(assertion.pk)
    assertion.refresh_from_db()
    return assertion


def test_every_address_inside_documents_answers_itself(assertion):
    version, issuer = assertion.achievement_version, assertion.issuer
    loader = RecordLoader()

    named = {
        address: json.loads(loader.load(address).body)["id"]
        for address in (
            issuer.address,
            version.address,
            assertion.address,
            assertion.credential_address,
            assertion.status_list.address,
            f"{version.address}v3.json",
            did_web_address(issuer.did),
            f"{issuer.address}did.json",
        )
    }

    assert named == {
        issuer.address: issuer.address,
        version.address: version.address,
        assertion.address: assertion.address,
        assertion.credential_address: assertion.credential_address,
        assertion.status_list.address: assertion.status_list.address,
        f"{version.address}v3.json": version.address,
        did_web_address(issuer.did): issuer.did,
        f"{issuer.address}did.json": issuer.did,
    }
    assert loader.load(version.image_address).body == bytes(version.image)


@pytest.mark.parametrize(
    "path",
    [
        "issuers/{unknown}/",
        "achievements/{unknown}/versions/1/",
        "assertions/{unknown}/",
        "status/{unknown}/",
        "issuers/not-a-uuid-not-a-uuid-not-a-uuid-abcdef/",
        "issuers/------------------------------------/",
        "elsewhere/",
        "achievements/{achievement}/versions/9/",
        "achievements/{achievement}/",
        "achievements/{achievement}/versions/1/other.json",
        "issuers/{issuer}/other.json",
        "assertions/{assertion}/other.json",
        "status/{assertion}/other.json",
    ],
)
def test_unknown_addresses_of_ours_answer_404(assertion, path):
    address = "https://badges.example.org/openbadges/" + path.format(
        unknown=uuid.uuid4(),
        achievement=assertion.achievement_version.achievement.uuid,
        issuer=assertion.issuer.uuid,
        assertion=assertion.uuid,
    )

    assert RecordLoader().load(address).status == 404


def test_another_host_with_our_paths_is_unreachable(assertion):
    address = assertion.address.replace("badges.example.org", "evil.example.org")

    with pytest.raises(UnreachableError):
        RecordLoader().load(address)


def test_offered_badge_is_nobodys_business(assertion):
    Assertion.objects.update(reception=Reception.OFFERED)

    assert RecordLoader().load(assertion.address).status == 404


def test_what_is_not_signed_yet_is_not_ready():
    opening = factories.make_opening()
    assertion = awarding.award(opening.achievement.versions.get(), address="lea@example.org")

    for address in (assertion.credential_address, StatusList.objects.get().address):
        assert RecordLoader().load(address).status == 503
