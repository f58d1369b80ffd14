"""What the child process needs for the largest photographs: `python -m tests.benchmarks.photos`.

Peak memory is VmHWM of the child. `ru_maxrss` would carry the peak of its parent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from io import BytesIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import pillow_heif
from PIL import Image

from wagtail_openbadges.intake import images
from wagtail_openbadges.intake.sniffing import Kind

SIZE = (8192, 6144)
LARGEST = (12_160, 9_120)
"""110 megapixels, as the largest sensors of phones make them."""
KNOWN = {
    Kind.JPEG: "draft: 0.5 s, 111 MB; 256 MiB of addresses at 110 Mpx",
    Kind.PNG: "1.5 GiB of addresses at 110 Mpx",
    Kind.WEBP: "2 GiB of addresses at 110 Mpx",
    Kind.HEIC: "512 MiB of addresses at 48 Mpx",
}
MEASURED_CHILD = """
import json, sys
from wagtail_openbadges.intake import child
child.main(json.loads(sys.argv[1]))
with open("/proc/self/status") as status:
    facts = dict(line.split(":", 1) for line in status)
print(facts["VmHWM"].split()[0], facts["VmPeak"].split()[0], file=sys.stderr)
"""


def noise(mode: str, size: tuple[int, int] = SIZE) -> Image.Image:
    """Draw something as hard to compress as a photograph: enlarged noise."""
    bands = [Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size) for _ in mode]
    return Image.merge(mode, bands)


def written(image: Image.Image, kind: Kind, **options) -> bytes:
    content = BytesIO()
    image.save(content, images.FORMATS.get(kind, kind.name), **options)
    return content.getvalue()


def measure(source: bytes, kind: Kind, **changes) -> tuple[float, float, float] | None:
    """Return seconds, peak of memory and peak of addresses in MiB; None when the child dies."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED_CHILD, json.dumps(images.job("photo", kind) | changes)],
        input=source,
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        return None
    resident, addresses = (int(figure) / 1024 for figure in done.stderr.split())
    return seconds, resident, addresses


def photographs():
    """Yield the name, the kind and the bytes of each photograph."""
    opaque, transparent = noise("RGB"), noise("RGBA")
    yield "JPEG", Kind.JPEG, written(opaque, Kind.JPEG, quality=80)
    yield "JPEG, progressive, 4:4:4", Kind.JPEG, written(opaque, Kind.JPEG, quality=80, progressive=True, subsampling=0)
    yield "JPEG, CMYK", Kind.JPEG, written(noise("CMYK"), Kind.JPEG, quality=70)
    largest = noise("RGB", LARGEST)
    yield "JPEG, 110 Mpx", Kind.JPEG, written(largest, Kind.JPEG, quality=80)
    yield "JPEG, 110 Mpx, progressive", Kind.JPEG, written(largest, Kind.JPEG, quality=80, progressive=True)
    pillow_heif.register_heif_opener()
    yield "HEIC", Kind.HEIC, written(opaque, Kind.HEIC, quality=60)
    yield "PNG, RGB", Kind.PNG, written(opaque, Kind.PNG, compress_level=1)
    yield "PNG, RGBA", Kind.PNG, written(transparent, Kind.PNG, compress_level=1)
    yield "PNG, palette", Kind.PNG, written(transparent.quantize(64), Kind.PNG, compress_level=1)
    yield "WebP, RGB", Kind.WEBP, written(opaque, Kind.WEBP, method=0)
    yield "WebP, RGBA, lossless", Kind.WEBP, written(transparent, Kind.WEBP, method=0, lossless=True, quality=0)


def main() -> None:
    head = f"{'photograph':28}{'sent, MB':>10}{'s':>7}{'VmHWM, MiB':>12}{'VmPeak, MiB':>13}{'limit, MiB':>12}  known"
    sys.stdout.write(head + "\n")
    for name, kind, source in photographs():
        figures = measure(source, kind)
        limit = images.job("photo", kind)["memory"] / 1024 / 1024
        shown = "{:>7.2f}{:>12.0f}{:>13.0f}".format(*figures) if figures else f"{'refused':>32}"
        sys.stdout.write(f"{name:28}{len(source) / 1e6:>10.1f}{shown}{limit:>12.0f}  {KNOWN[kind]}\n")


if __name__ == "__main__":
    main()
