"""A pass on a photo of a desk: planned, done elsewhere, stored as a new version in one step."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from review_desk.domain.changes import Changes
from review_desk.domain.mask.mask import Mask
from review_desk.domain.photo import Photo
from review_desk.domain.shapes.path import ClippingPath
from review_desk.domain.shapes.pin import Pin
from review_desk.domain.shapes.rectangle import Rectangle
from review_desk.errors import BadInput, Refused
from review_desk.imaging.decode import decode_depth
from review_desk.imaging.encode import write_photo
from review_desk.imaging.path_mask import path_mask
from review_desk.imaging.probe import probe
from review_desk.imaging.workers import WorkerPool
from review_desk.operations import annotate, browse, keep
from review_desk.operations.paint import paint
from review_desk.operations.passing.committing import commit
from review_desk.operations.passing.files import run_on_file
from review_desk.operations.passing.plan import PassJob, plan
from review_desk.operations.passing.protecting import MaskFile, protectors
from review_desk.operations.passing.rerun import rerun, rerun_mask
from review_desk.operations.passing.running import (
    discard,
    pass_workers,
    start,
    sweep,
)
from review_desk.operations.passing.runs import begin, planned
from review_desk.operations.undo import redo, undo
from review_desk.passes.catalogue import PASSES
from review_desk.store.connection import StoreTrouble
from review_desk.store.desk import Store
from tests.imaging import saved_path_builder as build
from tests.passes.builders import product

AT = "2026-03-04T05:06:07.000Z"
LATER = "2026-03-04T06:00:00.000Z"
WHO = "ana"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with pass_workers() as pool:
        yield pool


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A desk with one batch of one photo, RG-0412: the original and what an outside AI made of it."""
    keep.create(tmp_path / "desk", at=AT)
    with Store.open(tmp_path / "desk", at=AT) as store:
        with store.step("Take in", actor=WHO, at=AT) as step:
            step.put("batch", {"id": "b1", "name": "Rings", "source": str(tmp_path), "created_at": AT})
            step.put("photo", _photo_row("ring"))
            step.put("version", _version_row("ring", 1, "original", _file(tmp_path / "ring.png", seed=1)))
            step.put("version", _version_row("ring", 2, "ai", _file(tmp_path / "ring_ai.png", seed=2)))
        yield store


def _file(path: Path, *, seed: int) -> Path:
    pixels = np.random.default_rng(seed).normal(128, 6, (50, 70, 3)).astype(np.uint8)
    write_photo(path, pixels, profile=None)
    return path


def _photo_row(photo: str) -> dict[str, Any]:
    texts = {"name": photo, "sku": "RG-0412", "colourway": "", "shot": ""}
    return {"id": photo, "batch_id": "b1", "position": 0, **texts, "fields": {}, "mask": None}


def _version_row(photo: str, number: int, role: str, path: Path) -> dict[str, Any]:
    facts = probe(path).to_json()
    del facts["taken_at"]
    return {
        "photo_id": photo,
        "number": number,
        "role": role,
        "label": "",
        "file": str(path),
        **facts,
        "recipe": None,
    }


def _ring(store: Store) -> Photo:
    return browse.photos(store, ids=("ring",))[0]


def _run(store: Store, pool: WorkerPool, job: PassJob, *, at: str = AT) -> Changes:
    """All three steps, as a run of many takes them with each photo."""
    if job.known is not None:
        return Changes(job.label)
    try:
        return commit(store, job, start(pool, job).result().values, actor=WHO, at=at)
    finally:
        discard(job)


def _done(store: Store, pool: WorkerPool, job: PassJob, *, at: str = AT) -> bool:
    return bool(_run(store, pool, job, at=at))


def _parts(store: Store) -> list[str]:
    return [path.name for path in (store.folder / "files").iterdir() if path.name.startswith(".")]


