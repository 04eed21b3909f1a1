"""Label Studio's brush masks: the four channels of a picture, run by run, packed bit by bit.

The packing is thi.ng's `rle-pack`, as in `label_studio_sdk.converter.brush`: 32 bits for the number of
values, 5 for the bits of a value, four times 4 for the lengths that a run may be told in; then each run as
one bit “a single value”, two bits for its length's kind, the length less one, the value or values. The mask
is the fourth channel, with all its strengths.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from review_desk.domain.mask.mask import LARGEST, Mask
from review_desk.errors import BadInput

_CHANNELS = 4
_LENGTHS = (3, 4, 8, 16)
_VALUE_BITS = 8
_PLAIN = re.compile(rb"\x00+|\xff+|[^\x00\xff]", re.DOTALL)


def packed(mask: Mask, *, width: int, height: int) -> list[int]:
    """The bytes of a mask on a photo of that size, as Label Studio keeps them in JSON."""
    bits = [f"{width * height * _CHANNELS:032b}{_VALUE_BITS - 1:05b}", *(f"{n - 1:04b}" for n in _LENGTHS)]
    for value, runs in groupby(_runs(mask.on_photo(width, height), width, height), key=lambda run: run[0]):
        bits += _told(value, _CHANNELS * sum(length for _, length in runs))
    whole = "".join(bits)
    whole += "0" * (-len(whole) % 8)
    return list(int(whole, 2).to_bytes(len(whole) // 8, "big"))


def _runs(mask: Mask, width: int, height: int) -> Iterator[tuple[int, int]]:
    """Strength and length, row by row over the photo; two in turn may have the same strength."""
    yield 0, mask.top * width
    for number in range(mask.height):
        yield 0, mask.left
        for run in _PLAIN.finditer(mask.row(number)):
            yield run[0][0], len(run[0])
        yield 0, width - mask.left - mask.width
    yield 0, (height - mask.top - mask.height) * width


def _told(value: int, length: int) -> Iterator[str]:
    longest = 1 << _LENGTHS[-1]
    while length:
        part = min(length, longest)
        kind = next(kind for kind, bits in enumerate(_LENGTHS) if part <= 1 << bits)
        yield f"1{kind:02b}{part - 1:0{_LENGTHS[kind]}b}{value:0{_VALUE_BITS}b}"
        length -= part


def unpacked(content: Sequence[int], *, width: int, height: int) -> Mask:
    """The mask that Label Studio keeps for a photo of that size, cut to its box.

    Raises BadInput where it is cut off or of another size.
    """
    values = bytearray(width * height) if 0 < width * height <= LARGEST else bytearray()
    try:
        bits = _Bits(bytes(content))
        count = bits.read(32)
        word, lengths = bits.read(5) + 1, [bits.read(4) + 1 for _ in range(4)]
        if count != len(values) * _CHANNELS or not values or word != _VALUE_BITS:
            raise BadInput("A brush mask is of another size than its photo.")
        place = 0
        while place < count:
            alike, length = bits.read(1), bits.read(lengths[bits.read(2)]) + 1
            for each in (length,) if alike else (1,) * length:
                strength = bits.read(word)
                first, place = place // _CHANNELS, place + each
                if strength:
                    last = min(place, count) // _CHANNELS
                    values[first:last] = bytes((strength,)) * (last - first)
    except ValueError as error:
        raise BadInput("A brush mask is cut off.") from error
    return Mask(0, 0, width, height, bytes(values)).trimmed()


class _Bits:
    """Reads numbers of so many bits, the highest first. Raises ValueError past the end."""

    def __init__(self, content: bytes) -> None:
        self._bits = f"{int.from_bytes(content, 'big'):0{8 * len(content)}b}" if content else ""
        self._place = 0

    def read(self, count: int) -> int:
        self._place += count
        if self._place > len(self._bits):
            raise ValueError("past the end")
        return int(self._bits[self._place - count : self._place], 2)
