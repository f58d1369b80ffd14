"""What a mail is that an issuer may word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...domain.rewording import Grammar
from ..letters import Occasion
from ..placeholders import PLACEHOLDERS


@dataclass(frozen=True, kw_only=True)
class Rewordable:
    """A mail that an issuer may word."""

    kind: str
    """What it is about, which notice, and which case of it where there are several."""
    title: Any
    when: Any
    """Who receives it, and when, for those who run the structure."""
    names: tuple[str, ...]
    """Placeholders that it knows, none of which is ever empty but a sentence."""
    needed: tuple[str, ...] = ()
    case: Callable[[Occasion], bool] = lambda occasion: True
    """When it is this one, among several of the same notice: the first that holds."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """What makes an occasion that never was one of this mail."""

    @property
    def family(self) -> str:
        """What it is about: a key of `LETTERS`."""
        return self.kind.split(".")[0]

    @property
    def notice(self) -> str:
        return self.kind.split(".")[1]

    @property
    def grammar(self) -> Grammar:
        short = tuple(name for name in self.names if not PLACEHOLDERS[name].is_sentence)
        return Grammar(subject=short, body=self.names, needed=self.needed)

    def values(self, occasion: Occasion) -> dict[str, str]:
        """Return what its placeholders stand for."""
        return {name: PLACEHOLDERS[name].value(occasion) for name in self.names}


def is_coded(occasion: Occasion) -> bool:
    return bool(occasion.code)


def is_first(occasion: Occasion) -> bool:
    return occasion.file.turn == 1
