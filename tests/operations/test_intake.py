"""Taking a source in: all of it in one step, nothing twice, and whatever cannot be taken with its reason."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from review_desk.domain.photo import Photo
from review_desk.domain.rule_file import parse_rules
from review_desk.errors import Cancelled
from review_desk.operations import browse, keep
from review_desk.operations.intake import IntakeReport
from review_desk.operations.overrule import overrule
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Store
from tests.builders import (
    BROKEN,
    FakePool,
    manifest_file,
    moment,
    new_desk,
    open_store,
    pair_files,
    photo_file,
    take_in,
)

RINGS = parse_rules(
    """
[[rule]]
id = "rings"
level = 3
route = "human_led"
sentence = "Rings are for people."
source = "a test"
date = 2026-11-20
[rule.when]
category = "ring"
""",
    name="rules.toml",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty desk: the photos of these tests are files."""
    opened = open_store(new_desk(tmp_path / "desk"))
    yield opened
    opened.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return pair_files(tmp_path / "shoot", ["a", "b", "c"])


def events(store: Store) -> int:
    return len(browse.history(store))


def files(photo: Photo) -> list[str]:
    return [version.file for version in photo.versions]


def counts(report: IntakeReport) -> tuple[int, int, int, int]:
    return report.photos, report.versions, report.already_known, report.relinked


# --- once -------------------------------------------------------------------------------------------------


def test_photos_come_in_with_their_versions_level_and_route(store: Store, source: Path) -> None:
    report = take_in(store, source)
    assert counts(report) == (3, 6, 0, 0)
    batch = browse.batch(store, "shoot")
    assert (batch.id, batch.source, batch.photos) == (report.batch_id, str(source), 3)
    photos = browse.photos(store, batch_id=batch.id)
    assert [photo.name for photo in photos] == ["a", "b", "c"]
    assert [photo.position for photo in photos] == [0, 1, 2]
    assert files(photos[0]) == [str(source / "a.png"), str(source / "a_after.png")]
    assert [version.role for version in photos[0].versions] == ["original", "ai"]
    assert {photo.assignment.level for photo in photos if photo.assignment} == {2}
    assert keep.verify(store).ok


def test_an_intake_is_one_step(store: Store, source: Path) -> None:
    report = take_in(store, source)
    assert browse.next_undo(store) == ("Take in “shoot”", None)
    undo(store, actor="Ada", at=moment(1))
    assert (browse.photos(store), browse.batches(store)) == ([], [])
    redo(store, actor="Ada", at=moment(2))
    assert len(browse.photos(store)) == report.photos


def test_a_lone_photo_has_one_version(store: Store, tmp_path: Path) -> None:
    photo_file(tmp_path / "shoot" / "alone.png")
    assert counts(take_in(store, tmp_path / "shoot")) == (1, 1, 0, 0)


def test_an_after_that_changed_nothing_is_a_version_all_the_same(store: Store, tmp_path: Path) -> None:
    before = photo_file(tmp_path / "shoot" / "x.png")
    shutil.copy(before, before.with_name("x_after.png"))
    assert counts(take_in(store, before.parent)) == (1, 2, 0, 0)


def test_nothing_is_written_beside_the_photos(store: Store, source: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in source.iterdir()}
    take_in(store, source)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in source.iterdir()} == before


def test_a_batch_can_be_named_and_added_to(store: Store, source: Path, tmp_path: Path) -> None:
    assert take_in(store, source, batch=" Autumn ").batch == "Autumn"
    more = pair_files(tmp_path / "more", ["x"])
    photo_file(more / "x.png", seed=77)
    report = take_in(store, more, batch="Autumn")
    assert report.batch == "Autumn"
    assert [photo.name for photo in browse.photos(store)] == ["a", "b", "c", "x"]
    assert [photo.position for photo in browse.photos(store)] == [0, 1, 2, 3]
    assert [batch.name for batch in browse.batches(store)] == ["Autumn"]


def test_two_folders_of_one_name_are_two_batches(store: Store, source: Path, tmp_path: Path) -> None:
    take_in(store, source)
    other = pair_files(tmp_path / "elsewhere" / "shoot", ["x"])
    photo_file(other / "x.png", seed=77)
    assert take_in(store, other, at=moment(1)).batch == "shoot (2)"


# --- twice ------------------------------------------------------------------------------------------------


def test_doing_it_twice_adds_nothing_and_writes_nothing(store: Store, source: Path) -> None:
    first = take_in(store, source)
    before = events(store)
    report = take_in(store, source, at=moment(60))
    assert counts(report) == (0, 0, 3, 0)
    assert (report.batch, report.batch_id) == (first.batch, first.batch_id)
    assert not report.changes
    assert events(store) == before


