"""The demo desk: the shipped batch, taken in as any other."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from review_desk.imaging.workers import WorkerPool
from review_desk.operations import keep
from review_desk.operations.clock import now
from review_desk.operations.inspect import inspect
from review_desk.operations.intake import intake
from review_desk.operations.rules import starting_rules
from review_desk.operations.survey import Planned, survey
from review_desk.paths import asset
from review_desk.store.cache import Cache
from review_desk.store.desk import FILE, Store

BATCH = "Demo · AW26 studio set"


def prepare(folder: Path) -> bool:
    """Make the demo desk in `folder` unless it is there. Returns whether it was made."""
    if (folder / FILE).exists():
        return False
    keep.create(folder, at=now())
    try:
        _take_in(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return True


def _take_in(folder: Path) -> None:
    cache = Cache(folder)
    try:
        with WorkerPool() as pool, Store.open(folder, program="review-desk demo", at=now()) as store:
            seen = survey(asset("demo"))  # in a checkout the studio's scripts lie there too, and are refused
            plan = replace(seen, refused=(), photos=_shot_lately(seen.photos, datetime.fromisoformat(now())))
            inspection = inspect(plan, pool=pool, cache=cache)
            intake(store, inspection, rules=starting_rules(), actor="review-desk", at=now(), batch=BATCH)
    finally:
        cache.close()


def _shot_lately(photos: Sequence[Planned], at: datetime) -> tuple[Planned, ...]:
    """The photos as if their shoot had ended the day before: their deadlines have not passed."""
    shot = [datetime.fromisoformat(photo.fields["shot_at"]) for photo in photos]
    since = timedelta(days=(at.date() - max(shot).date()).days - 1)
    return tuple(
        replace(photo, fields={**photo.fields, "shot_at": (then + since).isoformat().replace("+00:00", "Z")})
        for photo, then in zip(photos, shot, strict=True)
    )
