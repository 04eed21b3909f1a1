"""Reading CBOR (RFC 8949) of other people's making: bounded in depth and in how many things are in it."""

import struct
from typing import Any

_DEEPEST = 32
_MOST = 20_000
_BREAK = object()


class NotCbor(ValueError):
    """The bytes are no CBOR, or go beyond the limits."""


def decode(raw: bytes) -> Any:
    """The one value in `raw`. Tags are passed over, what follows the value too. Raises NotCbor."""
    return _Decoder(raw).value(0)


class _Decoder:
    def __init__(self, raw: bytes) -> None:
        self._raw, self._at, self._count = raw, 0, 0

    def value(self, depth: int) -> Any:
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST:
            raise NotCbor("too deep, or too many values")
        head = self._take(1)[0]
        major, short = head >> 5, head & 31
        if major == 7:
            return self._simple(short)
        length = self._length(short)
        return self._of_major(major, length, depth)

    def _of_major(self, major: int, length: int | None, depth: int) -> Any:
        if major in (0, 1):
            if length is None:
                raise NotCbor("a number without an end")
            return length if major == 0 else -1 - length
        if major in (2, 3):
            raw = self._chunks(major) if length is None else self._take(length)
            return raw if major == 2 else raw.decode("utf-8", "replace")
        if major == 6:
            return self.value(depth + 1)
        pairs = major == 5
        found = list(self._several(length, depth, pairs=pairs))
        return _mapped(found) if pairs else found

    def _several(self, length: int | None, depth: int, *, pairs: bool) -> list[Any]:
        found: list[Any] = []
        wanted = None if length is None else length * (2 if pairs else 1)
        while wanted is None or len(found) < wanted:
            each = self.value(depth + 1)
            if each is _BREAK:
                if wanted is not None:
                    raise NotCbor("an end where none is due")
                break
            found.append(each)
        return found

    def _chunks(self, major: int) -> bytes:
        """A string in pieces, up to the break."""
        found = b""
        while (head := self._take(1)[0]) != 0xFF:
            length = self._length(head & 31)
            if head >> 5 != major or length is None:
                raise NotCbor("a piece of another kind")
            found += self._take(length)
        return found

    def _simple(self, short: int) -> Any:
        if short == 31:
            return _BREAK
        floats = {25: (2, ">e"), 26: (4, ">f"), 27: (8, ">d")}
        if short in floats:
            size, layout = floats[short]
            return struct.unpack(layout, self._take(size))[0]
        if short == 24:
            self._take(1)
        return {20: False, 21: True}.get(short)

    def _length(self, short: int) -> int | None:
        """The number in or after a head; None for one without a length."""
        if short < 24:
            return short
        if short == 31:
            return None
        if short > 27:
            raise NotCbor("a reserved length")
        return int.from_bytes(self._take(1 << (short - 24)), "big")

    def _take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._raw):
            raise NotCbor("it breaks off")
        found, self._at = self._raw[self._at : end], end
        return found


def _mapped(flat: list[Any]) -> dict[str, Any]:
    """A map by the words of its keys."""
    if len(flat) % 2:
        raise NotCbor("a key without a value")
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=True)}
