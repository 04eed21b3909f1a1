"""Looking over a source: what belongs together, what cannot be taken, and no file passed over in silence."""

import os
from pathlib import Path

import pytest

from review_desk.errors import BadInput
from review_desk.operations.survey import Survey, survey
from tests.builders import manifest_file, new_desk, photo_file


def touched(source: Path, *names: str) -> Path:
    for name in names:
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return source


def shape(seen: Survey) -> dict[str, tuple[str, list[str], str | None]]:
    return {p.name: (p.before, [after for after, _ in p.afters], p.mask) for p in seen.photos}


def reasons(seen: Survey) -> dict[str, str]:
    return dict(seen.refused)


# --- layouts ----------------------------------------------------------------------------------------------


def test_pairs_by_two_folders(tmp_path: Path) -> None:
    names = ("before/a.jpg", "before/b.jpg", "after/a.png", "after_v2/a.png")
    assert shape(survey(touched(tmp_path, *names))) == {
        "a": ("before/a.jpg", ["after/a.png", "after_v2/a.png"], None),
        "b": ("before/b.jpg", [], None),
    }


def test_one_folder_a_photo(tmp_path: Path) -> None:
    names = ("ring/before.jpg", "ring/after.png", "ring/after__soft.png", "ring/mask.png", "mug/before.jpg")
    assert shape(survey(touched(tmp_path, *names))) == {
        "mug": ("mug/before.jpg", [], None),
        "ring": ("ring/before.jpg", ["ring/after.png", "ring/after__soft.png"], "ring/mask.png"),
    }


def test_pairs_by_name(tmp_path: Path) -> None:
    names = ("a.jpg", "a_after.jpg", "a_ai.png", "a_retouched.tif", "a_mask.png", "b.jpg")
    assert shape(survey(touched(tmp_path, *names))) == {
        "a": ("a.jpg", ["a_after.jpg", "a_ai.png", "a_retouched.tif"], "a_mask.png"),
        "b": ("b.jpg", [], None),
    }


def test_an_after_without_its_before_is_refused_with_the_reason_and_the_rest_stays(tmp_path: Path) -> None:
    seen = survey(touched(tmp_path, "a.jpg", "b_after.jpg"))
    assert list(shape(seen)) == ["a"]
    assert reasons(seen) == {"b_after.jpg": "It is an 'after' but its 'before' b.* is missing."}


def test_a_manifest_in_the_folder_is_read_by_itself(tmp_path: Path) -> None:
    touched(tmp_path, "IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg")
    row = {"before": "IMG_1.jpg", "after": "IMG_2.jpg", "sku": "R-1", "shot": "front", "preset": "p7"}
    manifest_file(tmp_path / "manifest.csv", [row])
    seen = survey(tmp_path)
    assert seen.manifest == "manifest.csv"
    (photo,) = seen.photos
    assert (photo.name, photo.before, photo.afters) == ("R-1-front", "IMG_1.jpg", (("IMG_2.jpg", "p7"),))
    assert reasons(seen) == {"IMG_3.jpg": "No row of manifest.csv names it."}


def test_a_named_manifest_goes_before_the_one_in_the_folder(tmp_path: Path) -> None:
    source = touched(tmp_path / "source", "x.jpg", "y.jpg")
    manifest_file(source / "manifest.csv", [{"file": "x.jpg"}])
    other = manifest_file(tmp_path / "other.csv", [{"file": "y.jpg"}])
    assert list(shape(survey(source, other))) == ["y"]


def test_a_manifest_with_slips_gives_its_good_rows_and_names_the_others(tmp_path: Path) -> None:
    touched(tmp_path, "x.jpg")
    manifest_file(tmp_path / "manifest.csv", [{"file": "x.jpg"}, {"file": "gone.jpg"}])
    seen = survey(tmp_path)
    assert list(shape(seen)) == ["x"]
    assert [(error.row, error.field) for error in seen.errors] == [(3, "before")]


# --- what cannot be looked at -----------------------------------------------------------------------------


def test_files_that_are_no_photos_are_named_and_litter_is_passed_over(tmp_path: Path) -> None:
    names = ("a.jpg", "clip.mp4", "README", "notes.txt", ".DS_Store", "a.xmp", ".hidden/b.jpg", "Thumbs.db")
    seen = survey(touched(tmp_path, *names))
    assert list(shape(seen)) == ["a"]
    assert reasons(seen) == {
        "clip.mp4": "“.mp4” is not a photo format that this desk reads.",
        "README": "It has no file name extension, so what it is cannot be told.",
    }


