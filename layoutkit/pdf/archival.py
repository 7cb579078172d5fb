"""In: reportlab's bytes and the tags.  Out: the tagged, archivable file (PDF/A-2a and PDF/UA-1)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

from .tagging import Annotation, Content, Element

PRODUCER = "layoutkit"
_LIST_OWNERS = {"Decimal": Name.Decimal, "None": Name("/None")}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself; date is YYYY-MM-DD."""

    title: str
    author: str
    date: str
    language: str = "zh-CN"


def archive(data: bytes, root: Element, facts: Facts) -> bytes:
    """Return the file with structure tree, description, output intent and conformance claims."""
    with Pdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, Stream):
                _pack(thing)
        _Structure(pdf).build(root)
        catalog = pdf.Root
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.Lang = String(facts.language)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        catalog.OutputIntents = Array([_output_intent(pdf)])
        _describe(pdf, facts)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            object_stream_mode=ObjectStreamMode.disable,
            min_version="1.7",
        )
    return out.getvalue()


def _pack(stream: Stream) -> None:
    """Compress a stream; validators misread one whose data end in a carriage return."""
    data = stream.read_bytes()
    packed = zlib.compress(data)
    while packed.endswith(b"\r"):
        data += b"\n"
        packed = zlib.compress(data)
    if "/Length1" in stream:
        stream.Length1 = len(data)
    stream.write(packed, filter=Name.FlateDecode)


class _Structure:
    """Writes the elements as objects of the file."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.owners: list[list[Object]] = [[] for _ in self.pages]
        self.links: list[Object] = []
        self.next_key = len(self.pages)

    def build(self, root: Element) -> None:
        """Write the tree, the way back from content to elements, and the pages' entries."""
        pdf = self.pdf
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = Array([self._element(root, tree)])
        numbers = Array()
        for key, (page, owners) in enumerate(zip(self.pages, self.owners, strict=True)):
            page.StructParents = key
            page.Tabs = Name.S
            if "/Trans" in page:
                del page["/Trans"]
            numbers.append(key)
            numbers.append(pdf.make_indirect(Array(owners)))
        for key, element in enumerate(self.links, len(self.pages)):
            numbers.append(key)
            numbers.append(element)
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        tree.ParentTreeNextKey = self.next_key
        pdf.Root.StructTreeRoot = tree

    def _element(self, element: Element, parent: Object) -> Object:
        made = self.pdf.make_indirect(Dictionary(S=Name("/" + element.role), P=parent))
        if element.alt:
            made.Alt = String(element.alt)
        match element.role, element.owner:
            case "L", owner if owner:
                made.A = Dictionary(O=Name.List, ListNumbering=_LIST_OWNERS[owner])
            case "TH", _:
                made.A = Dictionary(O=Name.Table, Scope=Name.Column)
        kids = Array()
        home = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
        if home is not None:
            made.Pg = self.pages[home]
        for kid in element.kids:
            match kid:
                case Content(page, mcid):
                    here = Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=mcid)
                    kids.append(mcid if page == home else here)
                    self.owners[page].append(made)
                case Annotation(page, number):
                    kids.append(self._link(made, page, number))
                case Element():
                    kids.append(self._element(kid, made))
        made.K = kids
        return made

    def _link(self, element: Object, page: int, number: int) -> Object:
        """Tie a page's link to its element."""
        annotation = self.pages[page].Annots[number]
        if not annotation.is_indirect:
            annotation = self.pdf.make_indirect(annotation)
            self.pages[page].Annots[number] = annotation
        annotation.StructParent = self.next_key
        annotation.F = 4
        self.next_key += 1
        self.links.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self.pages[page])


def _describe(pdf: Pdf, facts: Facts) -> None:
    """Write the description twice, as PDF/A asks: Info dictionary and XMP packet say the same."""
    stamp = facts.date.replace("-", "") + "000000Z"
    info = Dictionary(
        Title=String(facts.title), Producer=String(PRODUCER), Creator=String(PRODUCER),
        CreationDate=String("D:" + stamp), ModDate=String("D:" + stamp),
    )  # fmt: skip
    if facts.author:
        info.Author = String(facts.author)
    pdf.trailer.Info = pdf.make_indirect(info)
    packet = _xmp(facts).encode("utf-8")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _xmp(facts: Facts) -> str:
    title, author = escape(facts.title), escape(facts.author)
    date = facts.date + "T00:00:00Z"
    creator = (
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{creator}
<dc:language><rdf:Bag><rdf:li>{facts.language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _output_intent(pdf: Pdf) -> Object:
    profile = pdf.make_stream(srgb_profile(), N=3)
    _pack(profile)
    return Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, Info=String("sRGB IEC61966-2.1"),
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"), DestOutputProfile=profile,
    )  # fmt: skip


def srgb_profile() -> bytes:
    """Return the ICC profile of sRGB: primaries adapted to D50, and the curve in 1,024 steps."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    name = b"sRGB IEC61966-2.1"
    curve = b"curv\0\0\0\0" + struct.pack(
        ">I1024H", 1024, *(round(linear(step / 1023) * 65535) for step in range(1024))
    )
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + bytes(79)
    tags = {
        b"desc": description,
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
    }
    body, table = b"", b""
    start = 132 + 12 * (len(tags) + 3)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    for tag in (b"rTRC", b"gTRC", b"bTRC"):
        table += tag + struct.pack(">II", start + len(body), len(curve))
    body += curve
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sIIIIIiii", start + len(body), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ",
        b"XYZ ", 1998, 2, 9, 6, 49, 0, b"acsp", b"\0\0\0\0", 0, 0, 0, 0, 0, 63190, 65536, 54061,
    )  # fmt: skip
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags) + 3) + table + body
