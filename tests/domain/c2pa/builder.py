"""C2PA stores made on the spot, by the specification and not by the reader's code."""

import struct
from typing import Any


def cbor(value: Any) -> bytes:  # noqa: PLR0911  # one a kind
    """Maps, lists, words, bytes, whole numbers, floats, truth and nothing."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, dict):
        return _head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    return _head(4, len(value)) + b"".join(map(cbor, value))


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for short, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << (8 * size):
            return bytes([major << 5 | short]) + number.to_bytes(size, "big")
    raise OverflowError


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def superbox(label: str, *inside: bytes, kind: bytes = b"c2ma") -> bytes:
    uuid = kind + b"\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
    return box(b"jumb", box(b"jumd", uuid + b"\x03" + label.encode() + b"\0") + b"".join(inside))


def assertion(label: str, content: Any) -> bytes:
    return superbox(label, box(b"cbor", cbor(content)), kind=b"cbor")


ACTIONS = {
    "actions": [
        {
            "action": "c2pa.created",
            "when": "2026-11-20T09:30:00Z",
            "softwareAgent": {"name": "Studio Imagine"},
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        },
        {"action": "c2pa.color_adjustments", "softwareAgent": "Bright 3"},
    ]
}


def store(*, claim: dict[str, Any] | None = None, actions: Any = None) -> bytes:
    """A store of two manifests; the second one is in force."""
    told = claim or {"claim_generator_info": [{"name": "Imagine", "version": "2.1"}], "dc:title": "ring.jpg"}
    assertions = superbox(
        "c2pa.assertions",
        assertion("c2pa.actions.v2", ACTIONS if actions is None else actions),
        assertion("c2pa.ingredient.v3", {"dc:title": "camera.dng", "relationship": "parentOf"}),
        kind=b"c2as",
    )
    old = superbox(
        "urn:c2pa:1", superbox("c2pa.claim", box(b"cbor", cbor({"claim_generator": "an older one"})))
    )
    new = superbox(
        "urn:c2pa:2", assertions, superbox("c2pa.claim.v2", box(b"cbor", cbor(told)), kind=b"c2cl")
    )
    return superbox("c2pa", old, new, kind=b"c2pa")


def in_jpeg(jpeg: bytes, store_: bytes, *, piece: int = 60_000) -> bytes:
    """The store in APP11 segments, right after the start of the image."""
    head, body = store_[:8], store_[8:]
    pieces = [body[at : at + piece] for at in range(0, len(body), piece)]
    segments = b""
    for number, part in enumerate(pieces, 1):
        content = b"JP" + struct.pack(">HI", 1, number) + head + part
        segments += b"\xff\xeb" + struct.pack(">H", len(content) + 2) + content
    return jpeg[:2] + segments + jpeg[2:]


def in_webp(webp: bytes, store_: bytes) -> bytes:
    chunk = b"C2PA" + struct.pack("<I", len(store_)) + store_ + b"\0" * (len(store_) % 2)
    return webp[:4] + struct.pack("<I", len(webp) - 8 + len(chunk)) + webp[8:] + chunk
