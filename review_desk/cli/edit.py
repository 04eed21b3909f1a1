"""The command that has a photo edited in another program."""

import argparse

from review_desk.cli.command import Command, answer, plain, say
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.errors import BadInput, Refused
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.editing import editors, handing, returning
from review_desk.operations.editing.handing import Handed
from review_desk.operations.records import versions_json
from review_desk.store.desk import Reader, Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("photo", metavar="PHOTO", help="id, start of one, SKU or name")
    parser.add_argument("--with", dest="editor", metavar="COMMAND", help="the program to edit in")
    parser.add_argument("--version", type=int, metavar="N", help="which version (default: the newest)")


def _edit(arguments: argparse.Namespace) -> int:
    command = arguments.editor or next(iter(editors.editors().values()), "")
    if not command:
        raise BadInput("No editor was found on this machine: name one with --with COMMAND.")
    with WorkerPool() as pool:
        with _writing(arguments):  # what could not come back is not sent out
            out = _hand(pool, arguments)
        say(plain(f"{out.title} is open as {out.path}. It comes back when the program ends."))
        editors.start(command, [out.path]).wait()
        try:
            store = _writing(arguments)
        except Refused as error:
            raise Refused(f"{error} What was saved in {out.path.name} comes back there by itself.") from error
        with store:
            return _take_back(store, pool, out, arguments)


def _writing(arguments: argparse.Namespace) -> Store:
    return Store.open(arguments.desk, program="review-desk edit", at=now())


def _hand(pool: WorkerPool, arguments: argparse.Namespace) -> Handed:
    with Reader.open(arguments.desk) as reader:
        photo = browse.photo(reader, arguments.photo)
        number = arguments.version or photo.latest.number
        if all(version.number != number for version in photo.versions):
            raise BadInput(f"{photo.title} has no version {number}.")
        marks = browse.annotations(reader, photo.id)
        source = reader.resolve(photo.version(number).file)
        desk = reader.folder
    who = person()
    return handing.hand(desk, pool, photo, number, source=source, marks=marks, author=who, at=now())


def _take_back(store: Store, pool: WorkerPool, out: Handed, arguments: argparse.Namespace) -> int:
    """Store what came back; a copy that was not changed is removed."""
    before = returning.before_of(store, out)
    if before is None:
        raise BadInput(f"{out.title} is not on the desk any more. What was saved stays in {out.path}.")
    found = returning.look_at(pool, out, before) if out.has_changed() else None
    if found is None or returning.is_unmodified(found):
        handing.let_go(out)
        answer(arguments, {"changed": None, "version": None}, f"{out.title} came back as it was.")
        return 1
    returning.take_back(store, out, found, at=now())
    handing.let_go(out)
    made = versions_json(browse.photo(store, out.photo))[-1]
    share = f"{100 * found['changed']['share']:.2f} %"
    answer(
        arguments,
        {"changed": found["changed"], "version": made},
        f"{out.title} came back as version {made['version']}: {share} of it changed.",
    )
    return 0


COMMANDS = (
    Command("edit", "Edit a photo in another program; what is saved comes back as a version.",
            _declare, _edit,
            holds="{changed: {share, outlines: [[[x, y]]], moved, sure} or null, version: {…} or null}. "
                  "Exit status 1 where nothing was changed"),
)  # fmt: skip
