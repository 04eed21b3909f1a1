"""The command that says what is mixed in a batch, and splits it."""

import argparse
from collections.abc import Sequence
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.cli.source import measured_evidence
from review_desk.domain.batch import Batch
from review_desk.domain.mixed import WAYS, Group, merged
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.split import keep, proposed, split_off
from review_desk.store.desk import Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument("--by", choices=WAYS, default="light", help="what sets groups apart (default: light)")
    parser.add_argument(
        "--merge", metavar="N,M", type=_numbers, default=(), help="take these groups for one, before the rest"
    )
    parser.add_argument("--accept", metavar="N", type=int, help="take this group into a batch of its own")
    parser.add_argument(
        "--refuse", metavar="N", type=int, help="keep this group in the batch; it is not proposed again"
    )


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not numbers with commas between them") from None


def _split(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk split", at=now()) as store:
        batch = browse.batch(store, arguments.batch)
        photos = browse.photos(store, batch_id=batch.id)
        seen = measured_evidence(store, photos)
        found = proposed(store, batch_id=batch.id, photos=photos, evidence=seen, by=arguments.by)
        for number in arguments.merge:
            _named(found, number)
        if arguments.merge:
            found = merged(found, arguments.merge)
        done = _answered(arguments, store, batch, found)
    rows = [_row(number, group) for number, group in enumerate(found, start=1)]
    lines = [line for row in rows for line in _lines(row)]
    answer(arguments, rows, "\n".join(map(plain, [*lines, *done])))
    return 0


def _answered(arguments: argparse.Namespace, store: Store, batch: Batch, found: Sequence[Group]) -> list[str]:
    """Do what was asked for, and say it."""
    done = []
    if arguments.accept is not None:
        group = _named(found, arguments.accept)
        new, _ = split_off(store, batch_id=batch.id, group=group, actor=person(), at=now())
        done.append(f"Split off {len(group.photos)} photos into “{browse.batch(store, new).name}”.")
    if arguments.refuse is not None:
        group = _named(found, arguments.refuse)
        keep(store, batch_id=batch.id, group=group, actor=person(), at=now())
        done.append(f"“{group.name}” stays in “{batch.name}”.")
    return done


def _named(found: Sequence[Group], number: int) -> Group:
    if not 1 <= number <= len(found):
        raise BadInput(f"There is no group {number}: there are {len(found)}.")
    return found[number - 1]


def _row(number: int, group: Group) -> dict[str, Any]:
    photos, reasons = list(group.photos), list(group.reasons)
    return {"group": number, "name": group.name, "photos": photos, "reasons": reasons}


def _lines(row: dict[str, Any]) -> list[str]:
    head = f"{row['group']}  {row['name']}  {len(row['photos'])} photos"
    return [head, *(f"   {reason}" for reason in row["reasons"])]


COMMANDS = (
    Command(
        "split",
        "Say what is mixed in a batch, and split it.",
        _declare,
        _split,
        holds="[{group, name, photos: [], reasons: []}]",
    ),
)
