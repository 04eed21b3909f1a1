"""Several masks as one."""

from collections.abc import Sequence

from review_desk.domain.mask.mask import Mask


def joined(masks: Sequence[Mask], *, width: int, height: int) -> Mask:
    """A mask of a whole photo of that size: at each pixel the strongest of them, 0 where none is."""
    values = bytearray(width * height)
    for mask in masks:
        own = mask.on_photo(width, height)
        for number in range(own.height):
            start = (own.top + number) * width + own.left
            row, there = own.row(number), values[start : start + own.width]
            values[start : start + own.width] = bytes(map(max, row, there)) if any(there) else row
    return Mask(0, 0, width, height, bytes(values))
