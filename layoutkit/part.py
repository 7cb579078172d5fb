"""The growing tree between the stages of assembly, and what makes its last blocks nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from .line import Block
from .model import Fragment, GroupRole, Node, Span, joined

Child: TypeAlias = "Part | Block | Node"


@dataclass(eq=False)
class Part:
    """A container that is still growing.

    style tells which headings are of one level: keyword, 一、, （一）, theme, theme-top; hashes is
    the level of a section's Markdown mark.
    """

    role: GroupRole
    kind: str = ""
    n: int | None = None
    heading: tuple[Fragment, ...] = ()
    title: Span | None = None
    style: str = ""
    rule: str = ""
    hashes: int = 0
    children: list[Child] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the heading as printed."""
        return joined(self.heading)

    def parts(self, role: str = "") -> list[Part]:
        """Return the containers among the children, of one role or all."""
        parts = [c for c in self.children if isinstance(c, Part)]
        return [part for part in parts if part.role == role] if role else parts

    def blocks(self) -> list[Block]:
        """Return the blocks among the children."""
        return [c for c in self.children if isinstance(c, Block)]

    def walk(self) -> Iterator[Part]:
        """Yield this part and all parts below it, parents first."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.parts()))