def test_the_result_is_a_new_version_inside_the_desk_with_its_recipe(store: Store, pool: WorkerPool) -> None:
    job = plan(store, "ring", "denoise", parameters={"strength": "0.4"})
    changes = _run(store, pool, job, at=LATER)
    assert (changes.label, changes.photos, changes.kinds) == ("Denoise RG-0412", ("ring",), {"version"})
    made = _ring(store).latest
    assert (made.number, made.role, made.label, made.bit_depth) == (3, "ai", "denoise", 8)
    assert made.file == f"files/{made.sha256[:2]}/{made.sha256[2:]}.png"
    assert probe(store.resolve(made.file)).sha256 == made.sha256
    assert made.recipe is not None
    assert made.recipe["parameters"] == {"strength": 0.4}
    assert made.recipe["input_sha256"] == _ring(store).version(2).sha256
    assert (made.recipe["output_sha256"], made.recipe["at"]) == (made.sha256, LATER)
    assert keep.verify(store).ok
    assert _parts(store) == []


def test_the_photo_taken_in_is_not_written_to(store: Store, pool: WorkerPool) -> None:
    before = [store.resolve(v.file).read_bytes() for v in _ring(store).versions]
    _done(store, pool, plan(store, "ring", "denoise"))
    assert [store.resolve(v.file).read_bytes() for v in _ring(store).versions[:2]] == before


def test_the_same_pass_again_has_nothing_to_do_and_says_where(store: Store, pool: WorkerPool) -> None:
    _done(store, pool, plan(store, "ring", "denoise"))
    head = len(browse.history(store))
    job = plan(store, "ring", "denoise")
    assert (job.version, job.known) == (2, 3)
    assert not _done(store, pool, job)
    assert len(browse.history(store)) == head
    assert len(_ring(store).versions) == 3
    assert _parts(store) == []


def test_other_parameters_and_other_versions_are_new_work(store: Store, pool: WorkerPool) -> None:
    jobs = [
        plan(store, "ring", "denoise"),
        plan(store, "ring", "denoise", parameters={"strength": 0.7}),
        plan(store, "ring", "denoise", version=1),
    ]
    assert [_done(store, pool, job) for job in jobs] == [True, True, True]
    assert [v.number for v in _ring(store).versions] == [1, 2, 3, 4, 5]
    assert plan(store, "ring", "denoise", version=1).known == 5


def test_undo_takes_the_version_back_and_redo_finds_its_file_again(store: Store, pool: WorkerPool) -> None:
    _done(store, pool, plan(store, "ring", "denoise"))
    undo(store, actor=WHO, at=AT)
    assert len(_ring(store).versions) == 2
    assert plan(store, "ring", "denoise").known is None
    redo(store, actor=WHO, at=AT)
    assert store.resolve(_ring(store).latest.file).is_file()


def test_a_lost_result_file_is_made_again_to_the_byte(store: Store, pool: WorkerPool) -> None:
    _done(store, pool, plan(store, "ring", "denoise"))
    file = store.resolve(_ring(store).latest.file)
    content = file.read_bytes()
    file.unlink()
    job = plan(store, "ring", "denoise")
    assert job.known is None
    assert not _done(store, pool, job)
    assert file.read_bytes() == content
    assert len(_ring(store).versions) == 3


def test_two_results_that_finish_together_are_stored_once(store: Store, pool: WorkerPool) -> None:
    jobs = [plan(store, "ring", "denoise") for _ in range(2)]
    replies = [start(pool, job).result() for job in jobs]
    stored = [commit(store, j, r.values, actor=WHO, at=AT) for j, r in zip(jobs, replies, strict=True)]
    assert [bool(changes) for changes in stored] == [True, False]
    assert len(_ring(store).versions) == 3


