"""10,000 photos, checked, judged and signed: where they stand at their gates, and who takes what next."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.line import Line

PHOTOS = 10_000
_LIMIT_S = 1.0
"""Somebody who opens the page of gates waits no longer for it."""


def measure(work: Path, repeat: int) -> list[Line]:
    """Seconds of processor time; the best of the repeats counts."""
    from review_desk.domain.check.finding import Measured
    from review_desk.domain.decision import Verdict
    from review_desk.domain.gate.standing import stand
    from review_desk.domain.sampling.draw import draw
    from review_desk.operations import browse
    from review_desk.operations.check import Look, checked
    from review_desk.operations.decide_many import decide_many
    from review_desk.operations.gate import known
    from review_desk.operations.queue import waiting
    from review_desk.operations.sign import sign
    from tests.builders import AT, new_desk, open_store, take_in_made_up

    folder = work / "desk at its gates"
    if not folder.is_dir():
        new_desk(folder)
        with open_store(folder) as store:
            fields = {"category": "ring", "sla_hours": 24}
            take_in_made_up(store, [f"p{number:05}" for number in range(PHOTOS)], fields=fields, batch="all")
            ids = [photo.id for photo in browse.photos(store)]
            decide_many(store, photos=ids[::2], verdict=Verdict.APPROVE, reviewer="Ada", at=AT)
            sign(store, photos=ids[::2], person="Ada", at=AT)
    with open_store(folder) as store:
        batch = browse.batch(store, "all")
        photos = browse.photos(store, batch_id=batch.id)
        looks = {photo.id: Look({"halo": Measured(20.0), "banding": Measured(3.0)}) for photo in photos}
        found = checked(photos, looks)
        read = min(_seconds(lambda: known(store, batch.id, found, photos)) for _ in range(repeat))
        told = known(store, batch.id, found, photos)
        stands = min(_seconds(lambda: stand(told.gates, told)) for _ in range(repeat))
        standings = stand(told.gates, told)
        queues = min(_seconds(lambda: waiting(batch, told, standings)) for _ in range(repeat))
        strata = {photo.id: str(place % 3) for place, photo in enumerate(photos)}
        drawn = min(_seconds(lambda: draw(strata, size=200, seed=1)) for _ in range(repeat))
    whole = read + stands + queues
    return [
        Line(what="10,000 photos at three gates", unit="s", desk=whole, limit=_LIMIT_S, asked="a page opens"),
        Line(what="so the gates alone", unit="ms", desk=1e3 * stands),
        Line(what="draw 200 of 10,000", unit="ms", desk=1e3 * drawn),
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
