"""What repeats over the presets of a batch, and what is noted on them."""

import argparse
from collections.abc import Iterator

from review_desk.cli.check import looks
from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.preset.repeated import SHARE
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.check import checked
from review_desk.operations.clock import now
from review_desk.operations.preset_notes import Presets, drop_note, note_preset, presets
from review_desk.operations.tolerances import overrides_in_force
from review_desk.store.desk import Reader, Store


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    share = "per cent of a preset’s photos from which a fault is the preset’s (default: 30)"
    parser.add_argument("--share", type=float, default=100 * SHARE, metavar="P", help=share)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--note", metavar="PRESET", help="note what repeats over this preset")
    what.add_argument("--drop", metavar="ID", help="take this note off")
    parser.add_argument(
        "--text", default="", metavar="T", help="with --note: what is to change in the preset"
    )
    parser.add_argument("--as", dest="person", metavar="NAME", help="who does it (default: the login name)")


def _presets(arguments: argparse.Namespace) -> int:
    if not 0 < arguments.share <= 100:
        raise BadInput("A share lies above 0 and up to 100 per cent.")
    if arguments.note or arguments.drop:
        with Store.open(arguments.desk, program="review-desk presets", at=now()) as store:
            _change(arguments, store, _read(arguments, store))
            return _say(arguments, _read(arguments, store))
    with Reader.open(arguments.desk) as reader:
        return _say(arguments, _read(arguments, reader))


def _read(arguments: argparse.Namespace, reader: Reader) -> Presets:
    batch = browse.batch(reader, arguments.batch)
    photos = browse.photos(reader, batch_id=batch.id)
    found = checked(photos, looks(reader, photos), overrides=overrides_in_force(reader))
    return presets(
        reader, batch=batch.id, photos=photos, findings=found.findings, share=arguments.share / 100
    )


def _change(arguments: argparse.Namespace, store: Store, standing: Presets) -> None:
    who = arguments.person or person()
    if arguments.drop:
        drop_note(store, note=arguments.drop, author=who, at=now())
        return
    wanted = [each for each in standing.proposed if each.preset == arguments.note]
    if not wanted:
        raise BadInput(f"Nothing repeats over the preset “{arguments.note}” that is not noted yet.")
    for each in wanted:
        note_preset(store, photos=each.photos, fault=each.fault, title=each.title, text=arguments.text,
                    author=who, at=now())  # fmt: skip


def _say(arguments: argparse.Namespace, standing: Presets) -> int:
    document = {
        "proposed": [each.to_json() for each in standing.proposed],
        "notes": [note.to_json() for note in standing.notes],
        "faults": standing.single,
        "counted": standing.counted,
    }
    answer(arguments, document, "\n".join(map(plain, _lines(standing))))
    return 1 if standing.proposed else 0


def _lines(standing: Presets) -> Iterator[str]:
    for each in standing.proposed:
        yield f"{each.words}: note it on the preset (--note {each.preset})."
    for note in standing.notes:
        yield f"{note.words} {len(note.photos)} photos, by {note.author}, {note.id}"
    yield f"{standing.single} faults on the photos; {standing.counted} where a noted one counts once."


COMMANDS = (
    Command("presets", "Faults that repeat over a preset, and notes on presets that count them once.",
            _declare, _presets,
            holds="{proposed: [{preset, fault, title, photos, of, elsewhere, others, share}], "
                  "notes: [{id, batch, preset, fault, title, text, photos, author, at}], faults, counted}"),
)  # fmt: skip
