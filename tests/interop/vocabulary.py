"""The judge of what search engines read: schema.org's vocabulary as TypeScript's compiler knows it.

`schema-dts` is generated from schema.org by its authors at Google; a member or a value that the vocabulary does not
have for a type does not compile.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PACKAGES = Path(__file__).parent / "node_modules"
OPTIONS = ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--module", "nodenext", "--types", ""]
NODE_SECONDS = 120


def judge(documents: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[str, list[str]]:
    """Return what the compiler says of each document by its name, all in one run; nothing for one that it accepts.

    Args:
        documents: JSON-LD in the words of schema.org, each with an `@type`.
        folder: an empty one to work in.
    """
    (folder / "node_modules").symlink_to(PACKAGES, target_is_directory=True)
    sources = {f"document{number}.ts": name for number, name in enumerate(documents)}
    for source, name in sources.items():
        (folder / source).write_text(_typed(documents[name]))
    run = subprocess.run(
        ["node", PACKAGES / ".bin" / "tsc", *OPTIONS, *sources],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=NODE_SECONDS,
    )
    said: dict[str, list[str]] = {name: [] for name in documents}
    for line in run.stdout.splitlines():
        found = re.match(r"(document\d+\.ts)\(\d+,\d+\): error (.*)", line)
        if found:
            said[sources[found[1]]].append(found[2])
    if run.returncode and not any(said.values()):
        raise RuntimeError(run.stdout + run.stderr)
    return said


def _typed(document: Mapping[str, Any]) -> str:
    kind = document["@type"]
    written = json.dumps(document, ensure_ascii=False)
    return (
        f"import type {{ {kind}, WithContext }} from 'schema-dts';\nexport const it: WithContext<{kind}> = {written};\n"
    )
