"""Empty signature fields, written with the page itself: one revision, tagged for screen readers, unseen until signed.

The structure element holds its object reference bare: in an array, the first signature reads as broken once a second
one has been added (pyHanko's comparison of revisions).
"""

from collections.abc import Iterable
from typing import Any

import pydyf

from minutes.render.parts import Anchor, SignatureField
from minutes.render.structure import resolve

PRINTED = 4
"""Annotation flag: appears on paper too."""


def add_signature_fields(pdf: pydyf.PDF, fields: Iterable[SignatureField], anchors: dict[str, Anchor]) -> None:
    widgets = [_add_field(pdf, field, anchors[field.anchor]) for field in fields]
    if widgets:
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([w.reference for w in widgets])})


def _add_field(pdf: pydyf.PDF, field: SignatureField, anchor: Anchor) -> pydyf.Dictionary:
    page = _page(pdf, anchor.page)
    widget = _widget(pdf, field, anchor, page)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    _tag(pdf, widget, page, field.label)
    return widget


def _widget(pdf: pydyf.PDF, field: SignatureField, anchor: Anchor, page: pydyf.Dictionary) -> pydyf.Dictionary:
    box = [round(side, 2) for side in (anchor.left, anchor.bottom, anchor.right, anchor.top)]
    return _added(
        pdf,
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(field.name),
            "TU": pydyf.String(field.label),
            "F": PRINTED,
            "P": page.reference,
            "Rect": pydyf.Array(box),
            "AP": pydyf.Dictionary({"N": _blank(pdf, box[2] - box[0], box[3] - box[1]).reference}),
        },
    )


def _blank(pdf: pydyf.PDF, width: float, height: float) -> pydyf.Stream:
    """PDF/A wants an appearance on every field, even on one that shows nothing."""
    box = pydyf.Array([0, 0, round(width, 2), round(height, 2)])
    stream = pydyf.Stream([], {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary()})
    pdf.add_object(stream)
    return stream


def _tag(pdf: pydyf.PDF, widget: pydyf.Dictionary, page: pydyf.Dictionary, label: str) -> None:
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    document = resolve(pdf, root["K"][0])
    numbers = resolve(pdf, root["ParentTree"])["Nums"]
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    element = _added(
        pdf,
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": document.reference,
            "Pg": page.reference,
            "Alt": pydyf.String(label),
            "K": reference,
        },
    )
    widget["StructParent"] = numbers[-2] + 1
    numbers.extend((widget["StructParent"], element.reference))
    document["K"].append(element.reference)


def _added(pdf: pydyf.PDF, entries: dict[str, Any]) -> pydyf.Dictionary:
    dictionary = pydyf.Dictionary(entries)
    pdf.add_object(dictionary)
    return dictionary


def _page(pdf: pydyf.PDF, number: int) -> pydyf.Dictionary:
    return resolve(pdf, pdf.page_references[number])
