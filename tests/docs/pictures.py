"""Make the pictures of the documentation again: `python -m tests.docs.pictures [--into FOLDER]`.

It fills a fresh example site, does the tutorial in Chromium and writes `docs/images/*.png`. A picture that looks like
the one that is there is left alone, so that dates and numbers alone change nothing.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import expect, sync_playwright

from tests.e2e.conftest import ARGUMENTS, CHROMIUM, PATIENCE
from tests.e2e.site import ExampleSite

from .pages import DOCS, PAGES, pictures_of
from .walk import walk

IMAGES = DOCS / "images"
COLOURS = 96
LIKE = 0.02
"""Two pictures are alike when fewer of their pixels differ: a date, a number."""
SEEN = 40
"""The least difference of a pixel, of 255, that one sees."""


@dataclass(frozen=True)
class Frame:
    """What of a page a picture shows: from which part on, and how much of it."""

    top: str = ""
    height: int = 0


FRAMES = {
    "write-badge": Frame(height=1150),
    "write-form": Frame(height=1050),
    "published": Frame(height=1000),
    "claim-start": Frame(".openbadges-hero"),
    "claim-deposited": Frame(".openbadges-state"),
    "award": Frame("#badge"),
    "mail": Frame("body"),
    "proof": Frame(".openbadges", 900),
}
"""Pictures that show something else than the top of a window, by their names without the language."""


class Album:
    """The pictures that pages of the documentation name."""

    def __init__(self, folder, wanted):
        self.folder = folder
        self.wanted = wanted
        self.kept = set()
        self.changed = []

    def keeps(self, page, name):
        """Take a picture of what the window shows, once, if a page wants it."""
        if name not in self.wanted or name in self.kept:
            return
        taken = small(framed(page, FRAMES.get(name.removesuffix("-fr").removesuffix("-en"), Frame())))
        target = self.folder / f"{name}.png"
        if not target.exists() or not alike(target.read_bytes(), taken):
            target.write_bytes(taken)
            self.changed.append(name)
        self.kept.add(name)


def framed(page, frame):
    """Take a picture of a page, and leave its window as it was."""
    before = page.viewport_size
    page.set_viewport_size({**before, "height": frame.height or before["height"]})
    page.wait_for_load_state("networkidle")
    if frame.top:
        page.locator(frame.top).first.evaluate("node => node.scrollIntoView()")
    taken = page.screenshot(animations="disabled")
    page.set_viewport_size(before)
    return taken


def small(png):
    """Return a picture with few colours."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def alike(one, other):
    """Say whether two pictures show the same."""
    first, second = (Image.open(BytesIO(png)).convert("L") for png in (one, other))
    if first.size != second.size:
        return False
    seen = ImageChops.difference(first, second).point(lambda value: 255 if value > SEEN else 0)
    return seen.histogram()[255] < LIKE * first.width * first.height


def wanted_pictures():
    """Return the names of the pictures that pages show."""
    return {path.stem for page in PAGES for _words, path in pictures_of(page)}


def take_pictures(folder):
    """Make the site, do the walk, and return the album."""
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(folder, wanted_pictures())
    with tempfile.TemporaryDirectory() as scratch, Path(scratch, "server.log").open("wb") as log:
        site = ExampleSite(Path(scratch, "site"), log)
        site.seed()
        site.serve()
        try:
            expect.set_options(timeout=PATIENCE)
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                walk(site, chromium, album)
                chromium.close()
        finally:
            site.stop()
    return album


def main():
    """Take the pictures and say which ones changed."""
    parser = argparse.ArgumentParser(prog="python -m tests.docs.pictures", description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=IMAGES, help="the folder to write to")
    album = take_pictures(parser.parse_args().into)
    missing = sorted(album.wanted - album.kept)
    sys.stdout.write(f"{len(album.kept)} pictures, changed: {', '.join(album.changed) or 'none'}.\n")
    if missing:
        sys.stdout.write(f"The walk does not show: {', '.join(missing)}.\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
