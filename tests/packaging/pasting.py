"""What an integrator pastes: the blocks of our pages, and what `manage.py check` prints."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
FENCED = re.compile(r"^```python\n# (\w+\.py)\b.*?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PASTE = re.compile(r"Paste into (.+):$")


def blocks_of(page: str) -> dict[str, str]:
    """Return the code of a page of ours by the file that the first line of its block names."""
    return dict(FENCED.findall((ROOT / page).read_text()))


def printed(output: str) -> dict[str, list[str]]:
    """Return what `check` says to paste, by its place, in the order in which it says so."""
    found: dict[str, list[str]] = defaultdict(list)
    lines = iter([*output.splitlines(), ""])
    line = next(lines)
    for following in lines:
        place = PASTE.search(line)
        line = following
        if place:
            block = []
            while line.startswith("    ") or not line:
                block.append(line)
                line = next(lines, "end")
            found[place[1]].append(dedent("\n".join(block)).strip())
    return dict(found)
