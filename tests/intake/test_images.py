"""Images through the child process, as a stranger would send them."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib

import pytest
from PIL import Image

from tests.benchmarks.photos import measure
from tests.intake.pictures import (
    announced_png,
    chunk,
    exif,
    photo_of_48_megapixels,
    png_with,
    read,
    scan_bomb,
    two_halves,
    written,
)
from wagtail_openbadges.intake import images
from wagtail_openbadges.intake.errors import IntakeError
from wagtail_openbadges.intake.images import badge_png, clean_photo, logo_png
from wagtail_openbadges.intake.sniffing import Kind


def refusal(source: bytes) -> tuple[str, dict]:
    with pytest.raises(IntakeError) as refused:
        clean_photo(source)
    return refused.value.code, refused.value.params


def test_clean_photo_of_48_megapixels_with_gps_is_reduced_upright_and_without_metadata():
    source = photo_of_48_megapixels()
    started = time.perf_counter()

    photo = clean_photo(source)

    sys.stdout.write(f"48 megapixels, {len(source) / 1e6:.1f} MB: {time.perf_counter() - started:.2f} s\n")
    image = read(photo.content)
    assert (photo.kind, photo.width, photo.height) == (Kind.JPEG, 1920, 2560)
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1920, 2560), {})
    assert sorted(image.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version"]
    assert (b"Telephone of Lea" in source, b"Telephone of Lea" in photo.content) == (True, False)


def test_child_reading_48_megapixels_stays_far_below_its_memory():
    seconds, resident, addresses = measure(photo_of_48_megapixels(), Kind.JPEG)

    sys.stdout.write(f"child: {seconds:.2f} s, VmHWM {resident:.0f} MiB, VmPeak {addresses:.0f} MiB\n")
    assert (resident < 200, addresses < 256) == (True, True)


def test_child_needing_more_memory_than_its_share_dies_alone():
    source = written(Image.new("RGBA", (7000, 7000)), "PNG")

    figures = measure(source, Kind.PNG, memory=200 * images.MEBIBYTE)

    assert figures is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_clean_photo_of_each_format_is_drawn_anew(form):
    photo = clean_photo(written(two_halves(), form))

    assert (photo.kind, photo.width, photo.height) == (Kind.JPEG, 64, 32)


@pytest.mark.parametrize("size", [(60000, 60000), (178_956_970, 1), (1, 178_956_970), (2_147_483_647, 1)])
def test_clean_photo_announcing_too_many_pixels_says_the_limit(size):
    assert refusal(announced_png(*size)) == ("photo_too_many_pixels", {"megapixels": 50})


def test_clean_photo_of_110_megapixels_is_taken_as_jpeg_alone():
    largest = Image.new("RGB", (12_160, 9_120), "red")

    photo = clean_photo(written(largest, "JPEG", quality=50))

    assert (photo.width, photo.height) == (2560, 1920)
    assert refusal(written(largest, "PNG")) == ("photo_too_many_pixels", {"megapixels": 50})


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_clean_photo_of_an_iphone_stands_upright(orientation):
    held = two_halves()
    # The writer turns what Exif says into the property that HEIC itself has for it, as phones do.
    held.info["exif"] = exif(orientation=orientation).tobytes()

    photo = clean_photo(written(held, "HEIF", quality=95))

    assert (photo.width, photo.height) == ((64, 32) if orientation in (1, 3) else (32, 64))
    assert dict(read(photo.content).getexif()) == {}


def test_clean_photo_of_an_iphone_announcing_too_many_pixels_says_the_limit():
    source = written(Image.new("L", (8200, 8200)), "HEIF")

    assert refusal(source) == ("photo_too_many_pixels", {"megapixels": 50})


def test_clean_photo_of_a_lower_limit_says_that_limit(settings):
    settings.WAGTAIL_OPENBADGES = {"MAX_PHOTO_MEGAPIXELS": 1}

    code, params = refusal(written(Image.new("RGB", (1100, 1000)), "PNG"))

    assert (code, params) == ("photo_too_many_pixels", {"megapixels": 1})


@pytest.mark.parametrize(
    "source",
    [
        announced_png(10, 0),
        announced_png(2000, 2000),
        written(two_halves(), "JPEG")[:-100],
        b"\xff\xd8\xff" + bytes(1000),
        b"RIFF\x40\x00\x00\x00WEBPVP8 " + bytes(60),
        png_with(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))),
    ],
    ids=["no height", "no pixels", "cut short", "nothing but a head", "no frames", "text of 100 MB"],
)
def test_clean_photo_that_cannot_be_read_is_refused_by_name(source):
    assert refusal(source) == ("broken_image", {})


def test_clean_photo_with_html_behind_its_end_loses_it():
    photo = clean_photo(written(two_halves(), "PNG") + b"<html><script>alert(1)</script>")

    assert (b"script" in photo.content, photo.kind) == (False, Kind.JPEG)


def test_clean_photo_that_takes_too_much_work_is_stopped(monkeypatch):
    monkeypatch.setattr(images, "CPU_SECONDS", 1)
    started = time.perf_counter()

    code, _ = refusal(scan_bomb())

    assert (code, time.perf_counter() - started < images.WALL_SECONDS) == ("image_timeout", True)


def test_clean_photo_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(images, "WALL_SECONDS", 0.01)

    assert refusal(written(two_halves(), "PNG")) == ("image_timeout", {})


def test_clean_photo_of_a_pdf_is_refused_by_name():
    assert refusal(b"%PDF-1.7\n%%EOF") == ("unsupported_image", {"format": "PDF"})


def test_child_sees_none_of_the_secrets_of_its_parent(monkeypatch):
    seen = []
    run = subprocess.run

    def listening(*args, **kwargs):
        seen.append(kwargs["env"])
        return run(*args, **kwargs)

    monkeypatch.setattr(subprocess, "run", listening)

    clean_photo(written(two_halves(), "PNG"))

    assert [sorted(env) for env in seen] == [["PYTHONPATH"]]


def test_child_is_started_by_python_even_inside_a_web_server(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/usr/bin/uwsgi")

    photo = clean_photo(written(two_halves(), "PNG"))

    assert (photo.width, photo.height) == (64, 32)


def test_badge_png_same_source_gives_the_same_bytes():
    source = written(two_halves("RGBA"), "PNG", icc_profile=None)

    first, second = badge_png(source), badge_png(source)

    image = read(first)
    assert first == second
    assert (image.format, image.size, image.info) == ("PNG", (64, 64), {})


def test_logo_png_of_a_jpeg_is_a_png_in_its_proportions():
    image = read(logo_png(written(two_halves(), "JPEG")))

    assert (image.format, image.size) == ("PNG", (64, 32))


def test_job_gives_memory_by_format_and_by_the_largest_size_allowed(settings):
    settings.WAGTAIL_OPENBADGES = {"MAX_PHOTO_MEGAPIXELS": 100}

    given = {kind: images.job("photo", kind)["memory"] // images.MEBIBYTE for kind in images.MEMORY}

    assert given == {Kind.JPEG: 856, Kind.PNG: 856, Kind.WEBP: 1356, Kind.HEIC: 856}
