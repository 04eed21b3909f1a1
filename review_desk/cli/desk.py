"""Commands that make a desk and keep it safe."""

import argparse
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.operations import keep
from review_desk.operations.clock import now
from review_desk.operations.seal import check_whole
from review_desk.store.desk import Reader, Store


def declare_desk(parser: argparse.ArgumentParser) -> None:
    """Every command works on a desk folder."""
    parser.add_argument("desk", type=Path, metavar="DESK", help="the desk's folder")


def _init(arguments: argparse.Namespace) -> int:
    keep.create(arguments.desk, at=now())
    answer(arguments, {"desk": str(arguments.desk)}, f"Made a desk in {arguments.desk}.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        outcome = keep.verify(reader)
        seals = check_whole(reader) if outcome.ok else []
    said = ["The desk is whole."] if outcome.ok else list(outcome.problems)
    text = "\n".join([*said, *(plain(each.words) for each in seals)])
    answer(arguments, {**outcome.to_json(), "seals": [each.to_json() for each in seals]}, text)
    return 0 if outcome.ok and all(each.whole for each in seals) else 1


def _backup(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk backup", at=now()) as store:
        made = keep.back_up(store, at=now())
    answer(arguments, {"backup": str(made), "ok": True}, f"Backed up to {made}.")
    return 0


def _declare_restore(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="a file of the desk's backups folder")


def _restore(arguments: argparse.Namespace) -> int:
    aside = keep.restore(arguments.desk, arguments.backup, at=now())
    document: dict[str, Any] = {"desk": str(arguments.desk), "replaced": str(aside), "ok": True}
    answer(arguments, document, f"Restored. The file that was there is in {aside}.")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk rebuild", at=now()) as store:
        events = keep.rebuild(store)
        ok = keep.verify(store).ok
    answer(arguments, {"events": events, "ok": ok}, f"Made every table anew from {events} events.")
    return 0 if ok else 1


COMMANDS = (
    Command("init", "Make an empty desk in a folder.", declare_desk, _init, holds="{desk}"),
    Command("verify", "Check that a desk is whole: file, references, hash chain, tables, seals.",
            declare_desk, _verify, holds="{ok, integrity, foreign_keys, chain, projections, files, "
                  "problems: [sentence], seals: [{id, desk, batch, batch_name, at, person, head_seq, "
                  "head_hash, photos: count, released, digest, whole, breaches: [{photo, name, what}]}]}"),
    Command("backup", "Write a verified copy into the desk's backups folder.",
            declare_desk, _backup, holds="{backup, ok}"),
    Command("restore", "Put a backup in place of the desk's file; the old file is kept aside.",
            _declare_restore, _restore, holds="{desk, replaced, ok}"),
    Command("rebuild", "Make every table anew from the events.",
            declare_desk, _rebuild, holds="{events, ok}"),
)  # fmt: skip
