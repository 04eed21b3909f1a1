"""The commands of gates: where a batch stands, its samples, and whose turn is what."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from review_desk.cli.check import looks
from review_desk.cli.command import Command, answer, plain, say
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.batch import Batch
from review_desk.domain.deadline import clock, due
from review_desk.domain.gate.standing import Standing, place
from review_desk.domain.photo import Photo
from review_desk.operations import browse
from review_desk.operations.check import Checked, checked
from review_desk.operations.clock import now
from review_desk.operations.gate import standings
from review_desk.operations.gate_files import ways
from review_desk.operations.gate_records import release_json
from review_desk.operations.release import hold, let_go, override, release
from review_desk.operations.sign import sign
from review_desk.operations.tolerances import overrides_in_force
from review_desk.store.desk import Reader, Store

_SHAPES = {"held": "■", "ready to release": "□", "released": "✓", "overridden": "✓"}
_NAMED = 5


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument("--gate", type=int, metavar="N", help="1, 2 or 3; else where the batch stands")
    parser.add_argument("--as", dest="person", metavar="NAME", help="who does it (default: the login name)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--sign", action="store_true", help="sign the checklists that this person may sign")
    what.add_argument("--release", action="store_true", help="let the batch through")
    what.add_argument("--override", metavar="REASON", help="let the batch through over what holds it")
    what.add_argument("--hold", metavar="REASON", help="hold the batch by hand")
    what.add_argument("--let-go", action="store_true", help="hold it by hand no longer")
    parser.add_argument(
        "--photo", action="append", default=[], metavar="P", help="with --sign: only these; may be repeated"
    )
    parser.add_argument("--confirm", action="store_true", help="with --release: confirm the gate's points")


def _gate(arguments: argparse.Namespace) -> int:
    writes = ("sign", "release", "override", "hold", "let_go")
    if any(getattr(arguments, name) for name in writes):
        with Store.open(arguments.desk, program="review-desk gate", at=now()) as store:
            return _answered(arguments, store, write=True)
    with Reader.open(arguments.desk) as reader:
        return _answered(arguments, reader, write=False)


def _answered(arguments: argparse.Namespace, reader: Reader, *, write: bool) -> int:
    if arguments.gate is not None:
        ways(reader).gate(arguments.gate)
    batch = browse.batch(reader, arguments.batch)
    photos = browse.photos(reader, batch_id=batch.id)
    own = overrides_in_force(reader)
    found = checked(photos, looks(reader, photos), overrides=own) if photos else None
    number = arguments.gate
    if write:
        assert isinstance(reader, Store)
        number = number or place(standings(reader, batch.id, found)).gate.number
        say(_written(arguments, reader, batch.id, number, found))
    standing = standings(reader, batch.id, found)
    chosen = next((s for s in standing if s.gate.number == number), place(standing))
    document = {
        "batch": batch.name,
        **_promise(batch, photos),
        **standing_json(chosen),
        "gates": [standing_json(s) for s in standing],
    }
    titles = {photo.id: f"{photo.title} {photo.shot}".strip() for photo in photos}
    answer(arguments, document, "\n".join(map(plain, _lines(batch.name, standing, chosen, titles))))
    return 0 if chosen.open else 1


def _promise(batch: Batch, photos: Sequence[Photo]) -> dict[str, Any]:
    """When the first photo is due, and how many are late."""
    running = clock([due(photo, batch.created_at) for photo in photos], datetime.fromisoformat(now()))
    return {"due": running.first.isoformat() if running else None, "late": running.late if running else 0}


def _written(
    arguments: argparse.Namespace, store: Store, batch: str, number: int, found: Checked | None
) -> str:
    """Do what was asked. Returns what to say of it."""
    who = arguments.person or person()
    own: dict[str, Any] = {"batch": batch, "gate": number, "person": who, "at": now()}
    if arguments.sign:
        named = [browse.photo(store, each).id for each in arguments.photo]
        changes = sign(store, photos=named or _to_sign(store, batch, number), person=who, at=now())
        return f"{changes.label}." if changes else f"There is nothing for {who} to sign."
    if arguments.release:
        points = ways(store).gate(number).confirm if arguments.confirm else ()
        return f"{release(store, **own, checked=found, confirmed=points).label}."
    if arguments.override:
        return f"{override(store, **own, checked=found, reason=arguments.override).label}."
    if arguments.hold:
        return f"{hold(store, **own, reason=arguments.hold).label}."
    return f"{let_go(store, **own).label}."


def _to_sign(store: Store, batch: str, number: int) -> list[str]:
    """The photos that a signature is missing on."""
    [own] = [each for each in standings(store, batch) if each.gate.number == number]
    wanted = [hold.photos for hold in own.holds if hold.title in ("Checklist", "Second person")]
    return [photo for photos in wanted for photo in photos]


def standing_json(standing: Standing) -> dict[str, Any]:
    """A batch at one gate, as `review-desk gate --json` says it."""
    return {
        "gate": standing.gate.number,
        "title": standing.gate.title,
        "state": standing.state,
        "open": standing.open,
        "holds": [
            {"title": h.title, "reason": h.reason, "photos": list(h.photos), "queue": h.queue}
            for h in standing.holds
        ],
        "who": standing.who,
        "confirm": list(standing.gate.confirm),
        "release": release_json(standing.release) if standing.release else None,
    }


def _lines(batch: str, found: Sequence[Standing], chosen: Standing, titles: dict[str, str]) -> Iterator[str]:
    yield f"“{batch}” stands at {chosen.gate.name}: {chosen.state}."
    for each in found:
        told = f", {each.release.words}" if each.passed and each.release else ""
        yield f"{_SHAPES[each.state]} {each.gate.name}: {each.state}{told}"
    for hold_ in chosen.holds:
        names = ", ".join(titles.get(photo, photo) for photo in hold_.photos[:_NAMED])
        more = f" and {len(hold_.photos) - _NAMED} more" if len(hold_.photos) > _NAMED else ""
        yield f"  {hold_.reason}" + (f" {names}{more}" if names else "")
    yield chosen.who


COMMANDS = (
    Command(
        "gate",
        "Say where a batch stands and what holds it; sign, release, override or hold it.",
        _declare,
        _gate,
        holds="{batch, due, late, gate, title, state: held/ready to release/released/overridden, open, "
        "holds: [{title, reason, photos: [], queue}], who, confirm: [], release: {kind, person, at, reason, "
        "display, confirmed: [], holds: []} or null, gates: [the same of every gate]}",
    ),
)
