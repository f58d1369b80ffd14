"""Run inside a foreign site whose settings changed: delete a group, then open what people open.

The argument is a JSON object: `uuid` of the issuer and `path` of its badge page.
"""

import json
import sys

import django
from django.conf import settings

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from wagtail_openbadges.models import Issuer  # noqa: E402

wanted = json.loads(sys.argv[1])
settings.ALLOWED_HOSTS = ["*"]
issuer = Issuer.objects.get(uuid=wanted["uuid"])
Group.objects.filter(pk=issuer.reviewers_id).delete()
document = Client().get(reverse("openbadges:issuer", args=[issuer.uuid]), headers={"accept": "application/json"})
staff = Client()
staff.force_login(get_user_model().objects.get(is_superuser=True))

print(  # noqa: T201
    json.dumps(
        {
            "issuer": document.json()["id"],
            "statuses": {
                "page": Client().get(wanted["path"]).status_code,
                "claim": Client().get(wanted["path"] + "claim/").status_code,
                "room": staff.get(reverse("openbadges_review:index")).status_code,
                "registers": staff.get(reverse("openbadges_awards_modeladmin_index")).status_code,
            },
        }
    )
)
