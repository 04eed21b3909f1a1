"""10,000 photos, all measured: asked of the rules, routed first, and again."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.line import Line

if TYPE_CHECKING:
    from review_desk.domain.photo import Photo
    from review_desk.domain.pixel_evidence import Evidence
    from review_desk.store.desk import Store

PHOTOS = 10_000
_SEED = 20261121
_LIMIT_S = 1.0
_WHAT = (
    "asked of every rule",
    "routed for the first time, an event for each",
    "read and routed again, as they are already",
)
_FIELDS = {
    "category": (
        "denim",
        "suiting",
        "basics",
        "jewellery",
        "shoes",
        "Women's denim jacket",
        "bags",
        "mugs",
        "",
    ),
    "surface": ("", "knit", "patent leather", "polished metal"),
    "content_type": ("packshot", "on-model", "ghost mannequin", "hero"),
    "channel": ("zalando", "brand.com", "homepage"),
    "use": ("catalogue", "pdp", "hero"),
}


def measure(work: Path, repeat: int) -> list[Line]:
    """Seconds of processor time for all of them; the best of the repeats counts."""
    from review_desk.operations import browse
    from tests.builders import open_store

    folder = work / "desk to route"
    if not folder.is_dir():
        _make(folder)
    with open_store(folder) as store:
        rng, photos = random.Random(_SEED), browse.photos(store)
        seen = {p.id: {"metal": rng.uniform(0, 20), "person": rng.uniform(0, 10)} for p in photos}
        rounds = [_round(store, photos, seen) for _ in range(repeat)]
    best = (min(times) for times in zip(*rounds, strict=True))
    return [
        Line(what=f"{PHOTOS:,} measured photos, {what}", unit="s", desk=seconds, limit=_LIMIT_S)
        for what, seconds in zip(_WHAT, best, strict=True)
    ]


def _make(folder: Path) -> None:
    """A desk of these photos, as intake leaves them: routed by rules that know none of them."""
    from tests.builders import new_desk, open_store, take_in_made_up

    rng = random.Random(_SEED)
    new_desk(folder)
    with open_store(folder) as store:
        for number in range(100):
            told = {name: rng.choice(values) for name, values in _FIELDS.items()}
            names = [f"sku-{number:03}-{each:03}" for each in range(PHOTOS // 100)]
            take_in_made_up(store, names, fields=told, batch="all")


def _round(
    store: "Store", photos: Sequence["Photo"], seen: Mapping[str, "Evidence"]
) -> tuple[float, float, float]:
    """Seconds for the rules alone, for a first routing of all, and for one that finds them routed so.

    Ends as it began, by undo.
    """
    from review_desk.domain.route import Router, told_of
    from review_desk.operations.route import route
    from review_desk.operations.rules import starting_rules
    from review_desk.operations.undo import undo
    from tests.builders import moment

    rules, counts = starting_rules(), []
    asked = [(told_of(vars(photo)), seen[photo.id]) for photo in photos]

    def act() -> None:
        batch = photos[0].batch
        changes = route(store, batch_id=batch, rules=rules, actor="bench", at=moment(1), evidence=seen)
        counts.append(len(changes.photos))

    alone = _seconds(lambda: list(map(Router(rules).route, *zip(*asked, strict=True))))
    first, again = _seconds(act), _seconds(act)
    assert counts == [PHOTOS, 0], f"{counts} photos were routed anew"
    undo(store, actor="bench", at=moment(2))
    return alone, first, again


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()  # of this process: what else runs on the machine does not count
    act()
    return time.process_time() - began
