"""The options by which a command is given a slice of a batch."""

import argparse

from review_desk.domain.slice import Slice
from review_desk.errors import BadInput

_ONLY = (
    ("verdict", "V", "photos with this verdict, or “none”"),
    ("tag", "T", "photos with this failure mode"),
    ("preset", "P", "photos of this preset"),
    ("route", "R", "photos of this route"),
    ("level", "N", "photos of this risk level"),
    ("gate", "G", "photos that a gate holds (“held 2”) or has let through (“released 3”)"),
)
"""Options that may be given several times: any of their values will do."""


def declare_slice(parser: argparse.ArgumentParser) -> None:
    """What a photo must have to be in; nothing asks for nothing."""
    for name, shown, meaning in _ONLY:
        parser.add_argument(f"--{name}", action="append", default=[], metavar=shown, help=f"only {meaning}")
    parser.add_argument("--since", default="", metavar="DAY", help="only decided on this day (UTC) or later")
    parser.add_argument("--until", default="", metavar="DAY", help="only decided on this day (UTC) or before")


def slice_of(arguments: argparse.Namespace) -> Slice:
    """The slice that was asked for. Raises BadInput for a verdict, level or day that is none."""
    return Slice(
        verdicts=tuple(arguments.verdict),
        tags=tuple(arguments.tag),
        levels=tuple(map(_level, arguments.level)),
        routes=tuple(arguments.route),
        presets=tuple(arguments.preset),
        gates=tuple(arguments.gate),
        since=arguments.since,
        until=arguments.until,
    )


def _level(text: str) -> int:
    if text not in ("1", "2", "3"):
        raise BadInput(f"“{text}” is not a risk level: say 1, 2 or 3.")
    return int(text)
