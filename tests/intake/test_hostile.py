"""Every file of a folder of hostile uploads, named by `OPENBADGES_HOSTILE`; its MANIFEST.json says what to expect."""

from __future__ import annotations

import json
import mimetypes
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.intake.pictures import read
from wagtail_openbadges.intake.errors import IntakeError
from wagtail_openbadges.intake.evidence import LONGEST_NAME, AcceptedFile, accept_upload, readable_name
from wagtail_openbadges.intake.images import WALL_SECONDS

FOLDER = Path(os.environ["OPENBADGES_HOSTILE"])
ENTRIES = json.loads((FOLDER / "MANIFEST.json").read_text())
FILES = [entry for entry in ENTRIES if entry["expect"] != "text"]
TEXTS = [entry for entry in ENTRIES if entry["expect"] == "text"]


def named(entry: dict) -> str:
    return entry["path"]


def resident_megabytes() -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def outcome(name: str, content: bytes) -> AcceptedFile | str:
    declared = mimetypes.guess_type(name)[0] or ""
    try:
        return accept_upload(SimpleUploadedFile(name, content, declared))
    except IntakeError as refusal:
        return refusal.code


def is_ours(result: AcceptedFile | str) -> bool:
    """Say whether this is an image drawn by us: no metadata, nothing of the payload."""
    if isinstance(result, str) or result.kind != "photo":
        return False
    content = result.content.read()
    info = set(read(content).info) - {"jfif", "jfif_density", "jfif_unit", "jfif_version"}
    return not info and b"script" not in content


@pytest.mark.parametrize("entry", FILES, ids=named)
def test_hostile_file_is_refused_by_name_or_made_harmless(entry):
    content = (FOLDER / entry["path"]).read_bytes()
    before, started = resident_megabytes(), time.perf_counter()

    result = outcome(Path(entry["path"]).name, content)

    seconds, megabytes = time.perf_counter() - started, resident_megabytes() - before
    ways = {"refused": isinstance(result, str), "drawn anew": is_ours(result)}
    ways["kept as a document"] = not any(ways.values()) and result.media_type == "application/pdf"
    expected = {
        "reject": {"refused", "drawn anew"},
        "accept-clean": {"drawn anew"},
        "accept": {"drawn anew", "kept as a document"},
        "any": set(ways),
    }[entry["expect"]]
    assert [way for way, is_so in ways.items() if is_so and way in expected] != [], result
    assert (seconds < WALL_SECONDS, megabytes < 64) == (True, True)


@pytest.mark.parametrize("entry", TEXTS, ids=named)
def test_hostile_text_as_a_file_name_becomes_text_to_show(entry):
    lines = (FOLDER / entry["path"]).read_text(errors="surrogateescape").splitlines()

    names = [readable_name(line, fallback="evidence") for line in lines]

    assert [name for name in names if len(name) > LONGEST_NAME or not name.isprintable() or "/" in name] == []
