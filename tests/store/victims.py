"""The program that the crash tests kill.

It reads lines of JSON, each a verb with its arguments, and forks a victim for each, so that a victim starts
at once. Victims say on stdout what was acknowledged to them; the program says which process a victim is, and
when it is gone.
"""

import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from review_desk.domain.changes import Changes
from review_desk.domain.decision import Verdict
from review_desk.domain.photo import Photo
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import Refused
from review_desk.operations import annotate, browse, keep
from review_desk.operations.decide import clear_verdict, decide, toggle_tag
from review_desk.operations.export import export
from review_desk.operations.undo import redo, undo
from review_desk.store import log
from review_desk.store.desk import Reader, Store
from tests.builders import moment, open_store, take_in_made_up

TAGS = ("halo", "banding", "colour-cast")
FILE_EVENTS = {
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.truncate",
    "os.listdir",
    "os.scandir",
}


def main() -> None:
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        victim = os.fork()
        if victim == 0:
            VERBS[verb](*arguments)
            say(done=True)
            os._exit(0)
        say(victim=victim)
        os.waitpid(victim, 0)
        say(gone=True)


def say(**told: Any) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


# --- taking decisions -------------------------------------------------------------------------------------


def take_decisions(desk: str, seed: int) -> None:
    """Decide, tag, mark and undo until killed, saying each event that was acknowledged."""
    chance = random.Random(seed)
    with Store.open(Path(desk), program="a victim", at=moment()) as store:
        photos = browse.photos(store)
        for number in itertools.count():
            at = moment(number)
            try:
                changes = chance.choice(ACTIONS)(store, chance.choice(photos), chance, at)
            except Refused:
                continue
            if changes:
                say(seq=changes.head, hash=log.head(store.db)[1])
            time.sleep(chance.uniform(0, 0.004))  # so that checking all of them afterwards takes no minutes


def _decide(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    verdict, tags = chance.choice(list(Verdict)), chance.sample(TAGS, chance.randint(0, 2))
    return decide(store, photo=photo.id, verdict=verdict, reviewer="Ada", at=at, tags=tags, note="as seen")


def _clear(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    return clear_verdict(store, photo=photo.id, reviewer="Ada", at=at)


def _tag(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    return toggle_tag(store, photo=photo.id, tag=chance.choice(TAGS), reviewer="Ada", at=at)


def _mark(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    box = Rectangle(chance.randrange(20), chance.randrange(20), 10, 10)
    return annotate.add(store, photo=photo.id, version=2, shape=box, author="Ada", at=at, tags=["halo"])[1]


def _unmark(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    marks = browse.annotations(store, photo.id)
    if not marks:
        return _mark(store, photo, chance, at)
    return annotate.remove(store, annotation=chance.choice(marks).id, author="Ada", at=at)


def _undo(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    """Not back to before the photos came in: there would be nothing left to decide on."""
    if (browse.next_undo(store)[0] or "").startswith("Take in"):
        raise Refused("enough")
    return undo(store, actor="Ada", at=at)[0]


def _redo(store: Store, photo: Photo, chance: random.Random, at: str) -> Changes:
    return redo(store, actor="Ada", at=at)[0]


ACTIONS = (_decide, _decide, _clear, _tag, _mark, _unmark, _undo, _redo)


# --- larger works -----------------------------------------------------------------------------------------


def take_photos_in(desk: str, round_: int, count: int) -> None:
    """Take in so many photos in one transaction, under names of this round."""
    with open_store(Path(desk)) as store:
        say(ready=True)
        take_in_made_up(store, [f"{round_}-{number}" for number in range(count)], batch=f"round {round_}")


def back_up(desk: str, seconds: float, killed_at: int = 0) -> None:
    """Back up at that time; kill itself at that file event."""
    with open_store(Path(desk)) as store:
        say(ready=True)
        _kill_myself_at(killed_at)
        keep.back_up(store, at=moment(seconds))


def export_batch(desk: str, folder: str, killed_at: int = 0) -> None:
    """Export the only batch; kill itself at that file event."""
    with Reader.open(Path(desk)) as reader:
        _kill_myself_at(killed_at)
        export(reader, batch=browse.batches(reader)[0], folder=Path(folder))


def open_desk(desk: str, seconds: float, killed_at: int = 0) -> None:
    """Open for writing, which migrates an older desk; kill itself at that file event."""
    say(ready=True)
    _kill_myself_at(killed_at)
    open_store(Path(desk), moment(seconds)).close()


def init(desk: str, killed_at: int = 0) -> None:
    """Make a desk; kill itself at that file event."""
    _kill_myself_at(killed_at)
    keep.create(Path(desk), at=moment())


def restore(desk: str, backup: str, killed_at: int = 0) -> None:
    """Put a backup in place; kill itself at that file event."""
    _kill_myself_at(killed_at)
    keep.restore(Path(desk), Path(backup), at=moment(9000))


def _kill_myself_at(count: int) -> None:
    """Kill this process in front of the so-many-th time that it touches a file. 0: never."""
    seen = itertools.count(1)

    program = tuple(path for path in (*sys.path, sys.prefix, sys.base_prefix) if path)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in FILE_EVENTS or str(arguments[0]).startswith(program):  # a module that is loaded late
            return
        if next(seen) == count:
            os.kill(os.getpid(), signal.SIGKILL)

    if count:
        sys.addaudithook(watch)


VERBS: dict[str, Callable[..., None]] = {
    "take decisions": take_decisions,
    "take in": take_photos_in,
    "back up": back_up,
    "export": export_batch,
    "open": open_desk,
    "init": init,
    "restore": restore,
}

if __name__ == "__main__":
    main()