def test_links_pipes_and_rings_are_named_and_nothing_waits_for_them(tmp_path: Path) -> None:
    source = touched(tmp_path / "source", "a.jpg", "deep/b.jpg")
    os.mkfifo(source / "pipe.jpg")
    (source / "dangling.jpg").symlink_to("nowhere.jpg")
    (source / "ring.jpg").symlink_to("ring.jpg")
    (source / "up").symlink_to(source)
    (source / "good.jpg").symlink_to("a.jpg")
    seen = survey(source)
    assert set(shape(seen)) == {"a", "good", "deep/b"}
    assert reasons(seen) == {
        "dangling.jpg": "It is a link to something that is not there.",
        "pipe.jpg": "It is not a file.",
        "ring.jpg": f"It cannot be read: {os.strerror(40)}.",
        "up": "It is a link to a folder; name that folder itself.",
    }


def test_names_that_are_not_text_are_refused_and_their_neighbours_come_in(tmp_path: Path) -> None:
    source = touched(tmp_path / "source", "a.jpg")
    for raw in (b"\xff\xfe.jpg", b"fold\xe9r/b.jpg"):
        path = os.fsencode(source) + b"/" + raw
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 bytes
        os.close(os.open(path, os.O_CREAT))
    seen = survey(source)
    assert list(shape(seen)) == ["a"]
    assert set(reasons(seen)) == {"\\xff\\xfe.jpg", "fold\\xe9r/b.jpg"}
    assert all("is not valid text; rename it" in reason for reason in reasons(seen).values())


@pytest.mark.parametrize(
    "name", ["it's a “ring”.jpg", "line\nbreak.jpg", "tab\there.jpg", "💍.jpg", "指輪.jpg", "e\u0301.jpg",
             "-o.jpg", "%s%d.jpg", "a" * 250 + ".jpg", " space .jpg", "semi;colon.jpg"],
)  # fmt: skip
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    assert [photo.before for photo in survey(touched(tmp_path, name)).photos] == [name]


def test_a_named_file_that_cannot_be_taken_is_refused_once(tmp_path: Path) -> None:
    touched(tmp_path, "x.gif", "y.gif")
    manifest_file(tmp_path / "manifest.csv", [{"file": "x.gif"}])
    seen = survey(tmp_path)
    assert seen.files == ["x.gif"], "a named file is read, and refused with what is found in it"
    assert set(reasons(seen)) == {"y.gif"}


def test_a_desk_below_the_source_is_passed_over(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk")
    photo_file(tmp_path / "desk" / "files" / "result.png")
    assert list(shape(survey(touched(tmp_path, "a.jpg")))) == ["a"]


# --- sources that are none --------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [(), ("notes.txt",), ("empty/.keep",)])
def test_a_source_without_a_photo_says_so(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="There is no photo in"):
        survey(touched(tmp_path, *names))


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no folder"):
        survey(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="is not a folder"):
        survey(photo_file(tmp_path / "x.png"))
    with pytest.raises(BadInput, match="is a desk, not a folder of photos"):
        survey(new_desk(tmp_path / "desk"))
    (tmp_path / "ring").symlink_to("ring")
    with pytest.raises(BadInput, match="cannot be read"):
        survey(tmp_path / "ring")


def test_a_source_whose_own_name_is_not_text_is_refused(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    touched(source, "a.jpg")
    with pytest.raises(BadInput, match="The name of that folder is not valid text"):
        survey(source)


def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    touched(tmp_path, "a.jpg")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BadInput, match="There is no manifest"):
        survey(tmp_path, tmp_path / "pipe.csv")
    with pytest.raises(BadInput, match="There is no manifest"):
        survey(tmp_path, tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(BadInput, match="The manifest is empty"):
        survey(tmp_path, tmp_path / "empty.csv")


def test_a_source_is_the_same_however_it_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = touched(tmp_path / "source", "a.jpg")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    ways = (source, Path("source"), Path("./source"), tmp_path / "other" / ".." / "source")
    assert {survey(way).source for way in ways} == {source}
    (tmp_path / "stable").symlink_to(source)
    assert survey(tmp_path / "stable").source == tmp_path / "stable", "a link may be hung elsewhere later"
