"""What may be done to a sealed file by somebody who wants it to say something else."""

import io
import re
import subprocess

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.tools import require_tool


def with_flipped_byte(pdf):
    changed = bytearray(pdf)
    changed[pdf.find(b"stream\n", 2000) + 30] ^= 1
    return bytes(changed)


def updated(pdf, change):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def with_replaced_page(pdf):
    def replace(writer):
        page = writer.root["/Pages"]["/Kids"].raw_get(0)
        stream = generic.StreamObject(stream_data=b"BT 100 400 Td (FAUX) Tj ET")
        page.get_object()["/Contents"] = writer.add_object(stream)
        writer.mark_update(page)

    return updated(pdf, replace)


def with_annotation(pdf):
    def annotate(writer):
        page = writer.root["/Pages"]["/Kids"].raw_get(0)
        note = generic.DictionaryObject({"/Type": generic.pdf_name("/Annot")})
        note["/Subtype"] = generic.pdf_name("/FreeText")
        note["/Contents"] = generic.pdf_string("FAUX")
        note["/Rect"] = generic.ArrayObject([generic.NumberObject(side) for side in (0, 0, 400, 400)])
        page.get_object()["/Annots"] = generic.ArrayObject([writer.add_object(note)])
        writer.mark_update(page)

    return updated(pdf, annotate)


def with_zero_contents(pdf):
    return re.sub(rb"(/Contents <)([0-9A-Fa-f]+)", lambda found: found[1] + b"0" * len(found[2]), pdf)


def without_byte_range(pdf):
    return pdf.replace(b"/ByteRange", b"/ByteRongo")


def with_short_byte_range(pdf):
    return re.sub(rb"(/ByteRange \[ ?0 )(\d)", lambda found: found[1] + (b"2" if found[2] == b"1" else b"1"), pdf)


def rewritten(pdf, tmp_path):
    path = tmp_path / "in.pdf"
    path.write_bytes(pdf)
    subprocess.run([require_tool("qpdf"), path, tmp_path / "out.pdf"], check=True)
    return (tmp_path / "out.pdf").read_bytes()
