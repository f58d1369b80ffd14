"""Hostile files and strings sent to the form, from a folder named by `OPENBADGES_HOSTILE`: never a 500."""

from __future__ import annotations

import json
import mimetypes
import os
from itertools import groupby
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.public.claim_site import claimant, english_opening, errors_of, file_url, question
from wagtail_openbadges.models import Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]

FOLDER = Path(os.environ["OPENBADGES_HOSTILE"])
ENTRIES = sorted(json.loads((FOLDER / "MANIFEST.json").read_text()), key=lambda entry: entry["path"])
OF_EACH_KIND = 10


def kind_of(entry: dict) -> str:
    return entry["path"].partition("/")[0]


FILES = {
    kind: list(entries)[:OF_EACH_KIND]
    for kind, entries in groupby((entry for entry in ENTRIES if entry["expect"] != "text"), key=kind_of)
}
TEXTS = [entry["path"] for entry in ENTRIES if entry["expect"] == "text"]


@pytest.mark.parametrize("kind", FILES)
def test_hostile_files_are_refused_by_name_or_served_as_attachment_only(kind):
    client, draft = claimant(english_opening())

    for entry in FILES[kind]:
        name = Path(entry["path"]).name
        content = (FOLDER / entry["path"]).read_bytes()
        upload = SimpleUploadedFile(name, content, mimetypes.guess_type(name)[0] or "")
        response = client.post(file_url(draft, "edit/"), {"evidence_files": [upload], "add": "1"})
        kept = Evidence.objects.filter(submission=draft).last()

        if kept is None:
            assert response.status_code == 422
            assert len(errors_of(response)) == 1
        else:
            served = client.get(file_url(draft, f"evidence/{kept.uuid}/"))
            assert response.status_code == 302
            assert served["Content-Disposition"].startswith("attachment; ")
            assert served["X-Content-Type-Options"] == "nosniff"
            assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert len(b"".join(served.streaming_content)) == kept.size
            kept.delete()


@pytest.mark.parametrize("path", TEXTS)
def test_hostile_strings_are_kept_as_text(path):
    text = (FOLDER / path).read_text(errors="replace")
    lines = json.loads(text) if path.endswith(".json") else text.split("\n")
    words = [str(line).replace("\0", "").strip() for line in lines]
    words = [word for word in words if word][:200]
    count = len(words)
    opening = english_opening(
        questions=tuple(question(str(number), "multiline", required=False) for number in range(count)),
        evidence_rules={"kinds": []},
    )
    client, draft = claimant(opening)

    sent = {f"question-{number}": word for number, word in enumerate(words)}
    response = client.post(file_url(draft, "edit/"), {**sent, "printed_name": words[0][:120], "later": "1"})
    shown = client.get(file_url(draft, "edit/"))
    checked = client.get(file_url(draft, "check/"))

    draft.refresh_from_db()
    assert response.url == file_url(draft, "edit/?saved=1")
    assert [answer["value"] for answer in draft.draft_answers] == [word.replace("\r\n", "\n") for word in words]
    assert [page.status_code for page in (shown, checked)] == [200, 200]
    assert [b"<script>alert" in page.content for page in (shown, checked)] == [False, False]
