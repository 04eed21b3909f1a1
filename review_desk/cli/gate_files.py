"""The gates and checklists of a desk: what is in force, and the studio's own files."""

import argparse
from functools import partial
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.studio_files import declare_files, use_or_drop
from review_desk.operations.gate_files import Ways, drop_gate_file, use_gate_file, ways
from review_desk.store.desk import Reader
from review_desk.store.studio_files import studio_files


def _gate_files(arguments: argparse.Namespace) -> int:
    return use_or_drop(
        arguments, program="review-desk gate-files", use=use_gate_file, drop=drop_gate_file, say=_say
    )


def _say(arguments: argparse.Namespace, reader: Reader, said: str) -> int:
    held, own = ways(reader), list(studio_files(reader.db, "gate_file"))
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
    Command("gate-files", "Show the gates and checklists in force; lay the studio's own on top.",
            partial(declare_files, what="gate or checklist"),
            _gate_files,
            holds="{gates: [{number, title, sentence, source, date}], checklists: [{id, title, date, points: "
                  "[]}], own: [names of the studio's files]}"),
)  # fmt: skip
