"""The command that draws samples and takes down what was found in them."""

import argparse
from collections.abc import Iterator
from typing import Any

from review_desk.cli.command import Command, answer, plain
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.gate.gate import Sampling
from review_desk.domain.sampling.curve import Curve, curve
from review_desk.domain.sampling.lot import Inspected, Lot
from review_desk.domain.sampling.plan import CLASSES
from review_desk.domain.sampling.switching import Switch
from review_desk.domain.sampling.tables import AQLS
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.decide import known_tags
from review_desk.operations.gate import switches
from review_desk.operations.gate_files import ways
from review_desk.operations.gate_records import inspected_json
from review_desk.operations.inspect_sample import defect_of, inspect_sample
from review_desk.operations.sample import draw_sample, found_in, lots, resume
from review_desk.operations.taxonomy import taxonomy_of
from review_desk.store.desk import Reader, Store

_LAST = 3
_MINOR = 4.0
"""The AQL of minor defects where nobody says another."""


def _declare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument("--gate", type=int, default=_LAST, metavar="N", help="for which gate (default 3)")
    parser.add_argument("--as", dest="person", metavar="NAME", help="who does it (default: the login name)")
    _declare_plan(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--inspect", metavar="PHOTO", help="put down what a photo of the sample is like")
    what.add_argument("--resume", metavar="REASON", help="go on with sampling that had stopped")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="T", help="with --inspect: what is wrong"
    )
    parser.add_argument("--defect", choices=CLASSES, help="with --inspect: how bad it is, else by its tags")
    parser.add_argument("--note", default="", metavar="N", help="with --inspect: what is wrong, in words")


def _declare_plan(parser: argparse.ArgumentParser) -> None:
    known = ", ".join(map(str, AQLS))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--aql", type=float, metavar="A", help=f"ISO 2859-1, AQL of major defects: {known}")
    how.add_argument("--percent", type=float, metavar="P", help="a share of the batch instead")
    parser.add_argument(
        "--minor", type=float, default=_MINOR, metavar="A", help="with --aql: of minor defects"
    )
    parser.add_argument(
        "--severity", choices=("normal", "tightened"), help="instead of what the lots before came to"
    )
    parser.add_argument(
        "--seed", type=int, metavar="S", help="draw by this number; without it, show the last"
    )
    parser.add_argument("--strata", choices=("route", "reviewer"), help="spread the sample over these")


def _sample(arguments: argparse.Namespace) -> int:
    if arguments.seed is None and not (arguments.inspect or arguments.resume):
        with Reader.open(arguments.desk) as reader:
            ways(reader).gate(arguments.gate)
            return _show(arguments, reader)
    with Store.open(arguments.desk, program="review-desk sample", at=now()) as store:
        ways(store).gate(arguments.gate)
        _write(arguments, store)
        return _show(arguments, store)


def _write(arguments: argparse.Namespace, store: Store) -> None:
    batch = browse.batch(store, arguments.batch)
    who: dict[str, Any] = {"person": arguments.person or person(), "at": now()}
    if arguments.inspect:
        _inspect(arguments, store, who)
    elif arguments.resume:
        resume(store, batch=batch.id, gate=arguments.gate, reason=arguments.resume, **who)
    else:
        draw_sample(
            store, batch=batch.id, gate=arguments.gate, seed=arguments.seed, sampling=_sampling(arguments),
            strictness=arguments.severity, strata=arguments.strata, **who,
        )  # fmt: skip


def _sampling(arguments: argparse.Namespace) -> Sampling | None:
    """The plan that was asked for; None for the gate's own."""
    if arguments.percent is not None:
        return Sampling(percent=arguments.percent, accept={"critical": 0, "major": 0})
    if arguments.aql is not None:
        return Sampling({"critical": 0, "major": arguments.aql, "minor": arguments.minor})
    return None


def _inspect(arguments: argparse.Namespace, store: Store, who: dict[str, Any]) -> None:
    lot = _newest(arguments, store)
    taxonomy = taxonomy_of(store)
    tags = known_tags(taxonomy, arguments.tag)
    defect = arguments.defect or defect_of(taxonomy, tags, arguments.note)
    photo = browse.photo(store, arguments.inspect).id
    inspect_sample(store, lot=lot.id, photo=photo, tags=tags, note=arguments.note, defect=defect, **who)


def _newest(arguments: argparse.Namespace, reader: Reader) -> Lot:
    batch = browse.batch(reader, arguments.batch)
    own = [lot for lot in lots(reader, batch.id) if lot.gate == arguments.gate and lot.plan]
    if not own:
        raise BadInput(f"No sample of “{batch.name}” has been drawn at gate {arguments.gate}: say --seed.")
    return own[-1]


def _show(arguments: argparse.Namespace, reader: Reader) -> int:
    lot, batch = _newest(arguments, reader), browse.batch(reader, arguments.batch)
    assert lot.plan is not None
    found = found_in(reader, lot)
    curves = [curve(each, lot=lot.plan.lot) for each in lot.plan.classes]
    document = {
        "batch": batch.name, "gate": lot.gate, "lot": lot.id, "plan": lot.plan.to_json(), "seed": lot.seed,
        "strata": lot.strata, "photos": list(lot.photos), "state": lot.state, "counts": dict(lot.counts),
        "inspected": [inspected_json(found[photo]) for photo in lot.photos if photo in found],
        "curves": [curve_json(each) for each in curves],
        "next": {name: _switch_json(each) for name, each in switches(lots(reader), lot.gate).items()},
    }  # fmt: skip
    answer(arguments, document, "\n".join(map(plain, _lines(lot, found, curves))))
    return 1 if lot.state == "refused" else 0


def curve_json(found: Curve) -> dict[str, Any]:
    """A class's operating curve: shares of defective photos with the chance to pass, 0 to 1."""
    return {
        "class": found.plan.name,
        "points": [list(point) for point in found.points],
        "passes_95": found.sure,
        "passes_10": found.unlikely,
    }


def _switch_json(found: Switch) -> dict[str, Any]:
    return {"severity": found.strictness, "stopped": found.stopped, "why": found.why}


def _lines(lot: Lot, found: dict[str, Inspected], curves: list[Curve]) -> Iterator[str]:
    assert lot.plan is not None
    yield f"Gate {lot.gate}: {lot.plan.words}, seed {lot.seed}. {len(found)} inspected: {lot.state}."
    for each in curves:
        yield f"  {each.plan.words}. {each.words}"
    for photo in lot.photos:
        yield f"{photo}  {(found[photo].defect or 'sound') if photo in found else 'to inspect'}"


COMMANDS = (
    Command(
        "sample",
        "Draw a sample of a batch by ISO 2859-1 or as a share, and put down what is found in it.",
        _declare,
        _sample,
        holds="{batch, gate, lot, plan: {code, lot, n, accept, reject, severity, percent, classes: [{class, "
        "n, accept, reject, aql, severity}]}, seed, strata, photos: [], state: open/accepted/refused, "
        "counts: {class: n}, inspected: [{photo, version, defect, note, person, at, tags: []}], "
        "curves: [{class, points: [[share, chance]], passes_95, passes_10}], "
        "next: {class: {severity, stopped, why}}}",
    ),
)
