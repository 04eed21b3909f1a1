"""A packet of XMP as a tree that keeps all it does not know. Other people's XML is read within limits.

Sources: XMP specification part 1 (ISO 16684-1), 7.3 to 7.9; a DTD and its entities are no part of XMP.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.dom import minidom
from xml.parsers import expat

from review_desk.errors import BadInput

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_LARGEST = 4_000_000
_DEEPEST = 64
_MOST_ELEMENTS = 50_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
    '<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)

Element = minidom.Element


class Packet:
    """One packet. `ns` is always a namespace's URI, `name` a local name."""

    def __init__(self, raw: bytes | None = None) -> None:
        """Read a packet, or begin an empty one. Raises BadInput for what is none or beyond the limits."""
        text = _EMPTY if raw is None else _checked(_decoded(raw))
        self._document = minidom.parseString(text.encode())  # noqa: S318 no DTD and no entity is left in it
        found = self._document.getElementsByTagNameNS(RDF, "RDF")
        if not found:
            raise BadInput("It holds no RDF, so it is no XMP.")
        self._rdf = found[0]

    def to_bytes(self) -> bytes:
        """The packet in UTF-8."""
        return "".join(node.toxml() for node in self._document.childNodes).encode()

    # --- reading -----------------------------------------------------------------------------------------

    def value(self, ns: str, name: str) -> str | None:
        """A simple property, written as an attribute or as an element; None where it is not there."""
        for description in self._descriptions():
            if description.hasAttributeNS(ns, name):
                return str(description.getAttributeNS(ns, name)).strip()
        return next((_text(found) for found in self._elements(ns, name)), None)

    def values(self, ns: str, name: str) -> list[str]:
        """What stands in a bag, sequence or alternative."""
        return [
            text
            for found in self._elements(ns, name)
            for entry in found.getElementsByTagNameNS(RDF, "li")
            if (text := _text(entry))
        ]

    def _descriptions(self) -> Iterator[Element]:
        yield from _children(self._rdf, RDF, "Description")

    def _elements(self, ns: str, name: str) -> Iterator[Element]:
        for description in self._descriptions():
            yield from _children(description, ns, name)

    # --- writing -----------------------------------------------------------------------------------------

    def put(self, ns: str, prefix: str, name: str, value: str | None) -> None:
        """Set a simple property, or take it away with None."""
        if self.value(ns, name) == value:
            return
        self._drop(ns, name)
        if value is not None:
            home = self._home()
            home.setAttributeNS(ns, f"{_declared(home, ns, prefix)}:{name}", value)

    def put_all(self, ns: str, prefix: str, name: str, values: list[str], *, ordered: bool = False) -> None:
        """Set a bag (or a sequence) of words; none takes it away."""
        if self.values(ns, name) == values:
            return
        self._drop(ns, name)
        if not values:
            return
        home = self._home()
        made = self._document.createElementNS(ns, f"{_declared(home, ns, prefix)}:{name}")
        rdf = _declared(home, RDF, "rdf")
        bag = self._document.createElementNS(RDF, f"{rdf}:{'Seq' if ordered else 'Bag'}")
        for value in values:
            entry = self._document.createElementNS(RDF, f"{rdf}:li")
            entry.appendChild(self._document.createTextNode(value))
            bag.appendChild(entry)
        made.appendChild(bag)
        home.appendChild(made)

    def _drop(self, ns: str, name: str) -> None:
        for description in self._descriptions():
            if description.hasAttributeNS(ns, name):
                description.removeAttributeNS(ns, name)
            for found in _children(description, ns, name):
                description.removeChild(found)

    def _home(self) -> Element:
        """The description that new properties go into."""
        found = next(self._descriptions(), None)
        if found is None:
            rdf = _declared(self._rdf, RDF, "rdf")
            found = self._document.createElementNS(RDF, f"{rdf}:Description")
            found.setAttributeNS(RDF, f"{rdf}:about", "")
            self._rdf.appendChild(found)
        return found


def _decoded(raw: bytes) -> str:
    if len(raw) > _LARGEST:
        raise BadInput(f"It is larger than {_LARGEST // 1_000_000} MB.")
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return _DECLARATION.sub("", raw.decode(encoding))
    except UnicodeDecodeError:
        raise BadInput("It is not text in UTF-8.") from None


def _checked(text: str) -> str:
    """The same text, once it is known to be sound XML without a DTD, neither deep nor large."""
    counts = {"depth": 0, "elements": 0}

    def opened(*_: Any) -> None:
        counts["depth"] += 1
        counts["elements"] += 1
        if counts["depth"] > _DEEPEST or counts["elements"] > _MOST_ELEMENTS:
            raise BadInput("It is nested too deeply, or has too many parts.")

    def closed(*_: Any) -> None:
        counts["depth"] -= 1

    def refused(*_: Any) -> None:
        raise BadInput("It brings a DTD, which no XMP needs.")

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = refused, refused
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise BadInput(f"It is no sound XML: {expat.errors.messages[error.code]}.") from None
    return text


def _children(element: Element, ns: str, name: str) -> list[Element]:
    elements = (node for node in element.childNodes if isinstance(node, Element))
    return [node for node in elements if node.namespaceURI == ns and node.localName == name]


def _text(element: Element) -> str:
    parts = [
        node.data for node in element.childNodes if node.nodeType in (node.TEXT_NODE, node.CDATA_SECTION_NODE)
    ]
    return "".join(parts).strip()


def _declared(element: Element, ns: str, wanted: str) -> str:
    """The prefix that a namespace has here; declared on the element where it has none."""
    taken: dict[str, str] = {}
    node: Any = element
    while node is not None and node.nodeType == node.ELEMENT_NODE:
        for name, value in node.attributes.items():
            if name.startswith("xmlns:"):
                taken.setdefault(name[6:], value)
        node = node.parentNode
    for prefix, uri in taken.items():
        if uri == ns:
            return prefix
    prefix = next(p for n in range(1000) if (p := wanted + (str(n) if n else "")) not in taken)
    element.setAttributeNS(_XMLNS, f"xmlns:{prefix}", ns)
    return prefix
