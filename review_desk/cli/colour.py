"""The command that says what the canvas would put on a display."""

import argparse
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer
from review_desk.errors import BadInput, Refused
from review_desk.imaging.badge import badge
from review_desk.imaging.workers import Reply, WorkerPool


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", type=Path, metavar="IN", help="a photo")
    parser.add_argument(
        "--display", type=Path, required=True, metavar="ICC", help="the profile of the display"
    )
    parser.add_argument(
        "--intent", choices=("relative", "perceptual"), default="relative", help="rendering intent"
    )
    parser.add_argument("--no-bpc", action="store_true", help="without black-point compensation")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="PNG", help="where the display's codes go"
    )


def _colour(arguments: argparse.Namespace) -> int:
    photo, output = arguments.photo, arguments.output
    if output.suffix.lower() != ".png":
        raise BadInput(f"{output.name} is no name for a PNG: end it with .png.")
    for original in (photo, arguments.display):
        if output.exists() and original.exists() and output.samefile(original):
            raise Refused(f"{output.name} is what is read. Originals are never written: name another file.")
    with WorkerPool(size=1) as pool:
        options = {"display": arguments.display, "intent": arguments.intent, "bpc": not arguments.no_bpc}
        facts = pool.submit("probe", path=photo).result().values
        frame = pool.submit("frame", path=photo, **options).result()
    _write(output, frame)
    document = _document({**facts, **frame.values})
    answer(arguments, document, f"Wrote {output}: {document['badge']}; {document['engine']}.")
    return 0


def _write(output: Path, frame: Reply) -> None:
    import numpy as np

    from review_desk.imaging.encode import write_photo

    write_photo(output, np.ascontiguousarray(frame.array()[..., 2::-1]), profile=None)


def _document(facts: dict[str, Any]) -> dict[str, Any]:
    """`source_profile` is what the colours were read by; `assumed` where the file did not soundly say."""
    mode, state = facts["mode"], facts["profile_state"]
    stand_in = "plain inks" if mode == "CMYK" else "sRGB"
    return {
        "source_profile": facts["profile"] if state in ("embedded", "assumed") else stand_in,
        "assumed": state != "embedded",
        "engine": facts["engine"],
        "badge": badge(mode=mode, profile=facts["profile"], state=state),
        "reason": facts["profile_reason"],
        "width": facts["width"],
        "height": facts["height"],
    }


COMMANDS = (
    Command(
        "colour",
        "Write what the canvas would put on a display: its codes, 1:1, as a PNG without a profile.",
        _declare,
        _colour,
        holds="{source_profile, assumed, engine, badge, reason, width, height}",
    ),
)
