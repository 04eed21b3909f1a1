"""Finding moved photos again by what is in them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from review_desk.errors import BadInput
from review_desk.operations import browse, keep
from review_desk.operations.relink import relink
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import moment, new_desk, open_store, pair_files, photo_file, take_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(new_desk(tmp_path / "desk"))
    take_in(opened, pair_files(tmp_path / "shoot", ["a", "b"]))
    yield opened
    opened.close()


def files(store: Store) -> set[str]:
    return {version.file for photo in browse.photos(store) for version in photo.versions}


def find(store: Store, folder: Path) -> tuple[int, int]:
    found, missing, _ = relink(store, folder, actor="Ada", at=moment(1))
    return found, missing


def test_a_moved_folder_is_found_whatever_the_files_are_called_now(store: Store, tmp_path: Path) -> None:
    for number, path in enumerate(sorted((tmp_path / "shoot").iterdir())):
        place = tmp_path / "archive" / f"{number % 2}" / f"{number}.bin"
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)
    assert find(store, tmp_path / "archive") == (4, 0)
    assert files(store) == {str(path) for path in (tmp_path / "archive").rglob("*.bin")}
    assert keep.verify(store).ok


def test_what_is_not_found_is_counted(store: Store, tmp_path: Path) -> None:
    shutil.move(tmp_path / "shoot", tmp_path / "archive")
    (tmp_path / "archive" / "a.png").unlink()
    photo_file(tmp_path / "archive" / "b.png", seed=99)
    assert find(store, tmp_path / "archive") == (2, 2)


def test_files_that_are_where_they_were_are_left_alone(store: Store, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "shoot", tmp_path / "copy")
    before = files(store)
    assert find(store, tmp_path / "copy") == (0, 0)
    assert files(store) == before


def test_finding_again_is_a_step_that_can_be_undone(store: Store, tmp_path: Path) -> None:
    before = files(store)
    shutil.move(tmp_path / "shoot", tmp_path / "archive")
    find(store, tmp_path / "archive")
    undo(store, actor="Ada", at=moment(2))
    assert files(store) == before


def test_a_mask_is_found_where_it_lay_beside_its_photo(tmp_path: Path) -> None:
    photo_file(tmp_path / "tree" / "before" / "x.png", seed=1)
    photo_file(tmp_path / "tree" / "mask" / "x.png", seed=2)
    with open_store(new_desk(tmp_path / "desk")) as store:
        take_in(store, tmp_path / "tree")
        assert browse.photo(store, "x").mask == str(tmp_path / "tree" / "mask" / "x.png")
        (tmp_path / "tree").rename(tmp_path / "moved")
        assert find(store, tmp_path / "moved") == (1, 0)
        assert browse.photo(store, "x").mask == str(tmp_path / "moved" / "mask" / "x.png")


def test_files_that_cannot_be_read_or_kept_are_passed_over(store: Store, tmp_path: Path) -> None:
    shutil.move(tmp_path / "shoot", tmp_path / "archive")
    content = (tmp_path / "archive" / "a.png").read_bytes()
    (tmp_path / "archive" / "a.png").unlink()
    (tmp_path / "archive" / "0\udcff.png").write_bytes(content)
    (tmp_path / "archive" / "0 dangling.png").symlink_to("nowhere")
    assert find(store, tmp_path / "archive") == (3, 1)


def test_what_is_no_folder_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder"):
        find(store, tmp_path / "nowhere")
