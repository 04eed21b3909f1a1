"""The command that hands a slice of a batch to others."""

import argparse
from collections.abc import Callable
from pathlib import Path

from review_desk.cli.command import Command, answer
from review_desk.cli.desk import declare_desk
from review_desk.cli.slicing import declare_slice, slice_of
from review_desk.cli.source import show_progress, stopped_by_interrupt
from review_desk.operations import browse
from review_desk.operations.export import gather
from review_desk.operations.exports.formats import NAMES, PAINTED
from review_desk.operations.exports.writing import MANIFEST, left_out, write
from review_desk.store.desk import Reader


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument("--format", default="jsonl", metavar="F", help=", ".join(NAMES))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="a new or empty folder"
    )
    declare_slice(parser)


def _export(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch)
        gathered = gather(reader, batch=batch, kind=arguments.format, chosen=slice_of(arguments))
    with stopped_by_interrupt() as stop:
        paint = _painter() if arguments.format in PAINTED else None
        manifest = write(gathered, arguments.output, paint=paint, progress=show_progress, stop=stop)
    files = [str(arguments.output / name) for name in (*manifest["files"], MANIFEST)]
    document = {"files": files, "counts": manifest["counts"], "manifest": manifest}
    counts = ", ".join(f"{count} {name}" for name, count in manifest["counts"].items())
    answer(arguments, document, f"Exported {counts} to {arguments.output}.{left_out(manifest)}")
    return 0


def _painter() -> Callable[[Path], None]:
    """The window's painter, without a window."""
    from review_desk.cli.window import set_offscreen

    set_offscreen(1.0)
    from review_desk import app
    from review_desk.ui.exporting.paper import paint

    app.application()
    return paint


COMMANDS = (
    Command("export", "Export a batch, or a slice of it: training sets, marks, tables, a report.",
            _declare, _export,
            holds="{files: [], counts: {name: rows}, manifest: {made_by, format, slice: {asked: value}, "
                  "batch: {id, name}, desk, event_head: {desk_seq, hash}, counts, "
                  "left_out: {kind of mark: count} where the format has no place for some, "
                  "files: {name: {sha256, rows where it has any}}}}"),
)  # fmt: skip
