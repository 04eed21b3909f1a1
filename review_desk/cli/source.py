"""Commands that bring photos in and find them again."""

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, plain, say
from review_desk.cli.desk import declare_desk
from review_desk.cli.person import person
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence, measures_of
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import browse, evidence
from review_desk.operations.clock import now
from review_desk.operations.fan_out import Progress
from review_desk.operations.glance import until_quiet
from review_desk.operations.inspect import inspect
from review_desk.operations.intake import IntakeReport, intake
from review_desk.operations.relink import relink
from review_desk.operations.route import route
from review_desk.operations.rules import rules_in_force
from review_desk.operations.survey import survey
from review_desk.store.cache import Cache
from review_desk.store.desk import Store


def _declare_intake(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("source", type=Path, metavar="SOURCE", help="a folder of photos; it is only read")
    parser.add_argument(
        "--manifest", type=Path, metavar="CSV", help="which files belong together, and what they show"
    )
    parser.add_argument(
        "--batch", metavar="NAME", help="the batch to add to or make (default: the folder's name)"
    )


def _intake(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk intake", at=now()) as store:
        report = take_in(store, arguments.source, manifest=arguments.manifest, batch=arguments.batch)
    answer(arguments, report_json(report), report_text(report))
    return 1 if report.quarantined or report.manifest_errors else 0


def take_in(
    store: Store, source: Path, *, manifest: Path | None = None, batch: str | None = None
) -> IntakeReport:
    """Survey, inspect and take in a source with progress on stderr; Ctrl+C stops it and adds nothing."""
    plan = survey(source, manifest)
    cache = Cache(store.folder)
    pool = WorkerPool()
    try:
        with stopped_by_interrupt() as stop:
            inspection = inspect(plan, pool=pool, cache=cache, progress=show_progress, stop=stop)
        return intake(
            store, inspection, rules=rules_in_force(store), actor=person(), at=now(), batch=batch,
            evidence=evidence.by_content(cache),
        )  # fmt: skip
    finally:
        pool.close()
        cache.close()


@contextmanager
def stopped_by_interrupt() -> Iterator[threading.Event]:
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def show_progress(progress: Progress) -> None:
    if not sys.stderr.isatty():
        return
    left = progress.seconds_left
    rest = f", {left:.0f} s left" if left is not None else ""
    end = "\n" if progress.done == progress.total else ""
    sys.stderr.write(
        f"\rReading {progress.done} of {progress.total} files, {progress.rate:.0f} a second{rest}  {end}"
    )


def report_json(report: IntakeReport) -> dict[str, Any]:
    """What an intake did, as `review-desk intake --json` says it."""
    return {
        "batch": report.batch,
        "photos": report.photos,
        "versions": report.versions,
        "already_known": report.already_known,
        "relinked": report.relinked,
        "quarantined": [{"file": file, "reason": reason} for file, reason in report.quarantined],
        "manifest_errors": [vars(error) for error in report.manifest_errors],
    }


def report_text(report: IntakeReport) -> str:
    """The same for people."""
    lines = [f"“{report.batch}”: {report.photos} photos with {report.versions} versions added."]
    if report.already_known:
        lines.append(f"{report.already_known} photos were known already.")
    if report.relinked:
        lines.append(f"{report.relinked} moved files were found again.")
    lines += [plain(f"Quarantined {file}: {reason}") for file, reason in report.quarantined]
    lines += [plain(f"Manifest row {e.row}, {e.field}: {e.reason}") for e in report.manifest_errors]
    return "\n".join(lines)


def _declare_watch(parser: argparse.ArgumentParser) -> None:
    _declare_intake(parser)
    parser.add_argument(
        "--quiet", type=float, default=20.0, metavar="S",
        help="take it in when nothing has changed for so many seconds (default: 20)",
    )  # fmt: skip
    parser.add_argument(
        "--at-most", type=float, metavar="S", help="give up after so many seconds (default: wait on)"
    )


def _watch(arguments: argparse.Namespace) -> int:
    with stopped_by_interrupt() as stop:
        until_quiet(arguments.source, quiet=arguments.quiet, at_most=arguments.at_most, stop=stop)
    return _intake(arguments)


def _declare_relink(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the moved photos are now")


def _relink(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk relink", at=now()) as store:
        found, missing, _ = relink(store, arguments.folder, actor=person(), at=now())
    answer(
        arguments,
        {"found": found, "missing": missing},
        f"Found {found} files again; {missing} are still missing.",
    )
    return 1 if missing else 0


def _declare_route(parser: argparse.ArgumentParser) -> None:
    declare_desk(parser)
    parser.add_argument("--batch", required=True, metavar="B", help="name or id of the batch")
    parser.add_argument(
        "--no-evidence", action="store_true", help="by what was measured before; measure nothing now"
    )


def _route(arguments: argparse.Namespace) -> int:
    with Store.open(arguments.desk, program="review-desk route", at=now()) as store:
        batch = browse.batch(store, arguments.batch)
        photos = browse.photos(store, batch_id=batch.id)
        seen = measured_evidence(store, photos, anew=not arguments.no_evidence)
        route(store, batch_id=batch.id, rules=rules_in_force(store), actor=person(), at=now(), evidence=seen)
        photos = browse.photos(store, batch_id=batch.id)
    rows = [_routed(photo, evidence.of(seen, photo.id)) for photo in photos]
    answer(arguments, rows, "\n".join(map(_routed_line, photos)))
    if not rows:
        say("The batch has no photos.")
    return 0


def measured_evidence(store: Store, photos: list[Photo], *, anew: bool = True) -> dict[str, Evidence]:
    """What is measured in the photos' pixels, by photo; what was measured before is remembered."""
    cache = Cache(store.folder)
    pool = WorkerPool() if anew else None
    try:
        if pool is None:
            return evidence.known_values(store, photos, cache)
        with stopped_by_interrupt() as stop:
            todo = evidence.tasks(store, photos)
            found = evidence.measure(todo, pool=pool, cache=cache, progress=show_progress, stop=stop)
        return evidence.values(found)
    finally:
        if pool is not None:
            pool.close()
        cache.close()


def _routed(photo: Photo, seen: Evidence) -> dict[str, Any]:
    assert photo.assignment is not None  # it was given a moment ago
    return {
        "photo": photo.id,
        "level": photo.assignment.level,
        "route": photo.assignment.route,
        "reasons": [reason.to_json() for reason in photo.assignment.reasons],
        "evidence": measures_of(seen),
    }


def _routed_line(photo: Photo) -> str:
    assert photo.assignment is not None
    assignment = photo.assignment
    first = assignment.reasons[0] if assignment.reasons else None
    said = f"{first.sentence}{f' ({first.measured})' if first.measured else ''}" if first else ""
    return plain(f"{photo.id}  level {assignment.level}  {assignment.route}  {said}")


COMMANDS = (
    Command("intake", "Bring a folder of photos into a desk as a batch.", _declare_intake, _intake,
            holds="{batch, photos, versions, already_known, relinked, quarantined: [{file, reason}], "
                  "manifest_errors: [{row, field, reason}]}"),
    Command("watch", "Wait until a folder has files and has been quiet, then bring it in; files that come "
            "later go to the same batch.", _declare_watch, _watch,
            holds="as intake"),
    Command("relink", "Find moved photos again by their content.", _declare_relink, _relink,
            holds="{found, missing}"),
    Command("route", "Give every photo of a batch its level and route by the rules.", _declare_route, _route,
            holds="[{photo, level, route, reasons: [{rule, sentence, measured}], "
                  "evidence: {name: per cent}}]"),
)  # fmt: skip
