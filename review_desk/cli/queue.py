"""The command that says whose turn is what."""

import argparse
from collections.abc import Iterable

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.domain.deadline import moment
from review_desk.domain.gate.hold import QUEUES, Queue
from review_desk.domain.queue import FOR_PEOPLE, Waiting, for_person, in_order
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.queue import claim_next, claims, give_back, waiting_in
from review_desk.store.cache import Cache
from review_desk.store.desk import Reader, Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--as", dest="person", required=True, metavar="NAME", help="whose turn it is")
    parser.add_argument("--batch", metavar="B", help="only of this batch (name or id)")
    parser.add_argument(
        "--queue", choices=tuple(QUEUES), help="only from this queue; else what a person can mend"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--look", action="store_true", help="say what would come, and claim nothing")
    what.add_argument("--give-back", metavar="PHOTO", help="let others have this photo again")


def _next(arguments: argparse.Namespace) -> int:
    if arguments.look:
        with Reader.open(arguments.desk) as reader:
            offered, at = _waiting(arguments, reader), moment(now())
            assert at is not None
            free = for_person(offered, claims(reader), arguments.person, at, queues=_queues(arguments))
            return _say(arguments, reader, free[0] if free else None, offered)
    with Store.open(arguments.desk, program="review-desk next", at=now()) as store:
        if arguments.give_back:
            photo = browse.photo(store, arguments.give_back).id
            give_back(store, photo=photo, person=arguments.person, at=now())
            return _say(arguments, store, None, _waiting(arguments, store))
        offered = _waiting(arguments, store)
        found, _ = claim_next(
            store, offered=offered, person=arguments.person, at=now(), queues=_queues(arguments)
        )
        return _say(arguments, store, found, offered)


def _waiting(arguments: argparse.Namespace, reader: Reader) -> list[Waiting]:
    named = [browse.batch(reader, arguments.batch)] if arguments.batch else browse.batches(reader)
    cache = Cache(reader.folder)
    try:
        return in_order(each for batch in named for each in waiting_in(reader, batch, cache))
    finally:
        cache.close()


def _queues(arguments: argparse.Namespace) -> tuple[Queue, ...]:
    return (arguments.queue,) if arguments.queue else FOR_PEOPLE


def _say(
    arguments: argparse.Namespace, reader: Reader, found: Waiting | None, offered: Iterable[Waiting]
) -> int:
    counts: dict[str, int] = dict.fromkeys(QUEUES, 0)
    for each in offered:
        counts[each.queue] += 1
    held = None
    if found and not arguments.look:
        held = claims(reader)[found.photo].until.isoformat()
    document = {"next": found.to_json() if found else None, "until": held, "waiting": counts}
    answer(arguments, document, plain(_words(arguments, found, counts)))
    return 0


def _words(arguments: argparse.Namespace, found: Waiting | None, counts: dict[str, int]) -> str:
    rest = ", ".join(f"{counts[name]} {title}" for name, title in QUEUES.items() if counts[name])
    if found is None:
        told = f"{arguments.give_back} is free again." if arguments.give_back else "Nothing waits."
        return f"{told} Waiting: {rest or 'nothing'}."
    when = f", due {found.due:%Y-%m-%d %H:%M}" if found.due else ""
    return (
        f"{found.photo}  {found.title}  level {found.level}, {QUEUES[found.queue]} ({found.why}){when}. "
        f"{f'Asked: “{found.question}” ' if found.question else ''}Waiting: {rest}."
    )


COMMANDS = (
    Command(
        "next",
        "Claim the photo that a person takes next, by level, promise and age.",
        _declare,
        _next,
        holds="{next: {photo, title, queue, why, level, due, since, only, question} "
        "or null, until, waiting: {queue: photos}}",
    ),
)
