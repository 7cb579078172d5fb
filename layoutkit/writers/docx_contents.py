"""In: the printed blocks.  Out: the contents list of a long report, as XML text.

Its entries are written out, for readers that do not build the list themselves.  They stand in
HYPERLINK fields inside the TOC field, so that a program which reads the text can leave them out.
They name no pages: only the program that lays the pages out knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..reading import Block
from .docx_runs import escape, runs

_HEADINGS, _CHARACTERS, _ENTRIES = 12, 8_000, 45
_LEVELS = 6
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


def level_of(block: Block) -> int:
    """Return the level of a heading, as deep as Word's styles go; a headline's is the first."""
    return min(max(block.depth, 1), _LEVELS)


def bookmark(index: int) -> str:
    """Return the name of the bookmark on the heading that is the block of this number."""
    return f"_Toc{index:08}"


def contents(
    blocks: Sequence[tuple[int, Block]], titles: Collection[int], style: Callable[[str], str]
) -> str:
    """Return the list, or nothing where the text is no long report.

    titles are the numbers of the blocks that are listed beside the headings.
    """
    headings = [row for row in blocks if row[1].is_heading or row[0] in titles]
    if len(headings) < _HEADINGS or sum(len(block.text) for _, block in blocks) < _CHARACTERS:
        return ""
    depth = _depth([level_of(block) for _, block in headings])
    rows = [(index, block) for index, block in headings if level_of(block) <= depth]
    lines = [_entry(index, block) for index, block in rows]
    lines[0] = _begin(f' TOC \\o "1-{depth}" \\n \\h \\z \\u ') + lines[0]
    lines[-1] += _END
    styles = [style(f"toc {level_of(block)}") for _, block in rows]
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{line}</w:p>'
        for name, line in zip(styles, lines, strict=True)
    )
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{paragraphs}</w:sdtContent>"
        "</w:sdt>"
    )


def _depth(levels: list[int]) -> int:
    """Return how many levels are listed: as many as fit on a page, at least the first."""
    return max(
        (n for n in range(2, 4) if sum(level <= n for level in levels) <= _ENTRIES), default=1
    )


def _begin(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
        f'<w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>{_SEPARATE}'
    )


def _entry(index: int, block: Block) -> str:
    link = _begin(f' HYPERLINK \\l "{bookmark(index)}" ')
    return f"{link}{runs(' '.join(block.text.split()))}{_END}"
