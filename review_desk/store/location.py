"""Where a desk may live: SQLite in WAL mode needs a local disk."""

import os
from pathlib import Path

import psutil

from review_desk.errors import Refused

_NETWORK = (
    "nfs", "nfs4", "cifs", "smb", "smbfs", "smb2", "smb3", "9p", "afpfs", "afs", "webdav", "davfs", "ncpfs",
    "ceph", "vboxsf", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.glusterfs",
)  # fmt: skip
"""File systems without shared memory between hosts, where WAL corrupts or stalls."""


def require_local(desk: Path) -> None:
    """Raises Refused for a folder on a network drive."""
    kind = _file_system(Path(os.path.realpath(desk)))
    if kind in _NETWORK:
        raise Refused(
            f"{desk.name} is on a network drive ({kind}), where a desk can be damaged. "
            "Keep the desk on a local disk; the photos may stay where they are."
        )


def _file_system(path: Path) -> str:
    mounts = {Path(p.mountpoint): p for p in psutil.disk_partitions(all=True)}
    for folder in (path, *path.parents):
        if folder in mounts:
            mount = mounts[folder]
            return "smb" if "remote" in mount.opts else mount.fstype.lower()
    return ""
