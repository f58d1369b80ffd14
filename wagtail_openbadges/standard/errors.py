"""The tree of errors.

Each class lists its codes with an English sentence that tells a person what to do. Codes are stable: a program
may rely on them, and `public/wording.py` translates every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar


class OpenBadgesError(Exception):
    """Something that this project refuses, by a stable code, with parameters and an English sentence."""

    messages: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, /, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(self.messages[code].format_map(params))

    @classmethod
    def catalogue(cls) -> Iterator[tuple[str, str]]:
        """Yield every (code, English sentence) of this class and of all that derive from it."""
        yield from cls.messages.items()
        for child in cls.__subclasses__():
            yield from child.catalogue()
