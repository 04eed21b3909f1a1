"""The gates and checklists of a desk: what is in force, and the studio's own files."""

import argparse
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.operations.clock import now
from review_desk.operations.gate_files import Ways, drop_gate_file, use_gate_file, ways
from review_desk.operations.studio_file import text_of
from review_desk.store.desk import Reader, Store
from review_desk.store.gate_files import gate_files


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--use", type=Path, metavar="FILE", help="put this gate or checklist in force")
    what.add_argument("--drop", metavar="NAME", help="take the studio's file of that name out of force")


def _gate_files(arguments: argparse.Namespace) -> int:
    if not (arguments.use or arguments.drop):
        with Reader.open(arguments.desk) as reader:
            return _say(arguments, reader, "")
    with Store.open(arguments.desk, program="review-desk gate-files", at=now()) as store:
        if arguments.use:
            name = arguments.use.name
            use_gate_file(store, text=text_of(arguments.use), actor=person(), at=now(), name=name)
            return _say(arguments, store, f"{name} is in force from now on.")
        drop_gate_file(store, actor=person(), at=now(), name=arguments.drop)
        return _say(arguments, store, f"{arguments.drop} is in force no longer.")


def _say(arguments: argparse.Namespace, reader: Reader, said: str) -> int:
    held, own = ways(reader), list(gate_files(reader.db))
    lines = [f"{gate.name}: {gate.sentence}" for gate in held.gates]
    lines += [f"{each.id}: {each.title}, {len(each.points)} points" for each in held.checklists]
    lines += [f"The studio's own: {', '.join(own)}." if own else "All as they ship.", said]
    answer(arguments, _json(held, own), "\n".join(map(plain, filter(None, lines))))
    return 0


def _json(held: Ways, own: list[str]) -> dict[str, Any]:
    gates = [{name: getattr(g, name) for name in ("number", "title", "sentence", "source", "date")}
             for g in held.gates]  # fmt: skip
    lists = [
        {"id": c.id, "title": c.title, "date": c.date, "points": [point.text for point in c.points]}
        for c in held.checklists
    ]
    return {"gates": gates, "checklists": lists, "own": own}


COMMANDS = (
    Command("gate-files", "Show the gates and checklists in force; lay the studio's own on top.", _declare,
            _gate_files,
            holds="{gates: [{number, title, sentence, source, date}], checklists: [{id, title, date, points: "
                  "[]}], own: [names of the studio's files]}"),
)  # fmt: skip
