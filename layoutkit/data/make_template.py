"""In: the table of styles.  Out: template.docx beside this file, equal bytes every time.

Run it after a change of the table: `python -m layoutkit.data.make_template`.  The result is
a whole Word file: change its looks in Word, save it, and hand it to the writer as `template`.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from .template_styles import (
    ACCENT,
    CHARACTERS,
    GREY,
    HEI,
    INK,
    LEVELS,
    PAPER,
    PARAGRAPHS,
    RULE,
    SONG,
    Style,
    color,
    of_level,
    size,
    spacing,
)

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Word's own styles keep the identifiers that Word gives them.
IDENTIFIERS = {
    "annotation text": "CommentText",
    "annotation reference": "CommentReference",
    "Default Paragraph Font": "DefaultParagraphFont",
    **{f"heading {n}": f"Heading{n}" for n in LEVELS},
    **{f"toc {n}": f"TOC{n}" for n in LEVELS},
}
OWN = (
    "Article", "Kicker", "Byline", "Speaker", "Stat", "Box", "Credit", "Jump", "Duplicate",
    "Lead", "Dateline", "Figure", "Table", "Glossary",
)  # fmt: skip


def identifier(name: str) -> str:
    """Return the identifier of a style: Word's, or the name without blanks."""
    return IDENTIFIERS.get(name) or "".join(word[0].upper() + word[1:] for word in name.split())


def style(row: Style, kind: str) -> str:
    """Return the XML of a style."""
    own = row.name.split()[0] in OWN
    based = row.based if kind == "paragraph" else "Default Paragraph Font"
    after = f'<w:next w:val="{identifier(row.after)}"/>' if row.after else ""
    hidden = "<w:semiHidden/><w:unhideWhenUsed/>" if row.hidden else ""
    listed = "" if row.hidden else "<w:qFormat/>"
    outline = f'<w:outlineLvl w:val="{row.level - 1}"/>' if row.level else ""
    paragraph = f"<w:pPr>{row.paragraph}{outline}</w:pPr>" if row.paragraph or outline else ""
    run = f"<w:rPr>{row.run}</w:rPr>" if row.run else ""
    custom = ' w:customStyle="1"' if own else ""
    return (
        f'<w:style w:type="{kind}"{custom} w:styleId="{identifier(row.name)}">'
        f'<w:name w:val="{row.name}"/><w:basedOn w:val="{identifier(based)}"/>{after}'
        f'<w:uiPriority w:val="{99 if row.hidden else 10}"/>{hidden}{listed}{paragraph}{run}'
        "</w:style>"
    )


def styles() -> str:
    """Return the part of the styles."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{SONG}<w:kern w:val="2"/>{size(10.5)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/><w:pPr><w:widowControl/>{spacing(0, 0, 18)}"
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{color(INK)}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    )
    paragraphs = [*PARAGRAPHS, *(row for level in LEVELS for row in of_level(level))]
    rows = "".join(style(row, "paragraph") for row in paragraphs)
    rows += "".join(style(row, "character") for row in CHARACTERS)
    return f'{DECLARATION}<w:styles xmlns:w="{WORD}">{defaults}{base}{rows}{TABLE}</w:styles>'


TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="NewspaperTable">'
    '<w:name w:val="Newspaper Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="10"/>'
    "<w:qFormat/><w:tblPr><w:tblBorders>"
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr>{HEI}</w:rPr><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{PAPER}"/></w:tcPr></w:tblStylePr></w:style>'
)

NUMBERING = (
    f'{DECLARATION}<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">'
    '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="■"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="420"/></w:tabs>'
    '<w:ind w:left="420" w:hanging="420"/></w:pPr><w:rPr>'
    '<w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体" w:cs="宋体" w:hint="eastAsia"/>'
    f"{color(ACCENT)}{size(7)}</w:rPr></w:lvl></w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)

SETTINGS = (
    f'{DECLARATION}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/>'
    '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:balanceSingleByteDoubleByteWidth/>"
    '<w:doNotExpandShiftReturn/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)

FACES = (
    ("宋体", "SimSun", "02010600030101010101", "auto", "86"),
    ("黑体", "SimHei", "02010609060101010101", "modern", "86"),
    ("楷体", "KaiTi", "02010609060101010101", "modern", "86"),
    ("Times New Roman", "", "02020603050405020304", "roman", "00"),
    ("Arial", "", "020B0604020202020204", "swiss", "00"),
)


def font_table() -> str:
    """Return the part that lets a machine without these fonts choose others of their kind."""
    rows = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{other}"/>' if other else "")
        + f'<w:panose1 w:val="{panose}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, panose, family, charset in FACES
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{WORD}">{rows}</w:fonts>'


MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
COLORS = (
    ("dk1", INK), ("lt1", "FFFFFF"), ("dk2", GREY), ("lt2", PAPER), ("accent1", ACCENT),
    ("accent2", RULE), ("accent3", GREY), ("accent4", "3B5B72"), ("accent5", "6B7F3A"),
    ("accent6", "8A6D3B"), ("hlink", ACCENT), ("folHlink", GREY),
)  # fmt: skip


def theme() -> str:
    """Return the part Word asks for; no style uses it, so that a style says all of its looks."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{rgb}"/></a:{name}>' for name, rgb in COLORS)
    faces = "".join(
        f'<a:{kind}Font><a:latin typeface="{latin}"/><a:ea typeface="{chinese}"/>'
        f'<a:cs typeface=""/></a:{kind}Font>'
        for kind, latin, chinese in (
            ("major", "Arial", "黑体"),
            ("minor", "Times New Roman", "宋体"),
        )
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    return (
        f'{DECLARATION}<a:theme xmlns:a="{MAIN}" name="layoutkit"><a:themeElements>'
        f'<a:clrScheme name="layoutkit">{colors}</a:clrScheme>'
        f'<a:fontScheme name="layoutkit">{faces}</a:fontScheme><a:fmtScheme name="layoutkit">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}"
        f"</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


FOOTER = (
    f'{DECLARATION}<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)

# The text is forty characters of 10.5 points wide.
DOCUMENT = (
    f'{DECLARATION}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body><w:sectPr>'
    '<w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1588" w:right="1753" w:bottom="1474" w:left="1753" w:header="907" '
    'w:footer="794" w:gutter="0"/></w:sectPr></w:body></w:document>'
)

PARTS = (
    ("styles", "styles+xml"),
    ("numbering", "numbering+xml"),
    ("settings", "settings+xml"),
    ("fontTable", "fontTable+xml"),
    ("footer", "footer+xml"),
)


def package() -> dict[str, str]:
    """Return the parts of the file in their order."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MIME}.{kind}"/>'
        for name, kind in (("document", "document.main+xml"), *PARTS)
    )
    overrides += (
        '<Override PartName="/word/theme.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for n, name in enumerate([*(name for name, _ in PARTS), "theme"], 1)
    )
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": f"{DECLARATION}<Relationships "
        f'xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/styles.xml": styles(),
        "word/numbering.xml": NUMBERING,
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/footer.xml": FOOTER,
        "word/theme.xml": theme(),
    }


def template() -> bytes:
    """Return the whole file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in package().items():
            archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("template.docx").write_bytes(template())
