"""The command of threads: what people say to each other about a photo."""

import argparse

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.comment import threads
from review_desk.operations import browse
from review_desk.operations import comment as commenting
from review_desk.operations.clock import now
from review_desk.operations.records import thread_json
from review_desk.store.desk import Reader, Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("photo", metavar="PHOTO", help="an id, the start of one, a SKU or a name")
    parser.add_argument("text", metavar="TEXT", nargs="?", default="", help="what to say; without: list")
    parser.add_argument("--as", dest="person", metavar="NAME", help="who says it (default: the login name)")
    parser.add_argument("--mark", default="", metavar="M", help="the id of the mark that it is about")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--answer", metavar="THREAD", help="answer in this thread (id or the start of one)")
    what.add_argument("--resolve", metavar="THREAD", help="say that this thread is settled")
    what.add_argument("--reopen", metavar="THREAD", help="say that it is not")


def _comment(arguments: argparse.Namespace) -> int:
    if not (arguments.text or arguments.resolve or arguments.reopen or arguments.answer):
        with Reader.open(arguments.desk) as reader:
            return _say(arguments, reader)
    with Store.open(arguments.desk, program="review-desk comment", at=now()) as store:
        _write(arguments, store)
        return _say(arguments, store)


def _write(arguments: argparse.Namespace, store: Store) -> None:
    photo = browse.photo(store, arguments.photo).id
    own = {"photo": photo, "author": arguments.person or person(), "at": now()}
    if thread := arguments.resolve or arguments.reopen:
        commenting.resolve(store, thread=thread, resolved=bool(arguments.resolve), **own)
    elif arguments.answer:
        commenting.answer(store, thread=arguments.answer, text=arguments.text, **own)
    else:
        commenting.say(store, text=arguments.text, mark=arguments.mark, **own)


def _say(arguments: argparse.Namespace, reader: Reader) -> int:
    found = threads(commenting.comments(reader, browse.photo(reader, arguments.photo).id))
    lines = [
        plain(f"{each.id[:8]}  {'✓' if thread.resolved else '○'}  {each.at}  {each.author}: {each.text}")
        for thread in found
        for each in thread.comments
    ]
    answer(arguments, [thread_json(thread) for thread in found], "\n".join(lines))
    return 0


COMMANDS = (
    Command(
        "comment",
        "Say something about a photo or a mark, answer, settle it; or list what was said.",
        _declare,
        _comment,
        holds="[{thread, photo, mark, resolved, comments: [{id, author, at, text}]}]",
    ),
)
