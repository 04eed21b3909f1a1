"""COCO's run-length masks: columns from the left, counts that begin with what is outside.

Both writings of pycocotools' `_mask` (maskApi.c, `rleToString` and `rleFrString`): a list of counts, and the
string in which each count is told as the difference from the one before the last, five bits a sign.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from review_desk.domain.mask.mask import LARGEST, Mask
from review_desk.errors import BadInput

_ZERO = 48
"""The sign “0”, which stands for the five bits 00000."""


def counts_of(mask: Mask, *, width: int, height: int) -> list[int]:
    """How many pixels are outside, inside, outside … down the columns of a photo of that size."""
    counts, done = [], 0
    for start, end in _joined(_inside_runs(mask.on_photo(width, height), height)):
        counts += [start - done, end - start]
        done = end
    return [*counts, width * height - done] if done < width * height or not counts else counts


def _inside_runs(mask: Mask, height: int) -> Iterator[tuple[int, int]]:
    """Start and end of every run of pixels inside, as COCO counts the photo's pixels."""
    inside = mask.inside()
    for x in range(mask.width):
        column, base = inside[x :: mask.width], (mask.left + x) * height + mask.top
        start = column.find(1)
        while start >= 0:
            end = column.find(0, start)
            end = end if end >= 0 else mask.height
            yield base + start, base + end
            start = column.find(1, end)


def _joined(runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs that touch as one: from the foot of a column to the head of the next."""
    held: tuple[int, int] | None = None
    for start, end in runs:
        if held and held[1] == start:
            held = held[0], end
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def mask_of(counts: Sequence[int], *, width: int, height: int) -> Mask:
    """The mask that counts tell, 255 inside, cut to its box. Raises BadInput where they do not add up."""
    if not 0 < width * height <= LARGEST or min(counts, default=-1) < 0 or sum(counts) != width * height:
        raise BadInput("A run-length mask does not add up to its photo's pixels.")
    ends = list(accumulate(counts, initial=0))
    runs = [(start, end) for start, end in list(pairwise(ends))[1::2] if end > start]
    if not runs:
        return Mask(0, 0, 0, 0, b"")
    left, right = runs[0][0] // height, (runs[-1][1] - 1) // height + 1
    wide = right - left
    values = bytearray(wide * height)
    for start, end in runs:
        for x in range(start // height, (end - 1) // height + 1):
            first, last = max(start, x * height) - x * height, min(end, (x + 1) * height) - x * height
            place = first * wide + x - left
            values[place : place + (last - first - 1) * wide + 1 : wide] = b"\xff" * (last - first)
    return Mask(left, 0, wide, height, bytes(values)).trimmed()


def to_string(counts: Sequence[int]) -> str:
    """The counts as COCO's short string."""
    signs = bytearray()
    for number, count in enumerate(counts):
        left = count - counts[number - 2] if number > 2 else count
        more = True
        while more:
            bits = left & 0x1F
            left >>= 5
            more = left != (-1 if bits & 0x10 else 0)
            signs.append(_ZERO + (bits | 0x20 if more else bits))
    return signs.decode("ascii")


def from_string(text: str) -> list[int]:
    """The counts of COCO's short string. Raises BadInput for one that is cut off or has other signs."""
    counts: list[int] = []
    value = shift = 0
    for sign in text.encode("utf-8"):
        bits = sign - _ZERO
        if not 0 <= bits < 64 or shift > 60:
            raise BadInput("A run-length mask has signs that COCO's do not have.")
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits & 0x20:
            continue
        if bits & 0x10:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        value = shift = 0
    if shift:
        raise BadInput("A run-length mask is cut off.")
    return counts
