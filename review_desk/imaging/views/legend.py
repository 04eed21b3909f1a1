"""What a colour or pattern of a view means, for whoever draws the legend."""

from dataclasses import dataclass

BGR = tuple[int, int, int]


@dataclass(frozen=True)
class Mark:
    """One entry of a legend: the colour as drawn (B, G, R codes) and its meaning in words."""

    bgr: BGR
    words: str
