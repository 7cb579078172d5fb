"""In: the final tree and its source.  Out: what a careful editor would query, by place."""

from __future__ import annotations

from collections.abc import Iterator

from .checks.conflicts import conflict_notices
from .checks.garbled import garbled_notices
from .checks.headings import heading_notices
from .checks.marks import mark_notices
from .model import Dup, Entry, Group, Meta, Notice, Place, Source, Stat, Text, own_fragments, walk
from .profile import Profile


def check(root: Group, source: Source, profile: Profile) -> tuple[Notice, ...]:
    """Return the warnings that the tree and the source lines give, in source order."""
    notices = [
        *heading_notices(root),
        *conflict_notices(root),
        *garbled_notices(root),
        *mark_notices(root),
        *_order(root),
        *_labels(root, profile),
        *_characters(source),
        *_emptiness(root),
    ]
    return tuple(sorted(notices, key=lambda notice: (_key(notice), notice.kind)))


def _key(notice: Notice) -> tuple[int, int]:
    return notice.at[0][:2]


def _order(root: Group) -> Iterator[Notice]:
    """The first paragraph whose end is printed before its beginning."""
    for node in walk(root):
        if isinstance(node, Group | Dup | Meta):
            continue
        fragments = own_fragments(node)
        if len(fragments) == 1:
            continue
        lines = [fragment.line for fragment in fragments]
        if lines != sorted(lines):
            yield Notice(kind="page-order", at=(Place(lines[0]),))
            return


def _labels(root: Group, profile: Profile) -> Iterator[Notice]:
    """Boxes with a printed label that the profile does not name, each label once."""
    known = set(profile.boxes)
    for node in walk(root):
        if not isinstance(node, Group) or node.role != "box" or not node.heading:
            continue
        if node.kind and node.kind not in known:
            known.add(node.kind)
            yield Notice(kind="unknown-label", at=(Place(node.heading[0].line),), said=(node.kind,))


def _characters(source: Source) -> Iterator[Notice]:
    """The first of the characters that decoding could not read."""
    places = [
        Place(number, line.index("\ufffd"))
        for number, line in enumerate(source.lines or (), 1)
        if "\ufffd" in line
    ]
    if places:
        count = sum(line.count("\ufffd") for line in source.lines or ())
        first = places[0]._replace(end=places[0].start + 1)
        yield Notice(kind="replaced-characters", at=(first,), said=(str(count),))


def _emptiness(root: Group) -> Iterator[Notice]:
    """A page on which nothing is printed but its frame."""
    for node in walk(root):
        if isinstance(node, Stat | Entry) or (isinstance(node, Text) and node.role != "furniture"):
            return
    yield Notice(kind="empty-page", at=(Place(1),))