def test_the_parent_folder_adds_only_what_is_new(store: Store, source: Path) -> None:
    take_in(store, source)
    photo_file(source.parent / "other shoot" / "x.png", seed=77)
    parent = source.parent
    shutil.rmtree(parent / "nothing", ignore_errors=True)
    report = take_in(store, parent, batch="all")
    assert counts(report) == (1, 1, 3, 0)
    assert [photo.name for photo in browse.photos(store)][:3] == ["a", "b", "c"]


def test_the_parent_folder_of_what_is_known_names_the_batch_that_holds_it(store: Store, source: Path) -> None:
    first = take_in(store, source)
    report = take_in(store, source.parent)
    assert counts(report) == (0, 0, 3, 0)
    assert (report.batch, report.batch_id) == ("shoot", first.batch_id)
    assert [batch.name for batch in browse.batches(store)] == ["shoot"]


def test_a_folder_inside_a_known_one_adds_nothing(store: Store, source: Path) -> None:
    pair_files(source / "detail", ["close"])
    photo_file(source / "detail" / "close.png", seed=55)
    take_in(store, source)
    assert counts(take_in(store, source / "detail")) == (0, 0, 1, 0)


def test_a_moved_folder_is_linked_again_and_stays_its_batch(store: Store, source: Path) -> None:
    first = take_in(store, source)
    moved = source.rename(source.parent / "archive")
    report = take_in(store, moved)
    assert counts(report) == (0, 0, 3, 6)
    assert (report.batch, report.batch_id) == ("shoot", first.batch_id)
    assert browse.batch(store, "shoot").source == str(moved)
    assert {Path(file).parent for photo in browse.photos(store) for file in files(photo)} == {moved}
    assert counts(take_in(store, moved)) == (0, 0, 3, 0)


def test_a_moved_folder_with_new_photos_adds_them_to_its_batch(store: Store, source: Path) -> None:
    take_in(store, source)
    moved = source.rename(source.parent / "archive")
    photo_file(moved / "d.png", seed=77)
    assert counts(take_in(store, moved)) == (1, 1, 3, 6)
    assert [photo.name for photo in browse.photos(store)] == ["a", "b", "c", "d"]
    assert len(browse.batches(store)) == 1


def test_a_renamed_file_is_the_photo_it_was(store: Store, source: Path) -> None:
    take_in(store, source)
    (source / "a.png").rename(source / "renamed.png")
    (source / "a_after.png").rename(source / "renamed_after.png")
    assert counts(take_in(store, source)) == (0, 0, 3, 2)
    photo = browse.photo(store, "a")
    assert files(photo) == [str(source / "renamed.png"), str(source / "renamed_after.png")]


def test_a_renamed_file_and_a_copy_of_it_are_two_photos(store: Store, source: Path) -> None:
    take_in(store, source)
    shutil.copy(source / "a.png", source / "z.png")
    (source / "a.png").rename(source / "renamed.png")
    (source / "a_after.png").unlink()
    report = take_in(store, source)
    assert report.photos == 1
    assert len({photo.original.file for photo in browse.photos(store)}) == 4


def test_a_copy_of_the_folder_adds_nothing_and_the_links_stay(store: Store, source: Path) -> None:
    take_in(store, source)
    before = events(store)
    report = take_in(store, shutil.copytree(source, source.parent / "copy"))
    assert counts(report) == (0, 0, 3, 0)
    assert report.batch == "shoot"
    assert events(store) == before


def test_the_same_content_under_another_name_is_a_photo_of_its_own(store: Store, source: Path) -> None:
    shutil.copy(source / "a.png", source / "z.png")
    assert take_in(store, source).photos == 4


def test_a_new_after_of_a_known_photo_is_a_further_version(store: Store, source: Path) -> None:
    take_in(store, source)
    photo_file(source / "a_after2.png", seed=78)
    assert counts(take_in(store, source, at=moment(60))) == (0, 1, 3, 0)
    assert [version.number for version in browse.photo(store, "a").versions] == [1, 2, 3]


def test_an_after_that_was_saved_again_is_a_further_version(store: Store, source: Path) -> None:
    take_in(store, source)
    photo_file(source / "a_after.png", seed=78, size=(49, 32))
    assert counts(take_in(store, source, at=moment(60))) == (0, 1, 3, 0)


