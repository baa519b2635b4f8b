"""A lighter structure tree: WeasyPrint wraps every line of text in an element of its own, half of all the elements.

Each such wrapper is replaced, in its parent, by the marked content it held. Readers see the same tree, the file is
smaller and comparing its revisions when a signature is verified takes half the time.
"""

from typing import Any

import pydyf


def unwrap_lines(pdf: pydyf.PDF) -> None:
    emptied = {wrapper.reference for wrapper in _elements(pdf) if _unwrap(pdf, wrapper)}
    for wrapper in emptied:
        _release(resolve(pdf, wrapper))


def _release(unused: pydyf.Object) -> None:
    """Leaves a free entry in the table of objects: pydyf writes number 0 as « nothing here »."""
    unused.number, unused.generation, unused.free = 0, 1, "f"


def wrap_list_bodies(pdf: pydyf.PDF) -> None:
    """A list item may hold its mark and one body: paragraphs and lists inside it go into that body (ISO 14289, 7.2)."""
    for item in _elements(pdf):
        if item["S"] == "/LI":
            _wrap_body(pdf, item)


def _wrap_body(pdf: pydyf.PDF, item: pydyf.Dictionary) -> None:
    kids = [resolve(pdf, kid) for kid in item["K"] if isinstance(kid, bytes)]
    inside = [kid for kid in kids if kid["S"] != "/Lbl"]
    if len(kids) < len(item["K"]) or [kid["S"] for kid in inside] in ([], ["/LBody"]):
        return
    entries = {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]}
    body = pydyf.Dictionary(entries | {"K": pydyf.Array(kid.reference for kid in inside)})
    pdf.add_object(body)
    for kid in inside:
        kid["P"] = body.reference
        kid["S"] = "/Div" if kid["S"] == "/LBody" else kid["S"]
    item["K"] = pydyf.Array([*(kid.reference for kid in kids if kid["S"] == "/Lbl"), body.reference])


def resolve(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    return [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructElem"]


def _unwrap(pdf: pydyf.PDF, wrapper: pydyf.Dictionary) -> bool:
    """True when the wrapper held one piece of text and its parent, on the same page, now holds it directly."""
    parent = resolve(pdf, wrapper["P"])
    if wrapper["S"] != "/Span" or not _is_one_text(wrapper["K"]) or parent.get("Pg") != wrapper["Pg"]:
        return False
    (text,) = wrapper["K"]
    page = resolve(pdf, wrapper["Pg"])
    parent["K"] = pydyf.Array(text if kid == wrapper.reference else kid for kid in parent["K"])
    _texts_of_page(pdf, page)[text] = parent.reference
    return True


def _is_one_text(kids: Any) -> bool:
    return isinstance(kids, list) and len(kids) == 1 and isinstance(kids[0], int)


def _texts_of_page(pdf: pydyf.PDF, page: pydyf.Dictionary) -> Any:
    """The page's row of the parent tree: which element each piece of marked content belongs to."""
    numbers = resolve(pdf, resolve(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    return numbers[2 * page["StructParents"] + 1]