def test_what_cannot_be_planned_is_refused_in_words(store: Store) -> None:
    for arguments, sentence in (
        (
            ("ring", "sharpen"),
            f"There is no pass “sharpen”. There is: {', '.join(known.name for known in PASSES)}.",
        ),
        (("necklace", "denoise"), "There is no photo “necklace” in this desk."),
    ):
        with pytest.raises(BadInput) as refused:
            plan(store, *arguments)
        assert str(refused.value) == sentence
    with pytest.raises(BadInput, match="ring has no version 9: it has 1, 2"):
        plan(store, "ring", "denoise", version=9)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"strength": 1.1}, "strength goes from 0 to 1; 1.1 is outside"),
        ({"strength": "nan"}, "strength goes from 0 to 1; nan is outside"),
        ({"strength": "strong"}, "“strong” is no number for strength"),
        ({"radius": 3}, "denoise has no parameter “radius”. It has: strength"),
    ],
)
def test_a_wrong_parameter_is_refused_in_words(store: Store, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        plan(store, "ring", "denoise", parameters=given)


def test_a_photo_that_is_gone_or_changed_leaves_the_desk_as_it_was(store: Store, pool: WorkerPool) -> None:
    file, head = store.resolve(_ring(store).latest.file), len(browse.history(store))
    _file(file, seed=99)
    with pytest.raises(BadInput, match="was changed since the desk took it in"):
        _done(store, pool, plan(store, "ring", "denoise"))
    file.unlink()
    with pytest.raises(BadInput, match="is not there"):
        _done(store, pool, plan(store, "ring", "denoise"))
    assert len(browse.history(store)) == head
    assert _parts(store) == []


def test_a_worker_killed_in_the_middle_leaves_the_desk_whole_and_the_next_run_works(store: Store) -> None:
    write_photo(store.folder.parent / "big.png", np.zeros((4000, 4000, 3), np.uint8), profile=None)
    with store.step("Add", actor=WHO, at=AT) as step:
        step.put("version", _version_row("ring", 3, "human", store.folder.parent / "big.png"))
    with pass_workers() as pool:
        _done(store, pool, plan(store, "ring", "denoise", version=1))
        job = plan(store, "ring", "denoise", version=3)
        reply = start(pool, job)
        while not reply.running():
            pass
        for process in pool.process_ids:
            psutil.Process(process).kill()
        with pytest.raises(BadInput, match=r"big\.png"):
            reply.result()
        discard(job)
        assert (len(_ring(store).versions), _parts(store)) == (4, [])
        assert keep.verify(store).ok
        assert _done(store, pool, plan(store, "ring", "denoise", version=2))


def test_what_a_killed_program_left_is_swept_and_what_a_living_one_does_is_not(store: Store) -> None:
    files = store.folder / "files"
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True
    )
    left = files / f".part-{int(dead.stdout)}-abc"
    working = plan(store, "ring", "denoise").output.parent
    kept = files / "ab" / "cdef.png"
    for path in (left / "result.png", working / "result.png", kept):
        path.parent.mkdir()
        path.write_bytes(b"half a photo")
    sweep(files)
    assert (left.exists(), working.exists(), kept.exists()) == (False, True, True)


def test_a_desk_that_cannot_be_written_to_is_refused_in_words(store: Store, pool: WorkerPool) -> None:
    files = store.folder / "files"
    files.rmdir()
    files.write_bytes(b"a file where a folder was")
    with pytest.raises(StoreTrouble, match="The desk cannot be written to"):
        start(pool, plan(store, "ring", "denoise"))


def test_a_file_is_denoised_into_another_and_never_into_itself(pool: WorkerPool, tmp_path: Path) -> None:
    photo = _file(tmp_path / "a.png", seed=3)
    before = photo.read_bytes()
    recipe = run_on_file(pool, "denoise", photo, tmp_path / "b.png", parameters={"strength": 0.3}, at=AT)
    assert recipe.output_sha256 == probe(tmp_path / "b.png").sha256
    with pytest.raises(Refused, match="Originals are never written"):
        run_on_file(pool, "denoise", photo, photo, parameters={}, at=AT)
    assert photo.read_bytes() == before


def test_planning_and_storing_bring_in_no_onnx_runtime() -> None:
    lines = "import sys, json, review_desk.operations.passing.running; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", lines], check=True, capture_output=True).stdout)
    assert not {"onnxruntime", "cv2", "pyvips", "PIL"} & set(loaded)


@pytest.mark.parametrize("name", ["denoise", "normalise-exposure"])
def test_a_recipe_gives_the_same_bytes_again(store: Store, pool: WorkerPool, name: str) -> None:
    given = {"strength": 0.4} if name == "denoise" else {"stops": 0.5}
    _done(store, pool, plan(store, "ring", name, version=1, parameters=given))
    found = rerun(store, pool, "ring")
    assert found.ok
    assert found.in_words() == "Version 3 came out the same, byte for byte."
    assert not [path for path in (store.folder / "files").iterdir() if path.name.startswith(".part-")]


