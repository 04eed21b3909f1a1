"""10,000 photos, all measured, routed again: through the rules alone, and through the whole operation."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.line import Line

PHOTOS = 10_000
_SEED = 20261121
_LIMIT_S = 1.0
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
    from review_desk.domain.route import Router
    from review_desk.operations import browse
    from review_desk.operations.route import route
    from review_desk.operations.rules import starting_rules
    from tests.builders import moment, new_desk, open_store, take_in_made_up

    rng, folder = random.Random(_SEED), work / "desk to route"
    rules = starting_rules()
    if not folder.is_dir():
        new_desk(folder)
        with open_store(folder) as store:
            for number in range(100):
                told = {name: rng.choice(values) for name, values in _FIELDS.items()}
                names = [f"sku-{number:03}-{each:03}" for each in range(PHOTOS // 100)]
                take_in_made_up(store, names, fields=told, batch="all")
    with open_store(folder) as store:
        batch, photos = browse.batch(store, "all").id, browse.photos(store)
        seen = {p.id: {"metal": rng.uniform(0, 20), "person": rng.uniform(0, 10)} for p in photos}
        told = [({**p.fields, "sku": p.sku, "shot": p.shot}, seen[p.id]) for p in photos]
        pure = min(
            _seconds(lambda: list(map(Router(rules).route, *zip(*told, strict=True)))) for _ in range(repeat)
        )
        route(store, batch_id=batch, rules=rules, actor="bench", at=moment(1), evidence=seen)
        whole = min(
            _seconds(
                lambda: route(store, batch_id=batch, rules=rules, actor="bench", at=moment(2), evidence=seen)
            )
            for _ in range(repeat)
        )
    return [
        Line(what=f"{PHOTOS:,} measured photos, asked of every rule", unit="s", desk=pure, limit=_LIMIT_S),
        Line(
            what=f"{PHOTOS:,} measured photos read, routed again and held against what is stored",
            unit="s",
            desk=whole,
            limit=_LIMIT_S,
        ),
    ]


def _seconds(act: Callable[[], object]) -> float:
    began = time.process_time()  # of this process: what else runs on the machine does not count
    act()
    return time.process_time() - began
