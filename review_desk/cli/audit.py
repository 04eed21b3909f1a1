"""The command that says who did what, when, why and on which display."""

import argparse
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.domain.audit import FIELDS, GROUPS, Entry, Wanted, kinds_named
from review_desk.domain.day import Days
from review_desk.operations import browse
from review_desk.operations.audit import audit, write_audit
from review_desk.store.desk import Reader


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--photo", metavar="P", help="only this photo")
    parser.add_argument("--batch", metavar="B", help="only this batch (name or id)")
    parser.add_argument("--who", default="", metavar="NAME", help="only what this person did")
    parser.add_argument(
        "--kind", action="append", default=[], metavar="K", help=f"only {', '.join(GROUPS)}; may be repeated"
    )
    parser.add_argument("--since", default="", metavar="DAY", help="only on this day (UTC) or later")
    parser.add_argument("--until", default="", metavar="DAY", help="only on this day (UTC) or before")
    parser.add_argument("--search", default="", metavar="WORDS", help="only where all these words stand")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the newest N")
    parser.add_argument("-o", "--output", type=Path, metavar="F", help="write a .csv or .json file")


def _audit(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        wanted = _wanted(reader, arguments)
        if arguments.output:
            count = write_audit(reader, wanted, arguments.output)
            document: dict[str, Any] = {"file": str(arguments.output), "count": count}
            answer(arguments, document, f"Wrote {count} entries to {arguments.output}.")
            return 0
        page = audit(reader, wanted, count=max(0, arguments.limit))
    document = {"count": page.count, "entries": [each.to_json() for each in page.entries]}
    answer(arguments, document, "\n".join(plain(_line(each)) for each in page.entries))
    return 0


def _wanted(reader: Reader, arguments: argparse.Namespace) -> Wanted:
    return Wanted(
        photo=browse.photo(reader, arguments.photo).id if arguments.photo else "",
        batch=browse.batch(reader, arguments.batch).id if arguments.batch else "",
        who=arguments.who,
        kinds=kinds_named(tuple(arguments.kind)),
        days=Days(arguments.since, arguments.until),
        words=arguments.search,
    )


def _line(each: Entry) -> str:
    told = "  ".join(filter(None, (each.title, each.what, each.change)))
    why = f"  because: {each.why}" if each.why else ""
    return f"{each.seq}  {each.at}  {each.who}  {told}{why}  on: {each.display}"


COMMANDS = (
    Command(
        "audit",
        "Say who did what, when, why and on which display, the newest first.",
        _declare,
        _audit,
        holds=f"{{count, entries: [{{{', '.join(FIELDS)}}}]}}; with -o {{file, count}}",
    ),
)
