"""Files as people send them, made on the spot."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image

IMAGES = Path(__file__).resolve().parents[2] / "example_project" / "home" / "images"
PHOTO_SIZE = (8000, 6000)
"""48 megapixels, as phones of today take them."""


def report_pdf():
    """Return a small PDF."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return {"name": "attestation.pdf", "mimeType": "application/pdf", "buffer": body}


@cache
def photograph():
    """Return a large photograph, as heavy as those of phones, that says where it was taken."""
    grain = Image.effect_noise((2000, 1500), 60).resize(PHOTO_SIZE)
    picture = Image.merge("RGB", [Image.linear_gradient("L").resize(PHOTO_SIZE), grain, grain])
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Exemple"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (50.0, 43.0, 26.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (3.0, 9.0, 41.0),
        }
    )
    written = BytesIO()
    picture.save(written, "JPEG", quality=90, exif=exif)
    return {"name": "atelier.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def says_where(picture):
    """Say whether an image tells where it was taken."""
    return bool(Image.open(BytesIO(picture)).getexif().get_ifd(ExifTags.IFD.GPSInfo))


def drawing():
    """Return the image of a badge, as an editor has it on her disk."""
    return {"name": "accueil.png", "mimeType": "image/png", "buffer": (IMAGES / "laureat.png").read_bytes()}
