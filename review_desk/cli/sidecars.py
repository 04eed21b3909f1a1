"""The command that tells Lightroom, Bridge and digiKam what was decided."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.slicing import declare_slice, slice_of
from review_desk.operations import browse
from review_desk.operations.sidecars import wanted_sidecars, write_sidecars
from review_desk.store.desk import Reader


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    declare_slice(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="write there, not beside the photos")
    parser.add_argument("--plain-names", action="store_true", help="name.xmp in place of name.ext.xmp")


def _sidecars(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        batch = browse.batch(reader, arguments.batch)
        wanted = wanted_sidecars(reader, batch=batch, chosen=slice_of(arguments))
    report = write_sidecars(wanted, folder=arguments.output, plain_names=arguments.plain_names)
    document = {
        "written": [str(path) for path in report.written],
        "same": report.same,
        "refused": [{"photo": title, "reason": reason} for title, reason in report.refused],
    }
    lines = [report.words, *(f"  {title}: {reason}" for title, reason in report.refused)]
    answer(arguments, document, "\n".join(map(plain, lines)))
    return 1 if report.refused else 0


COMMANDS = (
    Command(
        "sidecars",
        "Write verdicts and failure modes into XMP sidecars beside the photos.",
        _declare,
        _sidecars,
        holds="{written: [], same, refused: [{photo, reason}]}",
    ),
)
