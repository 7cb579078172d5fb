"""In: a warning.  Out: its note, a Chinese sentence whose values and places read back."""

from __future__ import annotations

from ..model import Notice, Place
from ..notices import SENTENCES
from ..pattern import pattern
from .tei_page import Page
from .tei_text import escape

_SLOT = pattern(r"\{(\d)\}")


def note(page: Page, notice: Notice) -> str:
    """Return the note of a warning: said values in `mentioned`, the places a and b in `ref`."""
    parts = _SLOT.split(SENTENCES[notice.kind][1])
    slots = [int(slot) for slot in parts[1::2]]
    content = [escape(parts[0])]
    for slot, text in zip(slots, parts[2::2], strict=True):
        content += _value(page, notice, slot), escape(text)
    for slot in range(max(len(notice.said), 2)):
        if slot not in slots and (slot < len(notice.said) or _place(notice, slot)):
            content.append(f"（{_value(page, notice, slot)}）")
    target = f' target="{page.targets(notice.at)}"' if notice.at else ""
    attributes = f' subtype="{notice.kind}" resp="#{page.identifier}-layoutkit"{target}'
    return f'<note{page.new_id()} type="warning"{attributes}>{"".join(content)}</note>'


def _place(notice: Notice, slot: int) -> tuple[Place, ...]:
    return (notice.a, notice.b)[slot] if slot < 2 else ()


def _value(page: Page, notice: Notice, slot: int) -> str:
    """Return the value of a slot of the sentence: what was said, else what stands at its place."""
    places = _place(notice, slot)
    if slot < len(notice.said):
        value = f'<mentioned n="{slot + 1}">{escape(notice.said[slot])}</mentioned>'
    else:
        value = escape(page.quoted(places) or "?")
    if not places:
        return value
    return f'<ref n="{"ab"[slot]}" target="{page.targets(places)}">{value}</ref>'
