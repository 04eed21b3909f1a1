"""Runs of passes over many photos, and the presets they may run."""

import argparse
from pathlib import Path

from review_desk.cli.command import Command, answer, say
from review_desk.cli.desk import declare_desk
from review_desk.cli.passes import carried_out, declare_workers
from review_desk.cli.person import person
from review_desk.cli.source import show_progress, stopped_by_interrupt
from review_desk.domain.pass_run import PassRun
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.passing.compare_presets import compare_presets
from review_desk.operations.passing.crops import planned_crops, write_crops
from review_desk.operations.passing.running import pass_workers
from review_desk.operations.passing.runs import cancel, run_of, runs, unfinished
from review_desk.operations.passing.seeing import TEST_MOST, Shelved, record_seen, shelf
from review_desk.store.desk import Reader, Store


def _declare_runs(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument(
        "action",
        nargs="?",
        choices=("list", "resume", "cancel"),
        default="list",
        help="list them; resume what was stopped or killed; cancel what is left",
    )
    parser.add_argument(
        "--run", dest="which", default="", metavar="ID", help="this run (default: the newest unfinished)"
    )
    declare_workers(parser)


def _runs(arguments: argparse.Namespace) -> int:
    if arguments.action == "list":
        with Reader.open(arguments.desk) as reader:
            found = runs(reader)
        answer(arguments, [run.to_json() for run in found], "\n".join(f"{r.id}  {r.words}" for r in found))
        return 0
    with Store.open(arguments.desk, program="review-desk runs", at=now()) as store:
        run = _chosen(arguments, store)
        if arguments.action == "resume":
            return carried_out(arguments, store, run)
        left = cancel(store, run.id, actor=person(), at=now())
    answer(arguments, left.to_json(), left.words)
    return 0


def _chosen(arguments: argparse.Namespace, store: Store) -> PassRun:
    if arguments.which:
        return run_of(store, arguments.which)
    left = unfinished(store)
    if not left:
        raise BadInput("There is no unfinished run in this desk.")
    return left[-1]


def _declare_presets(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)


def _presets(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader:
        found, slips = shelf(reader)
    rows = [
        {**one.preset.to_json(), "seen_on": one.seen_on, "seen_by": one.seen_by or None,
         "seen_at": one.seen_at or None}
        for one in found
    ]  # fmt: skip
    for slip in slips:
        say(slip)
    answer(arguments, rows, "\n".join(map(_preset_line, found)))
    return 1 if slips else 0


def _preset_line(one: Shelved) -> str:
    preset = one.preset
    lines = [
        f"{preset.id} {preset.version}{' (own)' if preset.own else ''}  {preset.summary} {one.in_words}."
    ]
    return "\n".join([*lines, *(f"  {at}. {stage.words}" for at, stage in enumerate(preset.stages, 1))])


def _declare_compare(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("presets", nargs=2, metavar="PRESET", help="two presets")
    parser.add_argument(
        "--photo", action="append", required=True, metavar="P",
        help=f"a photo of the test; up to {TEST_MOST} of them",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="PNG", help="the sheet: before, first, second"
    )
    declare_workers(parser)


def _compare(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk compare-presets", at=now()) as store:
        photos = [browse.photo(store, word).id for word in arguments.photo]
        with pass_workers(arguments.workers) as pool:
            found = compare_presets(store, pool, arguments.presets, photos, output=arguments.output)
        record_seen(store, arguments.presets, photos, person=person(), at=now())
    said = f"Wrote {arguments.output}: {len(photos)} photos, noted for both presets."
    answer(arguments, found, said)
    return 0


def _declare_crops(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", metavar="B", help="every photo of this batch (name or id)")
    parser.add_argument(
        "--photo", action="append", default=[], metavar="P", help="this photo; may be repeated"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="a folder of their own"
    )
    declare_workers(parser)


def _crops(arguments: argparse.Namespace) -> int:
    with Reader.open(arguments.desk) as reader, pass_workers(arguments.workers) as pool:
        batch = browse.batch(reader, arguments.batch).id if arguments.batch else None
        photos = [browse.photo(reader, word) for word in arguments.photo]
        if not photos:
            photos = browse.photos(reader, batch_id=batch)
        planned = planned_crops(reader, photos, arguments.output)
        with stopped_by_interrupt() as stop:
            made = write_crops(pool, planned, progress=show_progress, stop=stop)
    for one in made.refused:
        say(f"{one['photo']}, {one['channel']}: {one['why']}")
    answer(arguments, made.to_json(), made.words)
    return 1 if made.refused else 0


COMMANDS = (
    Command("runs", "List passes over many photos; go on with one, or cancel it.", _declare_runs, _runs,
            holds="[{run, name, parameters, protect, model, person, at, queued, running, done, failed, "
            "cancelled}]; resume: as run in a desk; cancel: the run"),
    Command("preset-files", "List the presets with their passes, and who compared them.", _declare_presets,
            _presets, holds="[{name, title, version, summary, for, own, stages: [{pass, parameters, protect, "
            "model}], seen_on, seen_by, seen_at}]"),
    Command("compare-presets", "Compare two presets side by side on a few photos.", _declare_compare,
            _compare, holds="{file, presets: [], photos: [{photo, results: [{preset, changed_share, took_ms, "
            "error}]}]}"),
    Command("crops", "Frame photos as every channel asks, a folder for each.", _declare_crops, _crops,
            holds="{files: [], refused: [{photo, channel, why}]}"),
)  # fmt: skip
