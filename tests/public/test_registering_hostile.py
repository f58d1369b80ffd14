"""Hostile strings sent to the form of an event, from a folder named by `OPENBADGES_HOSTILE`: never a 500."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.public.claim_site import question
from tests.public.event_site import english_event, register_url, registration_url, visitor
from wagtail_openbadges.models import Registration

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.event_site")]

FOLDER = Path(os.environ["OPENBADGES_HOSTILE"])
ENTRIES = sorted(json.loads((FOLDER / "MANIFEST.json").read_text()), key=lambda entry: entry["path"])
TEXTS = [entry["path"] for entry in ENTRIES if entry["expect"] == "text"]
MOST = 200


@pytest.mark.parametrize("path", TEXTS)
def test_hostile_strings_are_kept_as_text(path):
    text = (FOLDER / path).read_text(errors="replace")
    lines = json.loads(text) if path.endswith(".json") else text.split("\n")
    words = [word for word in (str(line).replace("\0", "").strip() for line in lines) if word][:MOST]
    asked = tuple(question(str(number), "multiline", required=False) for number in range(len(words)))
    gathering = english_event(questions=asked, asks_food=True)
    client = visitor(gathering)

    answers = {f"question-{number}": word for number, word in enumerate(words)}
    said = {"name": words[0][:120].strip(), "food": words[-1][:1_000].strip()}
    sent = client.post(register_url(gathering), {**answers, **said})
    registration = Registration.objects.get()
    pages = [client.get(registration_url(registration, page)) for page in ("", "edit/")]

    assert sent.url == registration_url(registration, "?done=1")
    assert [answer["value"] for answer in registration.answers] == [word.replace("\r\n", "\n") for word in words]
    assert (registration.name, registration.food) == (
        " ".join(said["name"].split()),
        said["food"].replace("\r\n", "\n"),
    )
    assert [page.status_code for page in pages] == [200, 200]
    assert [b"<script>alert" in page.content for page in pages] == [False, False]
