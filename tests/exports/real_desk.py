"""A desk with a batch of real files, judged: what the exports with pictures need."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from review_desk.domain.decision import Verdict
from review_desk.domain.shapes.ellipse import Ellipse
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import annotate, browse
from review_desk.operations.decide import decide
from review_desk.operations.inspect import inspect
from review_desk.operations.intake import intake
from review_desk.operations.survey import survey
from review_desk.store.cache import Cache
from review_desk.store.desk import Store
from tests.builders import moment, new_desk, open_store

WIDTH, HEIGHT = 48, 36
PARAMETERS = "a ring on white\nNegative prompt: hands\nSteps: 20, Sampler: Euler, Seed: 7, Model: jewel_v3"


def paint(path: Path, seed: int) -> None:
    """A photo of noise in the format its name says; a TIFF has 16 bits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    codes = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    if path.suffix == ".tif":
        Image.fromarray(codes[..., 0].astype(np.uint16) * 257).save(path)
    else:
        told = PngInfo()
        told.add_text("parameters", PARAMETERS)
        Image.fromarray(codes).save(path, quality=95, pnginfo=told)


def photos_in(source: Path) -> Path:
    """Ring, bag and mug with a version by AI; the mug's before is a 16-bit TIFF. A lone hat."""
    for number, name in enumerate(("ring", "bag", "mug")):
        paint(source / "before" / f"{name}{'.tif' if name == 'mug' else '.jpg'}", number)
        paint(source / "after" / f"{name}.png", number + 10)
    paint(source / "before" / "hat.jpg", 30)
    return source


@contextlib.contextmanager
def judged_desk(folder: Path, workers: WorkerPool) -> Iterator[Store]:
    """The photos of `photos_in`, taken in: the ring rejected with two marks, the bag approved."""
    source = photos_in(folder / "photos")
    desk = new_desk(folder / "desk")
    cache = Cache(desk)
    inspection = inspect(survey(source, None), pool=workers, cache=cache)
    cache.close()
    with open_store(desk) as store:
        intake(store, inspection, rules=(), actor="Ada", at=moment(0), batch="Drop")
        by = {photo.name: photo.id for photo in browse.photos(store)}
        for at, shape in ((1, Rectangle(4, 6, 20, 12)), (2, Ellipse(30, 10, 12, 20))):
            annotate.add(
                store, photo=by["ring"], version=2, shape=shape, author="Ada", at=moment(at), tags=["halo"],
                severity="critical" if at == 2 else "minor", note="here",
            )  # fmt: skip
        decide(store, photo=by["ring"], verdict=Verdict.REJECT, reviewer="Ada", at=moment(3),
               tags=["banding"], note="around the stone", version=2)  # fmt: skip
        decide(store, photo=by["bag"], verdict=Verdict.APPROVE, reviewer="Ada", at=moment(4), version=2)
        yield store