def test_a_mask_that_came_later_is_noted(store: Store, source: Path) -> None:
    take_in(store, source)
    assert browse.photo(store, "a").mask is None
    mask = photo_file(source / "a_mask.png", seed=78)
    take_in(store, source)
    assert browse.photo(store, "a").mask == str(mask)
    moved = source.rename(source.parent / "archive")
    take_in(store, moved)
    assert browse.photo(store, "a").mask == str(moved / "a_mask.png")


# --- the manifest -----------------------------------------------------------------------------------------


def test_a_manifest_gives_fields_and_the_rules_read_them(store: Store, source: Path) -> None:
    rows = [{"before": "a.png", "after": "a_after.png", "sku": "R-1", "category": "ring", "studio": "Oslo"}]
    report = take_in(store, source, manifest=manifest_file(source / "manifest.csv", rows), rules=RINGS)
    photo = browse.photo(store, "R-1")
    assert (photo.name, photo.sku, photo.fields) == ("R-1", "R-1", {"category": "ring", "studio": "Oslo"})
    assert photo.assignment
    assert (photo.assignment.level, photo.assignment.rule) == (3, "rings")
    assert {file for file, _ in report.quarantined} == {"b.png", "b_after.png", "c.png", "c_after.png"}


def test_a_corrected_manifest_corrects_the_fields_and_the_route(store: Store, source: Path) -> None:
    def row(**told: str) -> Path:
        rows = [{"before": f"{name}.png", "after": f"{name}_after.png", **told} for name in "abc"]
        return manifest_file(source / "manifest.csv", rows)

    take_in(store, source, manifest=row(sku="R-1", category="mug"), rules=RINGS)
    report = take_in(store, source, manifest=row(sku="R-2", category="ring"), rules=RINGS, at=moment(60))
    assert counts(report) == (0, 0, 3, 0)
    assert [
        (p.sku, p.fields["category"], p.assignment.level) for p in browse.photos(store) if p.assignment
    ] == [("R-2", "ring", 3)] * 3


def test_a_level_that_a_person_gave_outlives_a_corrected_manifest(store: Store, source: Path) -> None:
    rows = [{"before": "a.png", "after": "a_after.png", "category": "mug"}]
    take_in(store, source, manifest=manifest_file(source / "manifest.csv", rows), rules=RINGS)
    photo = browse.photo(store, "a").id
    overrule(store, photos=[photo], level=1, reason="plain", actor="Grace", at=moment(1))
    rows[0]["category"] = "ring"
    take_in(store, source, manifest=manifest_file(source / "manifest.csv", rows), rules=RINGS, at=moment(2))
    found = browse.photo(store, photo)
    assert found.fields["category"] == "ring"
    assert found.assignment
    assert (found.assignment.level, found.assignment.overruled_by) == (1, "Grace")


def test_a_folder_without_its_manifest_forgets_nothing(store: Store, source: Path) -> None:
    rows = [{"before": "a.png", "after": "a_after.png", "sku": "R-1", "category": "ring"}]
    manifest = manifest_file(source / "manifest.csv", rows)
    take_in(store, source, rules=RINGS)
    manifest.unlink()
    take_in(store, source, rules=RINGS, at=moment(60))
    photo = browse.photo(store, "R-1")
    assert (photo.sku, photo.fields) == ("R-1", {"category": "ring"})
    assert len(browse.photos(store)) == 3


# --- quarantine -------------------------------------------------------------------------------------------


def quarantined(store: Store) -> dict[str, str]:
    return {Path(row.file).name: row.reason for row in browse.quarantined(store)}


def test_what_cannot_be_read_is_quarantined_once_and_the_rest_comes_in(store: Store, source: Path) -> None:
    (source / "b.png").write_bytes(BROKEN)
    (source / "c_after.png").write_bytes(BROKEN)
    photo_file(source / "lost_after.png")
    for again in range(2):
        report = take_in(store, source, at=moment(again))
        assert dict(report.quarantined) == {
            "b.png": "b.png is damaged",
            "b_after.png": "Its before, b.png, could not be read.",
            "c_after.png": "c_after.png is damaged",
            "lost_after.png": "It is an 'after' but its 'before' lost.* is missing.",
        }
        assert quarantined(store) == dict(report.quarantined)
    assert not report.changes
    assert [photo.name for photo in browse.photos(store)] == ["a", "c"]
    assert len(browse.photo(store, "c").versions) == 1


def test_a_mended_file_comes_in_and_leaves_the_quarantine(store: Store, source: Path) -> None:
    (source / "b.png").write_bytes(BROKEN)
    take_in(store, source)
    photo_file(source / "b.png", seed=66)
    report = take_in(store, source, at=moment(60))
    assert counts(report) == (1, 2, 2, 0)
    assert quarantined(store) == {}
    assert browse.batch(store, "shoot").photos == 3


