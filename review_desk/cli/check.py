"""The command that checks a batch against the tolerances of its channels."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping

from review_desk.cli.command import Command, answer, plain, say
from review_desk.cli.desk import declare_desk
from review_desk.cli.source import show_progress, stopped_by_interrupt
from review_desk.domain.check.spread import spreads
from review_desk.domain.check.tolerance import OUTCOMES
from review_desk.domain.photo import Photo
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.check import Checked, Look, checked, inputs_checked, look, tasks
from review_desk.operations.standards import standard
from review_desk.operations.tolerances import overrides_in_force
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader

_SHAPES = {"flag": "▲", "fail": "✕"}


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    originals = "the originals, as shots to be retouched: light, cleanliness, tilt, file"
    parser.add_argument("--inputs", action="store_true", help=originals)
    parser.add_argument("--channel", metavar="C", help="hold all photos to this channel, not each to its own")


def _check(arguments: argparse.Namespace) -> int:
    channel = standard(arguments.channel) if arguments.channel else None
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch)
        photos = browse.photos(reader, batch_id=batch.id)
        own = overrides_in_force(reader)
        seen = looks(reader, photos, inputs=arguments.inputs)
        found = (
            inputs_checked(photos, seen, overrides=own)
            if arguments.inputs
            else checked(photos, seen, overrides=own, channel=channel)
        )
    rows = [each.to_json() for each in found.findings]
    answer(arguments, rows, "\n".join(map(plain, _lines(batch.name, photos, found))))
    _say_unmeasured(found)
    for each in spreads(found.findings):
        if each.advice:
            say(each.advice)
    return 1 if found.off else 0


def looks(reader: Reader, photos: list[Photo], *, inputs: bool = False) -> Mapping[str, Look]:
    """What is measured in the photos' pixels, with progress; what was measured before is remembered."""
    cache, pool = Cache(reader.folder), WorkerPool()
    try:
        with stopped_by_interrupt() as stop:
            todo = tasks(reader, photos, inputs=inputs)
            return look(todo, pool=pool, cache=cache, progress=show_progress, stop=stop)
    finally:
        pool.close()
        cache.close()


def _lines(batch: str, photos: list[Photo], found: Checked) -> Iterator[str]:
    by_photo: dict[str, list[str]] = {}
    for each in found.off:
        by_photo.setdefault(each.photo, []).append(f"  {_SHAPES[each.outcome]} {each.outcome}  {each.words}")
    counts = Counter(each.outcome for each in found.findings)
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
    yield f"“{batch}”: {len(photos)} photos checked, {len(by_photo)} with findings ({told})."
    named = {photo.id: photo for photo in photos}
    for photo, lines in by_photo.items():
        yield f"{photo}  {named[photo].title}"
        yield from lines


def _say_unmeasured(found: Checked) -> None:
    if found.unmeasured:
        count = len({each.photo for each in found.unmeasured})
        say(f"{len(found.unmeasured)} checks on {count} photos had nothing to measure.")


COMMANDS = (
    Command(
        "check",
        "Check a batch against the tolerances of its channels.",
        _declare,
        _check,
        holds="[{photo, version, check, value, unit, tolerance: {flag, fail}, outcome: pass/flag/fail, "
        "region: [x, y, width, height] or null, note, standard}]",
    ),
)
