"""Commands that look at photos and take decisions on them."""

import argparse
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.decision import Verdict
from review_desk.domain.event import Event
from review_desk.domain.photo import Photo
from review_desk.operations import browse, records
from review_desk.operations.clock import now
from review_desk.operations.decide import decide, known_tags
from review_desk.operations.second_look import ask_or_settle
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Reader, Store


def _declare_list(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", metavar="B", help="only this batch (name or id)")
    parser.add_argument("--verdict", metavar="V", help="only photos with this verdict, or “none”")
    parser.add_argument("--level", type=int, choices=(1, 2, 3), help="only photos of this risk level")
    parser.add_argument("--second-look", action="store_true", help="only photos that shall be seen again")


def _list(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        names = {batch.id: batch.name for batch in browse.batches(reader)}
        batch = browse.batch(reader, arguments.batch).id if arguments.batch else None
        photos = [p for p in browse.photos(reader, batch_id=batch) if _wanted(p, arguments)]
    answer(arguments, [records.photo_json(p, names[p.batch]) for p in photos], "\n".join(map(_line, photos)))
    return 0


def _wanted(photo: Photo, arguments: argparse.Namespace) -> bool:
    verdict = arguments.verdict
    if verdict and verdict != "none":
        verdict = Verdict.read(verdict)
    level = photo.assignment.level if photo.assignment else None
    right_verdict = not verdict or (photo.verdict or "none") == verdict
    right_look = photo.second_look is not None or not arguments.second_look
    return right_verdict and right_look and (arguments.level is None or level == arguments.level)


def _line(photo: Photo) -> str:
    level = f"L{photo.assignment.level} {photo.assignment.route}" if photo.assignment else ""
    verdict, count = photo.verdict or "to do", len(photo.versions)
    return plain(f"{photo.id}  {photo.title}  {level}  {verdict}  {count} version{'s' if count > 1 else ''}")


def _declare_show(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("photo", metavar="PHOTO", help="an id, the start of one, a SKU or a name")


def _show(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        photo = browse.photo(reader, arguments.photo)
        names = {batch.id: batch.name for batch in browse.batches(reader)}
        document = records.show_json(reader, photo, names[photo.batch])
    answer(arguments, document, _page(document))
    return 0


def _page(shown: dict[str, Any]) -> str:
    verdict = shown["verdict"] or "to do"
    lines = [f"{shown['photo']}  {shown['sku']} {shown['colourway']} {shown['shot']}".rstrip()]
    lines.append(f"Batch {shown['batch']}, level {shown['level']}, {shown['route']}, {verdict}")
    lines += [f"  {reason['sentence']}" for reason in shown["reasons"]]
    lines += [f"  {v['name']}: {v['file']} ({v['width']} × {v['height']})" for v in shown["versions"]]
    lines += [f"  {d['at']} {d['actor']}: {d['label']}" for d in shown["decisions"]]
    return "\n".join(map(plain, lines))


def _declare_decide(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("photo", metavar="PHOTO", help="an id, the start of one, a SKU or a name")
    parser.add_argument("verdict", metavar="VERDICT", help="approve, correct, reject or escalate")
    parser.add_argument("--reviewer", required=True, metavar="R", help="who decides")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="T", help="a failure mode; may be repeated"
    )
    parser.add_argument("--note", default="", metavar="N", help="why, in words")
    parser.add_argument(
        "--to", default="", metavar="WHO", help="escalate to this person, or lead, retouch, …"
    )
    parser.add_argument("--question", default="", metavar="Q", help="what they are asked")


def _decide(arguments: argparse.Namespace) -> int:
    verdict = Verdict.read(arguments.verdict)
    with Store.open(arguments.desk, program="review-desk decide", at=now()) as store:
        tags = known_tags(taxonomy_of(store), arguments.tag)
        photo = browse.photo(store, arguments.photo)
        changes = decide(
            store, photo=photo.id, verdict=verdict, reviewer=arguments.reviewer, at=now(),
            tags=tags or None, note=arguments.note or None, to=arguments.to, question=arguments.question,
        )  # fmt: skip
        event = next(e for e in reversed(browse.history(store, photo.id)) if e.kind == "decision")
    text = f"{photo.title} is {verdict.past}." if changes else f"{photo.title} was {verdict.past} already."
    answer(arguments, event.to_json(), text)
    return 0


def _declare_second_look(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("photos", metavar="PHOTO", nargs="+", help="an id, the start of one, a SKU or a name")
    parser.add_argument("--as", dest="person", metavar="NAME", help="who asks (default: the login name)")


def _second_look(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk second-look", at=now()) as store:
        photos = [browse.photo(store, name).id for name in arguments.photos]
        changes = ask_or_settle(store, photos=photos, person=arguments.person or person(), at=now())
    answer(arguments, {"label": changes.label, "photos": list(changes.photos)}, f"{changes.label}.")
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk undo", at=now()) as store:
        changes, events = undo(store, actor=person(), at=now())
    return _answer_events(arguments, changes.label, events)


def _redo(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk redo", at=now()) as store:
        changes, events = redo(store, actor=person(), at=now())
    return _answer_events(arguments, changes.label, events)


def _answer_events(arguments: argparse.Namespace, label: str, events: list[Event]) -> int:
    """The step's last event stands for the whole; how many there were is said beside it."""
    answer(arguments, {**events[-1].to_json(), "events": len(events)}, f"{label}.")
    return 0


def _declare_log(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--photo", metavar="P", help="only the events of this photo")


def _log(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        photo = browse.photo(reader, arguments.photo).id if arguments.photo else None
        events = browse.history(reader, photo)
    lines = [plain(f"{e.desk_seq}  {e.at}  {e.actor}  {e.payload.get('label', e.kind)}") for e in events]
    answer(arguments, [e.to_json() for e in events], "\n".join(lines))
    return 0


_VERSION = (
    "{photo, version, name, role: original/ai/human, label, file, sha256, size, width, height, bit_depth, "
    "mode, format, profile, profile_state, recipe}"
)
_PHOTO = (
    "photo, name, sku, colourway, shot, batch, fields: {name: value}, level, route, "
    "reasons: [{rule, sentence}], overruled_by, overrule_reason, verdict, second_look, mask, versions: ["
    + _VERSION
    + "]"
)
_EVENT = "desk_id, desk_seq, event_id, at, actor, kind, photo, step, payload, prev_hash, hash"

COMMANDS = (
    Command("list", "List photos with level, route, verdict and versions.", _declare_list, _list,
            holds=f"[{{{_PHOTO}}}]"),
    Command("show", "Show everything known of one photo.", _declare_show, _show,
            holds=f"{{{_PHOTO}, findings, annotations: [{{annotation, photo, version, shape: {{kind, x, y, "
                  "width, height / points / nodes}, tags: [], note, severity, author, at, height, locked, "
                  "resolved}], tags: [], note, decisions: [{at, "
                  "actor, label, verdict, version, tags: [], note, reviewer, display, escalated_to, "
                  "question}], threads: [], recipes: []}"),
    Command("decide", "Take a decision on a photo.", _declare_decide, _decide, holds=f"{{{_EVENT}}}"),
    Command("second-look", "Ask for a second look at photos; where all were asked for, settle it.",
            _declare_second_look, _second_look, holds="{label, photos: [id]}"),
    Command("undo", "Take back the newest step.", declare_desk, _undo, holds=f"{{{_EVENT}, events}}"),
    Command("redo", "Do again what was undone last.", declare_desk, _redo, holds=f"{{{_EVENT}, events}}"),
    Command("log", "List the events of a desk.", _declare_log, _log, holds=f"[{{{_EVENT}}}]"),
)  # fmt: skip