def test_a_file_that_was_taken_away_leaves_the_quarantine(store: Store, source: Path) -> None:
    (source / "film.mp4").touch()
    take_in(store, source)
    assert set(quarantined(store)) == {"film.mp4"}
    (source / "film.mp4").unlink()
    take_in(store, source, at=moment(60))
    assert quarantined(store) == {}


def test_the_quarantine_of_another_source_stays(store: Store, source: Path, tmp_path: Path) -> None:
    (source / "film.mp4").touch()
    take_in(store, source)
    other = pair_files(tmp_path / "shoot 2", ["x"])
    (other / "clip.mov").touch()
    take_in(store, other)
    assert set(quarantined(store)) == {"film.mp4", "clip.mov"}


def test_the_quarantine_of_a_moved_folder_moves_with_it(store: Store, source: Path) -> None:
    (source / "film.mp4").touch()
    take_in(store, source)
    moved = source.rename(source.parent / "archive")
    report = take_in(store, moved)
    assert [row.file for row in browse.quarantined(store, report.batch_id)] == [str(moved / "film.mp4")]
    assert [batch.name for batch in browse.batches(store)] == ["shoot"]


def test_the_quarantine_is_not_doubled_from_the_parent_folder(store: Store, source: Path) -> None:
    (source / "film.mp4").touch()
    first = take_in(store, source)
    take_in(store, source.parent, batch="all")
    (row,) = browse.quarantined(store)
    assert row.batch == first.batch_id


def test_a_source_of_nothing_but_broken_files_is_a_batch_of_them(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "x.png").write_bytes(BROKEN)
    report = take_in(store, folder)
    assert counts(report) == (0, 0, 0, 0)
    assert [row.reason for row in browse.quarantined(store, report.batch_id)] == ["x.png is damaged"]


def test_names_that_are_not_text_are_quarantined_in_words(store: Store, source: Path) -> None:
    (source / "b\udcff.png").touch()
    report = take_in(store, source)
    assert counts(report)[0] == 3
    assert quarantined(store) == {
        "b\\xff.png": "Its name, or that of a folder it is in, is not valid text; rename it."
    }


@pytest.mark.parametrize(
    "name", ["it's a “ring”", "line\nbreak", "💍", "指輪", "a" * 240, "' OR 1=1 --", "%00"]
)
def test_odd_names_come_in_and_are_found_again(store: Store, tmp_path: Path, name: str) -> None:
    photo_file(tmp_path / "shoot" / f"{name}.png")
    take_in(store, tmp_path / "shoot")
    (photo,) = browse.photos(store)
    assert photo.name == name
    assert Path(photo.original.file).is_file()
    assert browse.photo(store, photo.id) == photo
    assert counts(take_in(store, tmp_path / "shoot")) == (0, 0, 1, 0)


# --- stopping ---------------------------------------------------------------------------------------------


def test_an_intake_that_is_stopped_adds_nothing_and_the_next_goes_on_where_it_was(
    store: Store, tmp_path: Path
) -> None:
    source = pair_files(tmp_path / "shoot", [f"p{number}" for number in range(12)])
    before = events(store)
    with pytest.raises(Cancelled):
        take_in(store, source, pool=FakePool(stop_after=10))
    assert events(store) == before
    again = FakePool()
    assert take_in(store, source, pool=again).photos == 12
    assert len(again.asked) < 24


def test_what_a_person_made_comes_in_as_a_persons_version(desk: Path, tmp_path: Path) -> None:
    source = pair_files(tmp_path / "rings", ["ring"])
    photo_file(source / "ring_human-lea.png", seed=99)
    with open_store(desk) as store:
        take_in(store, source, batch="rings")
        [ring] = [photo for photo in browse.photos(store) if photo.name == "ring"]
        roles = [(version.role, version.label) for version in ring.versions]
        assert roles == [("original", ""), ("ai", ""), ("human", "lea")]


def test_a_manifest_says_by_its_role_who_made_an_after(desk: Path, tmp_path: Path) -> None:
    source = pair_files(tmp_path / "rings", ["ring"])
    rows = [{"before": "ring.png", "after": "ring_after.png", "role": "human"}]
    with open_store(desk) as store:
        take_in(store, source, manifest=manifest_file(tmp_path / "told.csv", rows), batch="rings")
        [ring] = [photo for photo in browse.photos(store) if photo.name == "ring"]
        assert [version.role for version in ring.versions] == ["original", "human"]
