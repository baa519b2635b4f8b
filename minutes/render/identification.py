"""Declares PDF/UA-1 beside PDF/A-3a: WeasyPrint writes one identification, the standards ask for both in one RDF."""

from typing import Any

UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
PDFA = "http://www.aiim.org/pdfa/ns"

DECLARATION = f"""<rdf:Description rdf:about="" xmlns:pdfuaid="{UA_NAMESPACE}">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="{PDFA}/extension/" xmlns:pdfaSchema="{PDFA}/schema#"\
 xmlns:pdfaProperty="{PDFA}/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{UA_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def declare_accessible(metadata: Any) -> None:
    """PDF/A allows only the schemas it knows: the extension description explains `pdfuaid` to it."""
    plain = metadata.generate_rdf_metadata

    def with_declaration(*arguments: Any) -> bytes:
        rdf: bytes = plain(*arguments)
        return rdf.replace(b"</rdf:RDF>", DECLARATION.encode() + b"</rdf:RDF>")

    metadata.generate_rdf_metadata = with_declaration