def test_a_recipe_of_other_tools_says_which_when_the_bytes_differ(store: Store, pool: WorkerPool) -> None:
    _done(store, pool, plan(store, "ring", "denoise", version=1))
    with store.step("Age", actor=WHO, at=LATER) as step:
        row = step.get("version", photo_id="ring", number=3) or {}
        recipe = {
            **row["recipe"],
            "tools": {**row["recipe"]["tools"], "numpy": "1.0"},
            "model_sha256": "0" * 64,
        }
        step.put("version", {**row, "sha256": "f" * 64, "recipe": recipe})
    found = rerun(store, pool, "ring", version=3)
    assert not found.ok
    assert "the model" in found.other_work
    assert found.other_tools["numpy"] == ("1.0", np.__version__)
    assert found.in_words().startswith(
        "Version 3 did not come out the same. What is other now: the model, numpy 1.0"
    )


def test_what_no_pass_made_cannot_be_made_again(store: Store, pool: WorkerPool) -> None:
    with pytest.raises(BadInput, match="version 2 was not made by a pass"):
        rerun(store, pool, "ring", version=2)


def test_what_moves_all_pixels_can_protect_none(store: Store, pool: WorkerPool, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no pixel stays in its place"):
        plan(store, "ring", "straighten-frame", protect="own")
    photo = _file(tmp_path / "a.png", seed=3)
    with pytest.raises(BadInput, match="no pixel stays in its place"):
        run_on_file(
            pool, "straighten-frame", photo, tmp_path / "b.png", parameters={}, at=AT, protect=MaskFile(photo)
        )


def _painted(store: Store, *, version: int = 2, left: int = 20) -> str:
    """A painted spot of 12 × 10 pixels. Returns the mark's id."""
    mask = Mask(left, 15, 12, 10, b"\xff" * 120)
    paint(store, annotation=f"spot{left}", photo="ring", version=version, mask=mask, author=WHO, at=AT)
    return f"spot{left}"


def test_what_is_painted_is_removed_and_nothing_else(store: Store, pool: WorkerPool) -> None:
    _painted(store)
    job = plan(store, "ring", "remove", version=2, parameters={"grow": 0})
    assert _done(store, pool, job)
    before, after = (
        decode_depth(store.resolve(_ring(store).version(number).file)).pixels for number in (2, 3)
    )
    changed = np.argwhere((before != after).any(axis=2))
    assert (changed.min(axis=0) >= (15, 20)).all()
    assert (changed.max(axis=0) < (25, 32)).all()


def test_a_selected_mark_alone_is_meant_of_several(store: Store, pool: WorkerPool) -> None:
    _painted(store)
    other = _painted(store, left=50)
    both, one = (plan(store, "ring", "remove", version=2, mark=mark) for mark in (None, other))
    assert both.work["region_sha256"] != one.work["region_sha256"]


def test_removing_twice_does_nothing_twice_though_the_paint_came_along(
    store: Store, pool: WorkerPool
) -> None:
    _painted(store)
    _done(store, pool, plan(store, "ring", "remove"))
    assert {mark.version for mark in browse.annotations(store, "ring")} == {2, 3}
    again = plan(store, "ring", "remove")
    assert (again.version, again.known) == (2, 3)


def test_where_nothing_is_painted_removing_says_what_to_do(store: Store) -> None:
    with pytest.raises(BadInput, match="nothing is marked: paint over what is meant"):
        plan(store, "ring", "remove")
    annotate.add(store, photo="ring", version=2, shape=Pin(5.0, 5.0), author=WHO, at=AT)
    (pin,) = browse.annotations(store, "ring")
    with pytest.raises(BadInput, match="A pin goes round nothing"):
        plan(store, "ring", "remove", version=2, mark=pin.id)


def test_a_removal_comes_out_the_same_byte_for_byte(store: Store, pool: WorkerPool) -> None:
    _painted(store)
    _done(store, pool, plan(store, "ring", "remove"))
    found = rerun(store, pool, "ring")
    assert found.ok, found.in_words()


def test_a_mask_from_outside_is_kept_with_the_desk(store: Store, pool: WorkerPool, tmp_path: Path) -> None:
    mask = np.zeros((50, 70, 1), np.uint8)
    mask[20:30, 30:40] = 255
    write_photo(tmp_path / "spot.tif", mask, profile=None)
    _done(store, pool, plan(store, "ring", "remove", version=2, region=tmp_path / "spot.tif"))
    (tmp_path / "spot.tif").unlink()
    assert rerun(store, pool, "ring").ok


def test_an_upscaled_photo_takes_its_marks_along_to_twice_the_size(store: Store, pool: WorkerPool) -> None:
    annotate.add(store, photo="ring", version=2, shape=Rectangle(10, 20, 30, 12), author=WHO, at=AT)
    _done(store, pool, plan(store, "ring", "upscale"))
    made = _ring(store).latest
    assert (made.width, made.height) == (140, 100)
    (carried,) = [each for each in browse.annotations(store, "ring") if each.version == made.number]
    assert carried.shape == Rectangle(20, 40, 60, 24)


def test_a_pass_within_the_darks_leaves_white_as_it_is_and_comes_out_the_same_again(
    store: Store, pool: WorkerPool
) -> None:
    job = plan(store, "ring", "normalise-exposure", parameters={"stops": 1, "within": "darks"})
    _done(store, pool, job)
    made = _ring(store).latest
    assert made.recipe is not None
    assert made.recipe["parameters"] == {"target": 0.0, "stops": 1.0, "within": "darks"}
    before, after = (
        decode_depth(store.resolve(_ring(store).version(n).file)).pixels.astype(int) for n in (2, 3)
    )
    gained = (after - before).mean(axis=2)
    light = before.mean(axis=2)
    assert gained[light < 122].mean() > gained[light > 134].mean(), "dark pixels gain more"
    assert rerun(store, pool, "ring").ok


def test_a_clipping_path_on_the_version_protects_what_it_goes_round(store: Store, pool: WorkerPool) -> None:
    path = ClippingPath.within((10, 10, 40, 30))
    annotate.add(store, photo="ring", version=2, shape=path, author=WHO, at=AT)
    _done(store, pool, plan(store, "ring", "denoise", protect="own", parameters={"strength": 1}))
    recipe = _ring(store).latest.recipe
    assert recipe is not None
    assert recipe["protected"]["changed"] == 0
    assert 200 < recipe["protected"]["pixels"] < 900
    assert rerun(store, pool, "ring").ok


def _bag(store: Store, tmp_path: Path) -> None:
    """The ring's original is now a bag on a plain ground."""
    path = tmp_path / "bag.png"
    pixels = np.full((150, 210, 3), 222, np.uint8)
    pixels[40:120, 60:150] = (120, 70, 40)
    write_photo(path, pixels, profile=None)
    with store.step("A bag", actor=WHO, at=AT) as step:
        step.put("version", _version_row("ring", 1, "original", path))


def test_a_mask_that_a_pass_made_is_the_photo_s_until_it_is_undone(
    store: Store, pool: WorkerPool, tmp_path: Path
) -> None:
    _bag(store, tmp_path)
    job = plan(store, "ring", "subject-mask")
    assert _done(store, pool, job)
    made = _ring(store)
    assert len(made.versions) == 2
    assert made.mask is not None
    assert made.mask_recipe is not None
    assert made.mask_recipe["pass"] == "subject-mask"
    assert 0.15 < made.mask_recipe["changed_share"] < 0.35
    assert decode_depth(store.resolve(made.mask)).pixels.shape == (150, 210, 1)
    again = plan(store, "ring", "subject-mask")
    assert (again.known, again.there) == (1, "its mask")
    assert plan(store, "ring", "normalise-exposure", version=1).region == store.resolve(made.mask)
    assert keep.verify(store).ok
    found = rerun_mask(store, pool, "ring")
    assert (found.ok, found.version, found.sha256) == (True, None, made.mask_recipe["output_sha256"])
    assert found.in_words() == "The mask came out the same, byte for byte."
    undo(store, actor=WHO, at=AT)
    with pytest.raises(BadInput, match="RG-0412: its mask was not made by a pass"):
        rerun_mask(store, pool, "ring")
    assert (_ring(store).mask, _ring(store).mask_recipe) == (None, None)


def test_a_version_in_another_frame_gives_no_mask_and_nothing_can_be_protected_from_one(
    store: Store, pool: WorkerPool, tmp_path: Path
) -> None:
    _bag(store, tmp_path)
    with pytest.raises(BadInput, match="another frame than the photo"):
        plan(store, "ring", "subject-mask", version=2)
    with pytest.raises(BadInput, match="nothing to protect"):
        plan(store, "ring", "subject-mask", protect="own")


def test_the_inside_of_the_neck_is_the_skus_inside_shot(store: Store) -> None:
    with pytest.raises(
        BadInput, match="no photo of this SKU and colourway in the batch has the shot “inside”"
    ):
        plan(store, "ring", "ghost-join")
    inside = _file(store.folder.parent / "inside.png", seed=5)
    with store.step("Take in", actor=WHO, at=AT) as step:
        step.put("photo", {**_photo_row("inner"), "position": 1, "shot": "Inside"})
        step.put("version", _version_row("inner", 1, "original", inside))
    job = plan(store, "ring", "ghost-join")
    assert job.beside == inside
    assert job.work["beside_sha256"] == probe(inside).sha256


def _with_path(store: Store, path: Path, *, clips: str = "Ring") -> None:
    """The original and version 2 come from TIFFs; only the original brings paths along, as AI leaves none."""
    ring = build.records(build.circle(0.5, 0.5, 0.4, 0.4), build.circle(0.5, 0.5, 0.2, 0.2))
    made = build.block({"Ring": ring, "Box": build.records(build.box(0, 0, 0.5, 0.5))}, clips=clips)
    file = build.photo(path, made, width=70, height=50)
    with store.step("Take in", actor=WHO, at=AT) as step:
        step.put("version", _version_row("ring", 1, "original", file))


def test_the_path_in_the_originals_file_protects_its_later_versions_and_the_recipe_names_it(
    store: Store, pool: WorkerPool, tmp_path: Path
) -> None:
    _with_path(store, tmp_path / "ring.tif")
    job = plan(store, "ring", "denoise", protect="own", parameters={"strength": 1})
    assert job.version == 2
    _done(store, pool, job)
    recipe = _ring(store).latest.recipe
    assert recipe is not None
    assert (recipe["mask_path"], recipe["mask_sha256"]) == ("Ring", _ring(store).version(1).sha256)
    assert recipe["protected"]["changed"] == 0
    assert recipe["protected"]["pixels"] == int((path_mask(tmp_path / "ring.tif") > 127).sum())
    assert rerun(store, pool, "ring").ok
    again = plan(store, "ring", "denoise", version=2, protect="path", parameters={"strength": 1})
    assert again.known == 3, "the path that clips is the same work"
    other = plan(store, "ring", "denoise", version=2, protect="path:Box", parameters={"strength": 1})
    assert other.known is None
    _done(store, pool, other)
    assert rerun(store, pool, "ring").ok
    with pytest.raises(BadInput, match="has no path “Hat”: it has “Ring”, “Box”"):
        plan(store, "ring", "denoise", protect="path:Hat")


def test_what_is_drawn_and_a_mask_come_before_the_path_in_the_file(store: Store, tmp_path: Path) -> None:
    assert protectors(store, _ring(store), _ring(store).latest).own == "its transparency"
    _with_path(store, tmp_path / "ring.tif")
    found = protectors(store, _ring(store), _ring(store).latest)
    assert (found.own, found.paths, found.clipping) == (
        "the path “Ring” in its file",
        ("Ring", "Box"),
        "Ring",
    )
    with store.step("Mask", actor=WHO, at=AT) as step:
        mask = str(_file(tmp_path / "m.png", seed=3))
        step.put("photo", {**(step.get("photo", id="ring") or {}), "mask": mask})
    assert protectors(store, _ring(store), _ring(store).latest).own == "its mask"
    assert plan(store, "ring", "denoise", protect="own").protect == MaskFile(tmp_path / "m.png")
    assert plan(store, "ring", "denoise", protect="path").protect == MaskFile(tmp_path / "ring.tif", "Ring")
    annotate.add(store, photo="ring", version=2, shape=ClippingPath.within((1, 1, 9, 9)), author=WHO, at=AT)
    assert protectors(store, _ring(store), _ring(store).latest).own == "the clipping path drawn on it"


def test_where_the_original_is_gone_there_is_no_path_to_choose_and_none_protects(
    store: Store, tmp_path: Path
) -> None:
    _with_path(store, tmp_path / "ring.tif")
    (tmp_path / "ring.tif").unlink()
    assert protectors(store, _ring(store), _ring(store).latest).paths == ()
    with pytest.raises(BadInput, match=r"ring\.tif is not there"):
        plan(store, "ring", "denoise", version=2, protect="own")


def test_a_version_in_another_frame_is_not_protected_by_the_originals_path(
    store: Store, tmp_path: Path
) -> None:
    _with_path(store, tmp_path / "ring.tif")
    moved = {**_version_row("ring", 3, "ai", tmp_path / "ring_ai.png"), "recipe": {"moved": [1, 0, 5]}}
    with store.step("Frame", actor=WHO, at=AT) as step:
        step.put("version", moved)
    assert protectors(store, _ring(store), _ring(store).latest).paths == ()


def test_a_run_over_photos_keeps_by_which_path_it_protects(store: Store, tmp_path: Path) -> None:
    _with_path(store, tmp_path / "ring.tif")
    asked: dict[str, Any] = {"name": "denoise", "photos": ["ring"], "parameters": {}, "person": WHO, "at": AT}
    for words in ("", "own", "path", "path:Box"):
        run = begin(store, **asked, protect=words)
        assert run.protect == words
        mask = planned(store, run, "ring").protect
        assert (mask.path if mask else None) == {"": None, "path:Box": "Box"}.get(words, "Ring")


def test_a_preset_runs_on_a_plain_file_with_the_same_proof_and_leaves_nothing_behind(
    pool: WorkerPool, tmp_path: Path
) -> None:
    (tmp_path / "stage-1.tif").write_text("somebody's own")
    photo, kept = tmp_path / "a.png", tmp_path / "b.tif"
    write_photo(photo, product(2), profile=None)
    recipe = run_on_file(pool, "preset:packshot", photo, kept, parameters={}, at=AT)
    assert [stage["pass_name"] for stage in recipe.stages] == ["background-clean", "straighten-frame"]
    assert recipe.output_sha256 == probe(kept).sha256
    assert (recipe.pass_name, recipe.protected) == ("preset:packshot", None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "b.tif", "stage-1.tif"]
    assert (tmp_path / "stage-1.tif").read_text() == "somebody's own"
    outline = build.block({"A": build.records(build.box(0.3, 0.2, 0.7, 0.8))})
    mask = MaskFile(build.photo(tmp_path / "m.tif", outline, width=120, height=90), "A")
    ringed = run_on_file(pool, "preset:jewellery", photo, kept, parameters={}, at=AT, protect=mask)
    assert ringed.protected is not None
    assert (ringed.protected["changed"], ringed.mask_path) == (0, "A")
    with pytest.raises(BadInput, match="has neither a mask nor transparency"):
        run_on_file(pool, "preset:jewellery", photo, kept, parameters={}, at=AT)
    with pytest.raises(BadInput, match="Packshot protects nothing in any of its stages"):
        run_on_file(pool, "preset:packshot", photo, kept, parameters={}, at=AT, protect=mask)
    with pytest.raises(BadInput, match=r"cannot be written: No such file"):
        run_on_file(pool, "preset:packshot", photo, tmp_path / "no" / "b.tif", parameters={}, at=AT)
    assert not list(tmp_path.glob(".part-*"))


def test_a_studios_own_preset_runs_on_a_plain_file_from_its_file(pool: WorkerPool, tmp_path: Path) -> None:
    own = tmp_path / "bottles.toml"
    own.write_text(
        '[preset]\ntitle = "Bottles"\nversion = "3"\nsummary = "White."\n'
        '[[stage]]\npass = "normalise-exposure"\n[stage.parameters]\nstops = 0.5\n'
    )
    photo, out = _file(tmp_path / "a.png", seed=3), tmp_path / "b.png"
    recipe = run_on_file(pool, f"preset:{own}", photo, out, parameters={}, at=AT)
    assert (recipe.pass_name, recipe.model_version) == ("preset:bottles", "3")
    own.write_text("[preset]\n")
    with pytest.raises(BadInput, match=r"^bottles\.toml"):
        run_on_file(pool, f"preset:{own}", photo, out, parameters={}, at=AT)
