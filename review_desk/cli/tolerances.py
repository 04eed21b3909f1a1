"""The tolerances of a desk: what is in force, the studio's own, and how a batch's values lie against them."""

import argparse
from pathlib import Path
from typing import Any

from review_desk.cli.check import looks
from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.check.spread import Spread, spreads
from review_desk.domain.check.table import CHECKS, Check
from review_desk.domain.check.tolerance_file import Overrides
from review_desk.operations import browse
from review_desk.operations.check import checked
from review_desk.operations.clock import now
from review_desk.operations.standards import standard, standards
from review_desk.operations.studio_file import text_of
from review_desk.operations.tolerances import drop_tolerances, overrides_in_force, use_tolerances
from review_desk.store.desk import Reader, Store

_BAR = 24


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--use", type=Path, metavar="FILE", help="put this file of tolerances in force")
    what.add_argument("--drop", metavar="NAME", help="take the file of that name out of force")
    what.add_argument(
        "--batch", metavar="B", help="how the values of this batch lie, and which tolerances tell nothing"
    )
    parser.add_argument("--channel", metavar="C", help="the tolerances of this channel")


def _tolerances(arguments: argparse.Namespace) -> int:
    if arguments.use or arguments.drop:
        return _change(arguments)
    with Reader.open(arguments.desk) as reader:
        return (
            _spread(arguments, reader) if arguments.batch else _say(arguments, overrides_in_force(reader), "")
        )


def _change(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk tolerances", at=now()) as store:
        if arguments.use:
            name = arguments.use.name
            use_tolerances(store, text=text_of(arguments.use), actor=person(), at=now(), name=name)
        else:
            name = arguments.drop
            drop_tolerances(store, actor=person(), at=now(), name=name)
        said = f"{name} is in force {'from now on' if arguments.use else 'no longer'}."
        return _say(arguments, overrides_in_force(store), said)


def _say(arguments: argparse.Namespace, overrides: Overrides, said: str) -> int:
    channel = standard(arguments.channel) if arguments.channel else None
    held = overrides.over(channel.tolerances if channel else {}, channel.id if channel else "")
    rows = [_row(check, held.get(check.id, check.tolerance).to_json()) for check in CHECKS]
    told = [f"{check.id:<18}{held.get(check.id, check.tolerance).in_words(check.unit):<34}{check.sentence}"
            for check in CHECKS]  # fmt: skip
    if channel:
        told.append(f"{channel.title}, {channel.date}: {channel.note} Source: {channel.source}.")
    document = {
        "channel": channel.id if channel else None,
        "tolerances": rows,
        "channels": [{"id": s.id, "title": s.title, "source": s.source, "date": s.date} for s in standards()],
    }
    answer(arguments, document, "\n".join(map(plain, filter(None, [*told, said]))))
    return 0


def _row(check: Check, tolerance: dict[str, Any]) -> dict[str, Any]:
    named = {"check": check.id, "title": check.title, "measures": check.sentence, "unit": check.unit}
    return {**named, "tolerance": tolerance}


def _spread(arguments: argparse.Namespace, reader: Reader) -> int:
    batch = browse.batch(reader, arguments.batch)
    photos = browse.photos(reader, batch_id=batch.id)
    channel = standard(arguments.channel) if arguments.channel else None
    found = checked(photos, looks(reader, photos), overrides=overrides_in_force(reader), channel=channel)
    rows = spreads(found.findings)
    lines = [line for each in rows if each.values for line in spread_lines(each)]
    answer(arguments, [spread_json(each) for each in rows], "\n".join(map(plain, lines)))
    return 1 if any(each.tells_nothing for each in rows) else 0


def spread_json(spread: Spread) -> dict[str, Any]:
    """How one check's values lie, as `--batch --json` gives it."""
    return {
        "check": spread.check.id,
        "unit": spread.check.unit,
        "n": spread.count,
        "outcomes": dict(spread.outcomes),
        "tolerance": spread.tolerance.to_json(),
        "histogram": [vars(each) for each in spread.bins()],
        "advice": spread.advice,
    }


def spread_lines(spread: Spread) -> list[str]:
    """The same for people: a heading, a bar for each bin that holds any, the advice."""
    counts = ", ".join(f"{count} {kind}" for kind, count in spread.outcomes.items() if count)
    limit = spread.tolerance.in_words(spread.check.unit)
    lines = [f"{spread.check.title}: {counts} ({limit})"]
    bins = spread.bins()
    most = max(each.count for each in bins)
    for each in bins:
        if each.count:
            bar = "█" * max(1, round(_BAR * each.count / most))
            lines.append(f"  {spread.check.shown(each.low):>14} … {bar} {each.count}")
    return [*lines, *([f"  ! {spread.advice}"] if spread.advice else [])]


COMMANDS = (
    Command("tolerances", "Show and set how far off a check may be, and how a batch lies against it.",
            _declare, _tolerances,
            holds="{channel, tolerances: [{check, title, measures, unit, tolerance: {flag, fail}}], "
                  "channels: [{id, title, source, date}]}; with --batch [{check, unit, n, outcomes: "
                  "{pass, flag, fail}, tolerance, histogram: [{low, high, count}], advice}]"),
)  # fmt: skip
