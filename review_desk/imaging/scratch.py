"""Pixels between processes: files in a scratch folder in memory, mapped by both sides.

The worker allocates a file and fills it; the desk maps it and removes its name at once, so that nothing is
left behind when either side dies. Numpy is imported only where an array is made: the desk's side starts
without it.
"""

import contextlib
import mmap
import os
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

_PREFIX = "review-desk-"
_MEMORY = Path("/dev/shm")  # noqa: S108  the in-memory file system; its folders are private to this user


@dataclass(frozen=True)
class Result:
    """What a job gives back: JSON values, and at most one array of any shape (bytes are uint8)."""

    values: dict[str, Any] = field(default_factory=dict)
    array: "NDArray[Any] | None" = None


class Scratch:
    """The worker's side: arrays whose memory is a file of the scratch folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # The arrays are held so that no other array can take the address of one that was dropped.
        self._files: dict[int, tuple[str, NDArray[Any]]] = {}

    def array(self, shape: Sequence[int], dtype: "DTypeLike") -> "NDArray[Any]":
        """A zeroed array that `hand_over` passes on without a copy. MemoryError when the folder is full."""
        import numpy as np

        length = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        name = uuid.uuid4().hex
        block = _allocate(self._folder / name, length)
        array: NDArray[Any] = np.frombuffer(block, dtype).reshape(tuple(shape))
        self._files[_address(array)] = name, array
        return array

    def hand_over(self, array: "NDArray[Any]") -> dict[str, Any]:
        """The description the other side needs to map `array`; copies it first if it was made elsewhere."""
        name, whole = self._files.get(_address(array), (None, None))
        if whole is None or not array.flags.c_contiguous or array.nbytes != whole.nbytes:
            shared = self.array(array.shape, array.dtype)
            shared[...] = array
            return self.hand_over(shared)
        del self._files[_address(array)]
        return {"file": name, "shape": list(array.shape), "dtype": array.dtype.str}

    def disk_file(self) -> Path:
        """The name for a new file on a disk, for what memory cannot hold; it goes when the pool closes."""
        folder = _on_disk(self._folder)
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / uuid.uuid4().hex

    def discard(self) -> None:
        """Remove files that were allocated and not handed over (a job that failed half-way)."""
        for name, _ in self._files.values():
            (self._folder / name).unlink(missing_ok=True)
        self._files.clear()


def _address(array: "NDArray[Any]") -> int:
    return int(array.__array_interface__["data"][0])


def _allocate(path: Path, length: int) -> mmap.mmap:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        os.ftruncate(descriptor, length)
        block = mmap.mmap(descriptor, length)  # fails at once where it is over this process's limit
        if hasattr(os, "posix_fallocate"):
            # Unreserved, a full memory file system is a SIGBUS on some later write, not an error here.
            os.posix_fallocate(descriptor, 0, length)
    except OSError as error:
        path.unlink()
        raise MemoryError(f"no room for {length} bytes of pixels") from error
    finally:
        os.close(descriptor)
    return block


def make_folder() -> Path:
    """A fresh private folder for one pool, in memory where the system has room there, else on disk."""
    disk = Path(tempfile.gettempdir())
    where = _MEMORY if _usable(_MEMORY) else disk
    for each in {where, disk}:
        _sweep(each)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=where))


def take(folder: Path, name: str) -> mmap.mmap:
    """Map a file that a worker has handed over, and remove its name. Raises OSError where it is not there."""
    path = folder / Path(name).name
    with path.open("r+b") as file:
        # Populating here, in the waiting thread, spares the thread that reads the pixels the page faults.
        block = (
            mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED | mmap.MAP_POPULATE)
            if hasattr(mmap, "MAP_POPULATE")
            else mmap.mmap(file.fileno(), 0)
        )
    # Windows keeps the name of a mapped file; `remove_folder` comes for it.
    with contextlib.suppress(PermissionError):
        path.unlink()
    return block


def remove_folder(folder: Path) -> None:
    """Remove a pool's folder with whatever is still in it, and what its workers keep on a disk."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(_on_disk(folder), ignore_errors=True)


def _on_disk(folder: Path) -> Path:
    """The folder of the same name on a disk; the folder itself where it lies there already."""
    return Path(tempfile.gettempdir()) / folder.name


def _usable(folder: Path) -> bool:
    if not (folder.is_dir() and os.access(folder, os.W_OK) and hasattr(os, "posix_fallocate")):
        return False
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            os.posix_fallocate(trial.fileno(), 0, 1 << 20)
    except OSError:
        return False
    return True


def _sweep(where: Path) -> None:
    """Remove the folders of desks of this user that were killed before they could clean up."""
    if not hasattr(os, "getuid"):
        return
    for folder in where.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and folder.stat().st_uid == os.getuid() and not _alive(int(owner)):
            remove_folder(folder)


def _alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
