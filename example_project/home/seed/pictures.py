"""Pictures for news and events, drawn here: nobody's photograph, nobody's rights."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

SIZE = (1200, 800)
CREAM, SOIL, LEAF, DARK_LEAF = "#f6f4ee", "#8a5a36", "#5fae6a", "#2f7d4b"
TEAL, DEEP, ORANGE, RED, SKY, SUN = "#0f5f5c", "#0a4340", "#e8893a", "#c94f3d", "#cfe8ea", "#f4c653"


def picture(title: str, draw):
    """Return the picture of that title, drawn and kept the first time."""
    kept = get_image_model().objects.filter(title=title).first()
    if kept is not None:
        return kept
    # Twice as large, then reduced: edges are smooth.
    sheet = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), CREAM)
    draw(ImageDraw.Draw(sheet))
    file = BytesIO()
    sheet.resize(SIZE, Image.Resampling.LANCZOS).save(file, "PNG")
    return get_image_model().objects.create(title=title, file=ImageFile(file, name=f"{draw.__name__}.png"))


def table(draw: ImageDraw.ImageDraw) -> None:
    """A long table seen from above, with plates, a loaf and vegetables."""
    draw.rectangle((0, 0, 2400, 1600), fill=TEAL)
    draw.rounded_rectangle((160, 360, 2240, 1240), 60, fill="#d9a871")
    for x in range(420, 2200, 520):
        for y in (540, 1060):
            _disc(draw, x, y, 150, CREAM)
            _disc(draw, x, y, 110, "#e7e1d2")
            _disc(draw, x - 20, y, 62, LEAF if (x // 520) % 2 else ORANGE)
            _disc(draw, x + 45, y + 20, 36, RED)
    draw.rounded_rectangle((900, 740, 1500, 860), 60, fill="#b9743a")
    for x in range(980, 1460, 110):
        draw.line((x, 760, x - 40, 840), fill="#f0d3a8", width=14)


def garden(draw: ImageDraw.ImageDraw) -> None:
    """Rows of vegetables under the sun, with a hut."""
    draw.rectangle((0, 0, 2400, 800), fill=SKY)
    _disc(draw, 2000, 260, 150, SUN)
    draw.rectangle((0, 800, 2400, 1600), fill=SOIL)
    draw.rectangle((260, 480, 700, 820), fill="#b9743a")
    draw.polygon([(200, 500), (480, 280), (760, 500)], fill=RED)
    draw.rectangle((430, 600, 550, 820), fill=DEEP)
    for row, y in enumerate(range(940, 1600, 200)):
        for x in range(120 + 60 * (row % 2), 2400, 240):
            _disc(draw, x, y, 70, DARK_LEAF)
            _disc(draw, x - 50, y + 10, 48, LEAF)
            _disc(draw, x + 50, y + 10, 48, LEAF)
            if (x + row) % 3 == 0:
                _disc(draw, x, y + 10, 26, RED)


def workshop(draw: ImageDraw.ImageDraw) -> None:
    """A wall with coloured notes, and the people who look at it."""
    draw.rectangle((0, 0, 2400, 1600), fill="#e3f1ee")
    for column, x in enumerate(range(300, 2100, 320)):
        for row, y in enumerate(range(160, 760, 220)):
            draw.rectangle((x, y, x + 230, y + 160), fill=(SUN, ORANGE, LEAF)[(column + row) % 3])
            for line in range(3):
                draw.line((x + 30, y + 45 + 35 * line, x + 200 - 30 * line, y + 45 + 35 * line), fill=DEEP, width=8)
    for x, colour in ((500, TEAL), (1000, RED), (1450, DARK_LEAF), (1900, DEEP)):
        _disc(draw, x, 1000, 110, "#c99a76" if x % 1000 else "#7a5236")
        draw.rounded_rectangle((x - 190, 1120, x + 190, 1800), 150, fill=colour)


def badge(draw: ImageDraw.ImageDraw) -> None:
    """Hands raised around a badge with a tick."""
    draw.rectangle((0, 0, 2400, 1600), fill="#fdeeda")
    for x, colour in ((380, "#7a5236"), (760, "#c99a76"), (1640, "#e0b48f"), (2020, "#5d3b28")):
        draw.rounded_rectangle((x - 80, 900, x + 80, 1700), 80, fill=colour)
        _disc(draw, x, 900, 120, colour)
    draw.regular_polygon((1200, 700, 430), 6, rotation=30, fill=DEEP)
    draw.regular_polygon((1200, 700, 360), 6, rotation=30, fill=TEAL)
    draw.line([(1030, 710), (1160, 840), (1390, 570)], fill=SUN, width=80, joint="curve")


def _disc(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
