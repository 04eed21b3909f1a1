"""The command that hands a slice of a batch to others."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer
from review_desk.cli.desk import declare_desk
from review_desk.cli.source import show_progress, stopped_by_interrupt
from review_desk.domain.slice import Slice
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.export import gather
from review_desk.operations.exports.formats import NAMES
from review_desk.operations.exports.writing import MANIFEST, write
from review_desk.store.desk import Reader

_ONLY = (
    ("verdict", "V", "photos with this verdict, or “none”"),
    ("tag", "T", "photos with this failure mode"),
    ("preset", "P", "photos of this preset"),
    ("route", "R", "photos of this route"),
    ("level", "N", "photos of this risk level"),
)
"""Options that may be given several times: any of their values will do."""


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument("--format", default="jsonl", metavar="F", help=", ".join(NAMES))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="a new or empty folder"
    )
    for name, shown, meaning in _ONLY:
        parser.add_argument(f"--{name}", action="append", default=[], metavar=shown, help=f"only {meaning}")
    parser.add_argument("--since", default="", metavar="DAY", help="only decided on this day (UTC) or later")
    parser.add_argument("--until", default="", metavar="DAY", help="only decided on this day (UTC) or before")


def _export(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch)
        gathered = gather(reader, batch=batch, kind=arguments.format, chosen=_slice(arguments))
    with stopped_by_interrupt() as stop:
        manifest = write(gathered, arguments.output, progress=show_progress, stop=stop)
    files = [str(arguments.output / name) for name in (*manifest["files"], MANIFEST)]
    document = {"files": files, "counts": manifest["counts"], "manifest": manifest}
    counts = ", ".join(f"{count} {name}" for name, count in manifest["counts"].items())
    answer(arguments, document, f"Exported {counts} to {arguments.output}.")
    return 0


def _slice(arguments: argparse.Namespace) -> Slice:
    return Slice(
        verdicts=tuple(arguments.verdict),
        tags=tuple(arguments.tag),
        levels=tuple(map(_level, arguments.level)),
        routes=tuple(arguments.route),
        presets=tuple(arguments.preset),
        since=arguments.since,
        until=arguments.until,
    )


def _level(text: str) -> int:
    if text not in ("1", "2", "3"):
        raise BadInput(f"“{text}” is not a risk level: say 1, 2 or 3.")
    return int(text)


COMMANDS = (
    Command("export", "Export a batch, or a slice of it: training sets, marks, tables, a report.",
            _declare, _export,
            holds="{files: [], counts: {name: rows}, manifest: {made_by, format, slice: {asked: value}, "
                  "batch: {id, name}, desk, event_head: {desk_seq, hash}, counts, "
                  "files: {name: {sha256, rows where it has any}}}}"),
)  # fmt: skip
