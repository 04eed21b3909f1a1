"""Checks of a whole batch: shots that a SKU lacks, photos that came twice."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from review_desk.domain.check.finding import Measured
from review_desk.domain.photo import Photo

_USUAL = 0.6
"""The share of a category's SKUs from which a shot is usual for it."""

_FEWEST = 3
"""So many SKUs tell what is usual."""


def missing_shots(photos: Sequence[Photo]) -> dict[str, Measured]:
    """How many usual shots each SKU and colourway lacks, on its first photo.

    Usual is a shot that three fifths of the SKUs of a category have, where there are three of them. Photos
    without a SKU or shot have none.
    """
    lots: dict[str, dict[tuple[str, str], list[Photo]]] = defaultdict(lambda: defaultdict(list))
    for photo in photos:
        if photo.sku and photo.shot:
            lots[_category(photo)][photo.sku, photo.colourway].append(photo)
    found: dict[str, Measured] = {}
    for articles in lots.values():
        found |= _missing(articles)
    return found


def _category(photo: Photo) -> str:
    return str(photo.fields.get("category", "")).casefold()


def _missing(articles: Mapping[tuple[str, str], Sequence[Photo]]) -> dict[str, Measured]:
    if len(articles) < _FEWEST:
        return {}
    counts = Counter(shot for photos in articles.values() for shot in {photo.shot for photo in photos})
    usual = [shot for shot, count in counts.items() if count >= _USUAL * len(articles)]
    found = {}
    for photos in articles.values():
        lacking = [shot for shot in usual if shot not in {photo.shot for photo in photos}]
        note = f"Without {', '.join(lacking)}." if lacking else ""
        found[photos[0].id] = Measured(len(lacking), note=note)
    return found


def duplicates(photos: Sequence[Photo], alike: Mapping[str, Sequence[str]]) -> dict[str, Measured]:
    """How many other photos are the same picture as each; `alike` is by photo id, by its pixels.

    Photos whose newest versions have one hash are the same whether their pixels were looked at or not.
    """
    by_hash = defaultdict(list)
    for photo in photos:
        by_hash[photo.latest.sha256].append(photo.id)
    named = {photo.id: photo.name for photo in photos}
    found = {}
    for photo in photos:
        same = {*by_hash[photo.latest.sha256], *alike.get(photo.id, ())} - {photo.id}
        names = ", ".join(sorted(named[other] for other in same if other in named)[:3])
        found[photo.id] = Measured(len(same), note=f"The same as {names}." if same else "")
    return found
