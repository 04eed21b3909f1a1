"""Commands that run AI passes and say what they are made of."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from review_desk.cli.command import Command, answer, say
from review_desk.cli.person import person
from review_desk.cli.source import show_progress, stopped_by_interrupt
from review_desk.domain.pass_run import PassRun, PhotoJob
from review_desk.domain.photo import Photo
from review_desk.domain.protecting import OWN, asked_path
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.clock import now
from review_desk.operations.passing.chosen import model_of
from review_desk.operations.passing.files import run_on_file
from review_desk.operations.passing.protecting import mask_asked
from review_desk.operations.passing.rerun import rerun, rerun_mask
from review_desk.operations.passing.running import pass_workers
from review_desk.operations.passing.runs import begin, carry_out, jobs_of
from review_desk.operations.prove import prove
from review_desk.passes.card import ModelCard
from review_desk.passes.catalogue import PASSES, Pass, makes_mask, pass_named
from review_desk.passes.preset import MARK
from review_desk.passes.recipe import Recipe, done_in_words, protected_in_words
from review_desk.store.desk import FILE, Reader, Store


def _declare_nothing(_: argparse.ArgumentParser) -> None:
    """`passes` takes no arguments."""


def _passes(arguments: argparse.Namespace) -> int:
    rows = [pass_json(known, model_of(known)) for known in PASSES]
    answer(arguments, rows, "\n".join(_pass_line(known) for known in PASSES))
    return 0


def pass_json(known: Pass, card: ModelCard | None) -> dict[str, Any]:
    """A pass as `review-desk passes --json` gives it; version, hash and licence are its model's.

    A calculation has no model: its version is its own, and hash, size and licence are null.
    """
    named = ("task", "version", "sha256", "size", "licence")
    of_model = {name: getattr(card, name, None) for name in named}
    return {
        "name": known.name,
        **of_model,
        "version": card.version if card else known.revision,
        "summary": known.summary,
        "mask": known.about or None,
        "model": card.name if card else None,
        "parameters": [parameter.to_json() for parameter in known.asked],
    }


def _pass_line(known: Pass) -> str:
    card = model_of(known)
    made_of = f"Model: {card.name}." if card else "A calculation."
    lines = [f"{known.name}  {known.summary} {made_of}"]
    lines += [f"  {parameter.in_words()}" for parameter in known.asked]
    lines += [f"  --mask marks {known.about}"] if known.about else []
    return "\n".join(lines)


def _declare_prove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="BEFORE", help="the photo as it was")
    parser.add_argument("after", type=Path, metavar="AFTER", help="what another program made of it")
    parser.add_argument(
        "--mask", required=True, metavar="M",
        help="white, or opaque, on what had to stay the same; or “own”, “path”, “path:NAME” of BEFORE",
    )  # fmt: skip


def _prove(arguments: argparse.Namespace) -> int:
    found = prove(arguments.before, arguments.after, mask=arguments.mask)
    words = found.pop("in_words")
    apart = f", by {found['max_difference']} codes at most" if found["max_difference"] else ""
    answer(arguments, found, "\n".join((f"{words}{apart}.", *found["differences"])))
    return 0 if found["ok"] else 1


def _declare_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pass_name", nargs="?", default="", metavar="PASS", help="which pass; “review-desk passes” lists them"
    )
    parser.add_argument("source", type=Path, metavar="IN", help="a photo, or a desk with --batch or --photo")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="for one photo: a PNG, TIFF or JPEG")
    parser.add_argument("--batch", metavar="B", help="in a desk: every photo of this batch (name or id)")
    parser.add_argument(
        "--photo", action="append", default=[], metavar="P",
        help="in a desk: this photo (id, start of one, SKU or name); may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--preset",
        default="",
        metavar="NAME",
        help="this preset instead of a pass; for one photo also its file",
    )
    declare_workers(parser)
    parser.add_argument(
        "--mask", metavar="M",
        help="what it is about, white on it; or “path”, “path:NAME” of the file; in a desk else its marks",
    )  # fmt: skip
    parser.add_argument(
        "--beside", type=Path, metavar="B", help="for one photo: the second one that ghost-join takes"
    )
    parser.add_argument(
        "--protect",
        metavar="MASK",
        help="pixels inside this mask come back bit for bit; “own”: the photo's mask, path or transparency; "
        "“path”: the path in its file that clips; “path:NAME”: another one",
    )
    parser.add_argument(
        "--param", action="append", default=[], metavar="K=V", help="a parameter; may be repeated"
    )
    parser.add_argument("--model", default="", metavar="NAME", help="another model than the active one")


def declare_workers(parser: argparse.ArgumentParser) -> None:
    """How many photos at a time."""
    parser.add_argument(
        "--workers", type=int, choices=range(1, 17), default=1, metavar="N", help="photos at a time (1)"
    )


def _run(arguments: argparse.Namespace) -> int:
    parameters = read_parameters(arguments.param)
    name = _name(arguments, parameters)
    in_desk = bool(arguments.batch or arguments.photo)
    if in_desk and arguments.output:
        raise BadInput("In a desk the result becomes a new version: leave -o out, or --batch and --photo.")
    if not in_desk and (arguments.source / FILE).is_file():
        raise BadInput(f"{arguments.source} is a desk: say which photos with --batch B or --photo P.")
    if not in_desk and not arguments.output:
        raise BadInput("Say where the result goes with -o OUT. The photo itself is never written.")
    if in_desk and arguments.beside:
        raise BadInput("In a desk the second photo is the SKU's inside shot: leave --beside out.")
    if arguments.batch and arguments.mask:
        raise BadInput("In a batch each photo has its own mask: leave --mask out, or take one --photo.")
    if in_desk and arguments.protect not in (None, OWN) and asked_path(arguments.protect) is None:
        raise BadInput(f"In a desk each photo has its own mask: write --protect {OWN}, path or path:NAME.")
    if in_desk:
        return _run_in_desk(arguments, name, parameters)
    return _run_on_file(arguments, name, parameters)


def _name(arguments: argparse.Namespace, parameters: Mapping[str, Any]) -> str:
    """The pass, or the preset under its mark. Raises BadInput for both, neither and what is unknown."""
    if not arguments.preset:
        if not arguments.pass_name:
            raise BadInput("Say which pass, or with --preset which preset. “review-desk passes” lists them.")
        chosen = pass_named(arguments.pass_name)
        chosen.settled(parameters)
        return chosen.name
    if arguments.pass_name or parameters or arguments.model:
        raise BadInput("A preset says itself which passes run, with which parameters: leave those out.")
    return f"{MARK}{arguments.preset}"


def read_parameters(given: Sequence[str]) -> dict[str, str]:
    """`["strength=0.4"]` by name. Raises BadInput for one without a name or an equals sign."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals):
            raise BadInput(f"“{text}” is no parameter: write it as name=value, such as strength=0.4.")
        found[name.strip()] = value.strip()
    return found


