"""Hostile texts and files, from a folder named by `OPENBADGES_HOSTILE`, laid before the verifier: never a 500."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.public.test_verifier import BROWSER, verify

pytestmark = pytest.mark.django_db

FOLDER = Path(os.environ["OPENBADGES_HOSTILE"])
STRINGS = sorted((FOLDER / "strings").glob("*.txt"))
FILES = sorted(path for path in FOLDER.glob("gen-*/*") if path.is_file())


@pytest.mark.parametrize("path", STRINGS, ids=lambda path: path.name)
def test_hostile_text_is_refused_or_judged_and_never_shown_as_markup(client, path):
    lines = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    step = max(1, len(lines) // 10)

    for line in lines[::step][:10]:
        for fields in (
            {"text": line},
            {"url": line},
            {"url": f"https://a.example/{line}"},
            {"text": "{}", "address": line},
        ):
            _forget_throttle()
            response = verify(client, BROWSER, **fields)

            assert response.status_code in (200, 400)
            assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("path", FILES[:: max(1, len(FILES) // 40)], ids=lambda path: path.name)
def test_hostile_file_is_judged_and_never_shown(client, path):
    _forget_throttle()

    response = verify(client, file=SimpleUploadedFile(path.name, path.read_bytes()))

    assert response.status_code in (200, 400)
    assert response["Content-Type"] == "application/json"
    assert response.json().get("verdict") != "valid"


def _forget_throttle():
    from django.core.cache import cache  # noqa: PLC0415 - settings come first

    cache.clear()
