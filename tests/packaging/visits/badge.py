"""Run inside a foreign site: make an issuer and a badge page, and open what visitors and reviewers open.

The argument is a JSON object: `page`, the type of page; `image`, the format of its image; `languages`, in which it is
read. Each other language than the first has a translation of the page.
"""

import io
import json
import re
import sys

import django
from django.conf import settings

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from PIL import Image  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.models import Locale, Site  # noqa: E402

from wagtail_openbadges.domain import deciding, founding, submitting  # noqa: E402
from wagtail_openbadges.models import Holder, Organisation  # noqa: E402

wanted = json.loads(sys.argv[1])
settings.ALLOWED_HOSTS = ["*"]
NAMES = {"en": "Committed volunteer", "fr": "Bénévole engagé·e"}


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "#2a6f6b").save(out, kind)
    # Phones and cameras are not alone in giving long names.
    name = "é" * 150 + "." + kind.lower()
    model = get_image_model()
    return model.objects.create(title="A badge", file=ContentFile(out.getvalue(), name=name))


def make_page(issuer):
    root = Site.objects.get(is_default_site=True).root_page.specific
    model = apps.get_model(wanted["page"])
    page = model(
        title=NAMES["en"],
        slug="volunteer",
        description="This person is committed.",
        issuer=issuer,
        image=picture(wanted.get("image", "PNG")),
        privacy_notice="Your answers are read by the structure.",
        evidence_required=False,
        locale=Locale.objects.get(language_code="en"),
    )
    page.criteria = [model._meta.get_field("criteria").related_model(text="A mission of three months")]
    root.add_child(instance=page)
    page.save_revision().publish()
    return page


def translate(page, language):
    other, _ = Locale.objects.get_or_create(language_code=language)
    copy = page.copy_for_translation(other, copy_parents=True)
    copy.title = NAMES[language]
    copy.save_revision().publish()
    return copy


def read(url, language, host="testserver", client=None):
    response = (client or Client()).get(
        url, headers={"accept-language": language, "accept": "text/html"}, SERVER_NAME=host
    )
    html = response.content.decode()
    return {
        "status": response.status_code,
        "title": " ".join(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].split()),
        "styles": re.findall(r'<link rel="stylesheet"[^>]*? href="([^"]+)"', html),
        "language": re.findall(r'<div class="openbadges" lang="(\w+)">', html),
        "headings": [
            re.sub(r"<[^>]+>", "", text).strip() for text in re.findall(r"<h1.*?>(.*?)</h1>", html, re.DOTALL)
        ],
        "kickers": re.findall(r'<p class="openbadges-kicker">(.*?)</p>', html),
    }


def decide(page, issuer):
    """Let somebody ask for the badge and a user of this site's own model decide."""
    user = get_user_model()
    reviewer = user.objects.create_superuser(
        **{user.USERNAME_FIELD: "reviewer@example.org", "password": "x"},
        **({"email": "reviewer@example.org"} if user.USERNAME_FIELD != "email" else {}),
    )
    reviewer.groups.add(issuer.reviewers)
    holder = Holder.objects.create(email="lea@example.org", locale="en")
    draft = submitting.open_draft(page.opening, holder=holder, language="en")
    submitting.save_answers(draft, answers=[], printed_name="Léa Exemple")
    draft.refresh_from_db()
    file = submitting.submit(draft, version=draft.version)
    return reviewer, deciding.accept(file, by=reviewer, version=file.version)


issuer = founding.create_issuer(Organisation.objects.create(name="Maison", email="maison@example.org"))
page = make_page(issuer)
pages = {"en": page, **{language: translate(page, language) for language in wanted.get("languages", [])}}
Site.objects.create(hostname="second.example.org", port=80, root_page=Site.objects.first().root_page)
reviewer, accepted = decide(page, issuer)
award = accepted.assertion
award.refresh_from_db()
staff = Client()
staff.force_login(reviewer)
document = Client().get(reverse("openbadges:issuer", args=[issuer.uuid]), headers={"accept": "application/json"})

print(  # noqa: T201
    json.dumps(
        {
            "faults": page.opening.faults,
            "pages": {language: read(each.get_url(), language) for language, each in pages.items()},
            "second_site": read(page.get_url(), "en", "second.example.org"),
            "claim": read(page.get_url() + "claim/", "en")["status"],
            "verifier": read(reverse("openbadges:verifier"), "en"),
            "issuer": document.json()["id"],
            "uuid": str(issuer.uuid),
            "state": accepted.state,
            "signed": award.is_signed,
            "admin": {
                name: staff.get(reverse(name)).status_code
                for name in (
                    "wagtailadmin_home",
                    "openbadges_review:index",
                    "openbadges_awards_modeladmin_index",
                    "openbadges_issuers_modeladmin_index",
                    "wagtailadmin_account",
                )
            },
        }
    )
)
