"""A desk lives on a local disk."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from review_desk.cli import main
from review_desk.errors import Refused
from review_desk.store.desk import create
from review_desk.store.location import require_local
from tests.builders import AT, desk_file, open_store

Mounts = list[SimpleNamespace]


def mounted(monkeypatch: pytest.MonkeyPatch, folder: Path, fstype: str, opts: str = "rw") -> None:
    """Have the system report a drive of that kind at `folder`."""
    mounts = [
        SimpleNamespace(mountpoint="/", fstype="ext4", opts="rw"),
        SimpleNamespace(mountpoint=str(folder), fstype=fstype, opts=opts),
    ]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: mounts)


@pytest.mark.parametrize("fstype", ["nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "NFS"])
def test_a_desk_on_a_network_drive_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fstype: str
) -> None:
    mounted(monkeypatch, tmp_path, fstype)
    with pytest.raises(Refused, match=rf"desk is on a network drive \({fstype.lower()}\)"):
        create(tmp_path / "desk", at=AT)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_desk_on_a_network_drive_is_not_opened(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk_file(desk).read_bytes()
    mounted(monkeypatch, desk.parent, "cifs")
    with pytest.raises(Refused, match="Keep the desk on a local disk"):
        open_store(desk)
    assert desk_file(desk).read_bytes() == before
    assert not (desk / "desk.holder.json").exists()


def test_the_command_line_says_so_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mounted(monkeypatch, tmp_path, "nfs4")
    assert main(["init", str(tmp_path / "desk")]) == 1
    assert capsys.readouterr().err == (
        "review-desk: desk is on a network drive (nfs4), where a desk can be damaged. "
        "Keep the desk on a local disk; the photos may stay where they are.\n"
    )


def test_a_remote_drive_of_windows_is_told_by_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted(monkeypatch, tmp_path, "NTFS", "rw,remote")
    with pytest.raises(Refused, match="network drive"):
        require_local(tmp_path / "desk")


def test_a_link_does_not_hide_a_network_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "local").symlink_to(tmp_path / "share")
    mounted(monkeypatch, tmp_path / "share", "nfs")
    with pytest.raises(Refused, match="network drive"):
        require_local(tmp_path / "local" / "desk")


@pytest.mark.parametrize("fstype", ["ext4", "xfs", "btrfs", "apfs", "NTFS", "tmpfs", "overlay", ""])
def test_a_local_disk_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fstype: str) -> None:
    mounted(monkeypatch, tmp_path, fstype)
    require_local(tmp_path / "desk")