def _run_on_file(arguments: argparse.Namespace, name: str, parameters: Mapping[str, Any]) -> int:
    region, protect = (
        mask_asked(words, arguments.source) if words else None
        for words in (arguments.mask, arguments.protect)
    )
    with pass_workers() as pool:
        recipe = run_on_file(
            pool,
            name,
            arguments.source,
            arguments.output,
            parameters=parameters,
            at=now(),
            region=region,
            beside=arguments.beside,
            protect=protect,
            model=arguments.model,
        )
    text = f"Wrote {arguments.output}: {_in_words(recipe)}."
    answer(arguments, {"file": str(arguments.output), **_reported(recipe.to_json())}, text)
    return 0


def _in_words(recipe: Recipe) -> str:
    said = f"{done_in_words(recipe.to_json())}, in {recipe.took_ms / 1000:.1f} s"
    return f"{said}; {protected_in_words(recipe.protected)}" if recipe.protected else said


def _reported(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of every result; `protected` is null where no mask protects anything."""
    return {
        "recipe": dict(recipe),
        "changed_share": recipe["changed_share"],
        "protected": recipe.get("protected"),
        "took_ms": recipe["took_ms"],
    }


def _run_in_desk(arguments: argparse.Namespace, name: str, parameters: Mapping[str, Any]) -> int:
    with Store.open(arguments.source, program="review-desk run", at=now()) as store:
        photos = [photo.id for photo in _chosen(store, arguments)]
        run = begin(
            store, name=name, photos=photos, parameters=parameters, protect=arguments.protect or "",
            model=arguments.model, region=Path(arguments.mask) if arguments.mask else None, person=person(),
            at=now(),
        )  # fmt: skip
        return carried_out(arguments, store, run)


def carried_out(arguments: argparse.Namespace, store: Store, run: PassRun) -> int:
    """Work on what is left of a run and answer with a row for each of its photos."""
    with pass_workers(arguments.workers) as pool, stopped_by_interrupt() as stop:
        carry_out(store, pool, run, actor=person(), progress=show_progress, stop=stop)
    rows = [_row(store, run, job) for job in jobs_of(store, run.id)]
    for row in rows:
        if "error" in row:
            say(f"{row['photo']}: {row['error']}")
    answer(arguments, rows, "\n".join(_result_line(row) for row in rows))
    return 1 if any("error" in row for row in rows) else 0


def _row(store: Store, run: PassRun, job: PhotoJob) -> dict[str, Any]:
    """What became of a photo: `version` and `recipe`, or `error` with the sentence."""
    if job.version is None:
        error = job.reason or f"It is {job.state}."
        return {"photo": job.photo, "version": None, "recipe": None, "run": run.id, "error": error}
    photo = browse.photos(store, ids=(job.photo,))[0]
    made = photo.version(job.version)
    masked = makes_mask(run.name)
    recipe = (photo.mask_recipe if masked else made.recipe) or {}
    sources = [v.number for v in photo.versions if v.sha256 == recipe["input_sha256"]]
    return {
        "photo": job.photo,
        "version": made.number,
        "of": sources[0] if sources else None,
        "file": str(store.resolve(str(photo.mask) if masked else made.file)),
        "already": recipe["at"] < run.at,
        "run": run.id,
        **_reported(recipe),
    }


def _chosen(store: Store, arguments: argparse.Namespace) -> list[Photo]:
    batch = browse.batch(store, arguments.batch).id if arguments.batch else None
    if not arguments.photo:
        return browse.photos(store, batch_id=batch)
    found = [browse.photo(store, photo) for photo in arguments.photo]
    for photo in found:
        if batch not in (None, photo.batch):
            raise BadInput(f"{photo.id} is not in the batch “{arguments.batch}”.")
    return found


def _result_line(row: Mapping[str, Any]) -> str:
    if "error" in row:
        return f"{row['photo']}  {row['error']}"
    what = "was there already" if row["already"] else done_in_words(row["recipe"])
    protected = f"; {protected_in_words(row['protected'])}" if row["protected"] else ""
    made = "mask" if makes_mask(row["recipe"]["pass"]) else f"version {row['version']}"
    return f"{row['photo']}  {made} of version {row['of']}: {what}{protected}"


def _declare_rerun(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("desk", type=Path, metavar="DESK", help="the desk's folder")
    parser.add_argument("photo", metavar="PHOTO", help="id, start of one, SKU or name")
    parser.add_argument(
        "--version", type=int, metavar="N", help="which version (default: the newest that a pass made)"
    )
    parser.add_argument("--mask", action="store_true", help="the photo's mask, which a pass made")


def _rerun(arguments: argparse.Namespace) -> int:
    if arguments.mask and arguments.version:
        raise BadInput("Say --mask or --version N: the mask is none of the versions.")
    with Reader.open(arguments.desk) as reader, pass_workers() as pool:
        photo = browse.photo(reader, arguments.photo)
        if arguments.mask:
            found = rerun_mask(reader, pool, photo.id)
        else:
            found = rerun(reader, pool, photo.id, version=arguments.version)
    answer(arguments, found.to_json(), found.in_words())
    return 0 if found.ok else 1


_CARD = "name, task, version, sha256, size, licence, summary"
_RESULT = "recipe, changed_share, protected, took_ms"

COMMANDS = (
    Command("passes", "List the passes with their parameters.", _declare_nothing, _passes,
            holds=f"[{{{_CARD}, mask, model, parameters: []}}]"),
    Command("prove", "Prove that another program left the product alone.", _declare_prove, _prove,
            holds="{pixels, changed, max_difference, ok, sha256_before, sha256_after, differences: []}"),
    Command("rerun", "Make a version, or a photo's mask, again from its recipe and compare.", _declare_rerun,
            _rerun,
            holds="{ok, version, sha256, again, other_tools: {name: [then, now]}, other_work: []}"),
    Command("run", "Run a pass or a preset on one photo, or on photos of a desk.", _declare_run, _run,
            holds=f"{{file, {_RESULT}}}; in a desk [{{photo, version, of, file, already, run, {_RESULT}}}]"),
)  # fmt: skip
