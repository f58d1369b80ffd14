"""The work of the child process, done in the process of the tests."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageOps

from tests.intake.pictures import announced_png, exif, noise, read, two_halves, written
from wagtail_openbadges.intake import child


def job(recipe: str, form: str, *, pixels: int = 1_000_000) -> child.Job:
    return {"recipe": recipe, "format": form, "pixels": pixels, "memory": 0, "seconds": 0}


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def red_and_blue_exchanged() -> bytes:
    return srgb_profile().replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def halves(content: bytes) -> tuple:
    """Return the colours of the left (or upper) and right (or lower) half, rounded to forgive JPEG."""
    image = read(content).convert("RGBA")
    width, height = image.size
    ends = image.getpixel((width // 4, height * 3 // 8)), image.getpixel((width * 3 // 4, height * 5 // 8))
    return tuple(tuple(round(band / 51) * 51 for band in pixel) for pixel in ends)


RED, BLUE = (255, 0, 0, 255), (0, 0, 255, 255)


def test_child_knows_no_django():
    listing = "import sys, wagtail_openbadges.intake.child; print(sorted(m for m in sys.modules if m[:6] == 'django'))"

    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, check=True, text=True)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_with_orientation_stands_upright_without_it(orientation):
    source = written(two_halves(), "JPEG", quality=95, exif=exif(orientation=orientation))

    remade = child.remake(source, job("photo", "JPEG"))

    expected = ImageOps.exif_transpose(read(source))
    assert (remade.width, remade.height) == expected.size
    assert halves(remade.content) == halves(written(expected, "PNG"))
    assert dict(read(remade.content).getexif()) == {}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_photo_with_unreadable_exif_is_kept():
    source = written(two_halves(), "JPEG", quality=95, exif=b"Exif\0\0II*\0\xff\xff\xff\xff")

    remade = child.remake(source, job("photo", "JPEG"))

    assert halves(remade.content) == (RED, BLUE)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK"])
def test_photo_of_any_mode_keeps_its_colours(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    source = written(two_halves(mode), form)

    remade = child.remake(source, job("photo", form))

    assert (remade.format, halves(remade.content)) == ("JPEG", (RED, BLUE))


@pytest.mark.parametrize("mode", ["1", "L", "I;16"])
def test_photo_in_greys_stays_in_greys(mode):
    image = Image.new(mode, (40, 40))
    image.paste({"1": 1, "L": 255, "I;16": 65535}[mode], (20, 0, 40, 40))

    remade = child.remake(written(image, "PNG"), job("photo", "PNG"))

    assert (remade.format, halves(remade.content)) == ("JPEG", ((0, 0, 0, 255), (255, 255, 255, 255)))


def test_photo_with_transparent_colour_becomes_png_and_stays_transparent():
    source = written(two_halves(), "PNG", transparency=(255, 0, 0))

    remade = child.remake(source, job("photo", "PNG"))

    assert (remade.format, halves(remade.content)) == ("PNG", ((255, 0, 0, 0), BLUE))


@pytest.mark.parametrize(("mode", "form"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_photo_with_colour_profile_is_converted_and_loses_it(mode, form):
    source = written(two_halves(mode), form, icc_profile=red_and_blue_exchanged())

    remade = child.remake(source, job("photo", form))

    assert halves(remade.content) == (BLUE, RED)
    assert "icc_profile" not in read(remade.content).info


def test_photo_with_unusable_colour_profile_keeps_its_colours():
    source = written(two_halves(), "JPEG", quality=95, icc_profile=b"no profile at all")

    remade = child.remake(source, job("photo", "JPEG"))

    assert halves(remade.content) == (RED, BLUE)


def test_photo_is_reduced_to_its_longest_side():
    source = written(noise((4000, 3000)), "JPEG")

    remade = child.remake(source, job("photo", "JPEG", pixels=12_000_000))

    assert (remade.width, remade.height, read(remade.content).size) == (2560, 1920, (2560, 1920))


def test_photo_that_is_small_keeps_its_size():
    remade = child.remake(written(two_halves(), "WEBP", lossless=True), job("photo", "WEBP"))

    assert (remade.width, remade.height, halves(remade.content)) == (64, 32, (RED, BLUE))


@pytest.mark.parametrize("size", [(2000, 1000), (60000, 60000)])
def test_photo_announcing_too_many_pixels_ends_the_child_by_its_own_status(size):
    with pytest.raises(SystemExit) as ended:
        child.remake(announced_png(*size), job("photo", "PNG"))

    assert ended.value.code == child.TOO_MANY_PIXELS


def test_photo_of_another_format_than_said_is_not_opened():
    with pytest.raises(Image.UnidentifiedImageError):
        child.remake(written(two_halves(), "PNG"), job("photo", "JPEG"))


def test_badge_that_is_not_square_is_set_on_a_transparent_square():
    remade = child.remake(written(two_halves(), "JPEG", quality=95), job("badge", "JPEG"))

    image = read(remade.content)
    assert (remade.format, image.size, image.getpixel((0, 0))) == ("PNG", (64, 64), (0, 0, 0, 0))
    assert halves(remade.content) == (RED, BLUE)


def test_badge_that_is_square_and_light_is_reduced_to_1200_pixels():
    source = written(Image.new("RGB", (1500, 1500), "red"), "PNG")

    remade = child.remake(source, job("badge", "PNG", pixels=3_000_000))

    assert (remade.width, remade.height) == (1200, 1200)


def test_badge_that_is_heavy_is_reduced_until_it_weighs_less():
    source = written(Image.effect_noise((1200, 1200), 60).convert("RGB"), "PNG")

    remade = child.remake(source, job("badge", "PNG", pixels=3_000_000))

    assert (remade.width, len(remade.content) <= 500_000) == (400, True)


def test_badge_that_nothing_makes_light_comes_in_its_smallest_size():
    bands = [Image.effect_noise((1200, 1200), 200 + seed) for seed in range(3)]
    source = written(Image.merge("RGB", bands), "PNG")
    tight = {"badge": child.RECIPES["badge"]._replace(weight=1)}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(child, "RECIPES", tight)
        remade = child.remake(source, job("badge", "PNG", pixels=3_000_000))

    assert (remade.width, remade.height) == (400, 400)


def test_logo_keeps_its_proportions_and_its_transparency():
    image = Image.new("RGBA", (900, 300))
    image.paste("red", (450, 0, 900, 300))

    remade = child.remake(written(image, "PNG"), job("logo", "PNG"))

    assert (remade.width, remade.height, halves(remade.content)) == (600, 200, ((0, 0, 0, 0), RED))


def test_remade_image_carries_nothing_but_its_pixels():
    source = BytesIO()
    two_halves("RGBA").save(source, "PNG", exif=exif(), icc_profile=srgb_profile(), dpi=(300, 300))

    remade = child.remake(source.getvalue(), job("logo", "PNG"))

    assert read(remade.content).info == {}
