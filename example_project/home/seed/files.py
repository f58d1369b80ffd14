"""Where the drawings of the example are."""

from pathlib import Path

IMAGES = Path(__file__).resolve().parents[1] / "images"
