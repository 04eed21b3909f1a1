"""Writing an export to a folder, all or nothing: texts, pictures made by workers, a manifest of hashes."""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from review_desk.errors import DeskError, Refused
from review_desk.imaging.workers import Reply, WorkerPool
from review_desk.operations.exports.formats import PACKED, PAINTED
from review_desk.operations.exports.portion import MaskFile, VersionFile, Written
from review_desk.operations.fan_out import Outcome, Progress, fan_out
from review_desk.operations.replace import put_back, replace_folder
from review_desk.store.connection import StoreTrouble

MANIFEST = "manifest.json"
_STOPPED = "The export was stopped. Nothing was replaced."


@dataclass(frozen=True)
class Gathered:
    """An export before it is written: its texts, the pictures to be made for it, the head of its manifest."""

    kind: str
    texts: tuple[Written, ...]
    pictures: tuple[VersionFile | MaskFile, ...]
    head: dict[str, Any]


def write(
    gathered: Gathered,
    folder: Path,
    *,
    pool: WorkerPool | None = None,
    paint: Callable[[Path], None] | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> dict[str, Any]:
    """Write an export, its pictures made by worker processes (of its own where no `pool` is lent).

    `paint` makes the file of a painted format out of what is in its folder, and leaves only that.

    The same desk exports the same bytes. An earlier export in `folder` is replaced as a whole; any other
    content is left alone and refused. Returns the manifest. Raises Refused, Cancelled, BadInput for a picture
    that cannot be read: the folder is as it was then.
    """
    folder = Path(os.path.realpath(folder))  # “.” and a link have no name to put a folder beside
    partial_folder = folder.with_name(f".{folder.name}.part")
    try:
        put_back(folder)
        _require_replaceable(folder)
        shutil.rmtree(partial_folder, ignore_errors=True)
        partial_folder.mkdir(parents=True)
        for text in gathered.texts:
            _write(partial_folder / text.name, text.text)
        _make_pictures(gathered.pictures, partial_folder, pool, progress, stop)
        if gathered.kind in PACKED:
            PACKED[gathered.kind](partial_folder)
        if gathered.kind in PAINTED:
            _paint(partial_folder, paint)
        manifest = _write_manifest(gathered, partial_folder)
        replace_folder(partial_folder, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreTrouble(f"The export could not be written: {reason}. Nothing was replaced.") from error
    finally:
        shutil.rmtree(partial_folder, ignore_errors=True)
    return manifest


def left_out(manifest: Mapping[str, Any]) -> str:
    """What the format had no place for, as a sentence after a space; empty where it took everything."""
    kinds = sorted((manifest.get("left_out") or {}).items())
    told = [f"{count} {_CALLED.get(kind, kind)}{'s' * (count != 1)}" for kind, count in kinds]
    return f" Left out, for {manifest['format']} has no such marks: {', '.join(told)}." if told else ""


_CALLED = {"freehand": "stroke"}


def _paint(folder: Path, paint: Callable[[Path], None] | None) -> None:
    if paint is None:
        raise Refused("A painted report needs the window's part of the desk, which is not at hand here.")
    paint(folder)


def _require_replaceable(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder.name} is a file; an export wants a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not _is_export(folder):
        raise Refused(f"{folder.name} holds other things than an export. Name a new or empty folder.")


def _is_export(folder: Path) -> bool:
    """Whether a folder holds an export of ours and nothing else."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        made_by, named = str(manifest["made_by"]), {*manifest["files"], MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return made_by.startswith("Review Desk") and set(_files(folder)) <= named


def _files(folder: Path) -> list[str]:
    """Every file in a folder and below, by its name from there."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _make_pictures(
    pictures: Sequence[VersionFile | MaskFile],
    folder: Path,
    pool: WorkerPool | None,
    progress: Callable[[Progress], None],
    stop: threading.Event | None,
) -> None:
    if not pictures:
        return
    for picture in pictures:
        (folder / picture.name).parent.mkdir(parents=True, exist_ok=True)
    with nullcontext(pool) if pool else WorkerPool() as workers:
        fan_out(
            pictures,
            begin=partial(_begin, workers, folder),
            settle=_settle,
            total=len(pictures),
            progress=progress,
            stop=stop,
            stopped=_STOPPED,
        )


def _begin(pool: WorkerPool, folder: Path, picture: VersionFile | MaskFile) -> "Future[Reply]":
    version, to = picture.version, folder / picture.name
    if isinstance(picture, MaskFile):
        return pool.submit(
            "mask_out", priority=3, timeout_s=60, to=to, width=version.width, height=version.height,
            outlines=[list(outline) for outline in picture.outlines],
            painted=[(str(path), box) for path, box in picture.painted],
        )  # fmt: skip
    return pool.submit(
        "hand_out", priority=3, path=Path(version.file), to=to, as_is=picture.as_is, edge=picture.edge
    )


def _settle(_: VersionFile | MaskFile, outcome: Outcome) -> None:
    if isinstance(outcome, DeskError):
        raise outcome


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write_manifest(gathered: Gathered, folder: Path) -> dict[str, Any]:
    """Write the manifest with the hash of each file. Rows are counted where a file has any."""
    rows = {text.name: text.rows for text in gathered.texts}
    files = {
        name: {"sha256": _sha256(folder / name)} | ({"rows": rows[name]} if name in rows else {})
        for name in _files(folder)
    }
    manifest = {**gathered.head, "files": files}
    _write(folder / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    return manifest


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
