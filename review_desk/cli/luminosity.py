"""The command that makes a mask of a photo's light, or of a path in its file."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer
from review_desk.domain.protecting import asked_path
from review_desk.domain.zone import ZONES, factors
from review_desk.imaging.workers import WorkerPool


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="grey or RGB")
    parser.add_argument(
        "zone", metavar="ZONE",
        help=f"{', '.join(ZONES)}; several with * between; or “path”, “path:NAME”: a path in the file",
    )  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="a PNG, grey")


def _mask(arguments: argparse.Namespace) -> int:
    name = asked_path(arguments.zone)
    if name is None:
        factors(arguments.zone)
    job, own = (
        ("luminosity_mask", {"zone": arguments.zone}) if name is None else ("path_mask", {"name": name})
    )
    with WorkerPool() as pool:
        made = pool.submit(job, timeout_s=120, path=arguments.photo, to=arguments.output, **own).result()
    share = made.values["share"]
    said = f"Wrote {arguments.output}: {arguments.zone}, {share:.1%} of the photo at least half."
    answer(arguments, {"file": str(arguments.output), "zone": arguments.zone, "share": share}, said)
    return 0


COMMANDS = (
    Command("mask", "Make a mask of the lights, mids or darks of a photo, or of a path in its file.",
            _declare, _mask,
            holds="{file, zone, share}"),
)  # fmt: skip
