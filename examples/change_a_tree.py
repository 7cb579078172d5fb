"""Print a page's running text, without its boxes and infographics: python change_a_tree.py PAGE

Trees are frozen: a change is a new tree, made with dataclasses.replace from the parts of the old
one.  Every writer takes it, so "txt" may as well be "docx" or "tei".
"""

from __future__ import annotations

import sys
from dataclasses import replace

import layoutkit
from layoutkit.model import Group, Node


def main(page: str) -> bytes:
    """Return the page as plain text, without what stands apart."""
    document = layoutkit.read(page)
    changed = replace(document, root=running_text(document.root))
    return layoutkit.render(changed, "txt")


def running_text(group: Group) -> Group:
    """Return a group without the boxes and infographics in it, at every level."""
    kept = [child for child in group.children if not is_apart(child)]
    children = [running_text(child) if isinstance(child, Group) else child for child in kept]
    return replace(group, children=tuple(children))


def is_apart(node: Node) -> bool:
    """Return whether a node is a box or a group of infographic lines."""
    return isinstance(node, Group) and node.role in ("box", "stats")


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1]))
