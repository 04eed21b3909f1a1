"""Fewer points for the same line."""

from collections.abc import Sequence

from review_desk.domain.shapes.point import Point, distance_to_segment


def simplified(line: Sequence[Point], tolerance: float) -> tuple[Point, ...]:
    """The line with as few of its points as keep every other within `tolerance` pixels of it.

    Both ends stay. Ramer, “An iterative procedure for the polygonal approximation of plane curves” (1972);
    Douglas and Peucker (1973). Without recursion: a long stroke has thousands of points.
    """
    kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        between = range(first + 1, last)
        far, at = max((distance_to_segment(line[i], line[first], line[last]), i) for i in between)
        if far > tolerance:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return tuple(line[i] for i in sorted(kept))
