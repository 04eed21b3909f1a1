"""XMP in and out: what others said comes in with the photos, what was decided goes out beside them."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from review_desk.domain.decision import Verdict
from review_desk.domain.slice import Slice
from review_desk.domain.xmp.packet import Packet
from review_desk.domain.xmp.words import XMP, spoken
from review_desk.imaging.probe import probe
from review_desk.operations import browse
from review_desk.operations.decide import decide, toggle_tag
from review_desk.operations.sidecars import wanted_sidecars, write_sidecars
from review_desk.store.desk import Store
from tests.builders import moment, new_desk, open_store, pair_files, take_in
from tests.domain.xmp.test_packet import LIGHTROOM


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two pairs; somebody gave the first original three stars in Lightroom and two keywords."""
    source = pair_files(tmp_path / "rings", ["ring-1", "ring-2"])
    (source / "ring-1.xmp").write_bytes(LIGHTROOM)
    with open_store(new_desk(tmp_path / "desk")) as store:
        take_in(store, source, batch="rings")
        yield store


def judged(store: Store) -> None:
    first, second = browse.photos(store)
    decide(store, photo=first.id, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["halo"])
    decide(store, photo=second.id, verdict=Verdict.APPROVE, reviewer="Ada", at=moment(2))


def test_intake_keeps_what_a_sidecar_says_of_a_photo(store: Store, tmp_path: Path) -> None:
    first, second = browse.photos(store)
    said = {name: first.fields.get(name) for name in ("rating", "label", "keywords")}
    assert said == {"rating": 3, "label": "Blue", "keywords": "bride; ring & box"}
    assert "rating" not in second.fields
    (tmp_path / "rings" / "ring-1.png.xmp").write_bytes(LIGHTROOM.replace(b'Rating="3"', b'Rating="5"'))
    (tmp_path / "rings" / "ring-2.xmp").write_text("no XML at all")
    take_in(store, tmp_path / "rings", batch="rings", at=moment(5))
    assert browse.photos(store)[0].fields["rating"] == 5, "the one with the whole name is the nearer"


def test_a_packet_inside_the_file_is_read_and_a_broken_one_harms_nothing(tmp_path: Path) -> None:
    with_packet, broken = tmp_path / "a.jpg", tmp_path / "b.jpg"
    Image.new("RGB", (40, 30)).save(with_packet, xmp=LIGHTROOM)
    Image.new("RGB", (40, 30)).save(broken, xmp=LIGHTROOM.replace(b"</dc:subject>", b""))
    assert probe(with_packet).xmp == {"rating": 3, "label": "Blue", "keywords": "bride; ring & box"}
    assert probe(broken).xmp is None
    assert probe(broken).width == 40


def test_what_was_decided_goes_beside_the_judged_file_and_no_photo_is_touched(
    store: Store, tmp_path: Path
) -> None:
    judged(store)
    photos = {path: path.read_bytes() for path in (tmp_path / "rings").glob("*.png")}
    report = write_sidecars(wanted_sidecars(store, batch=browse.batches(store)[0]))
    assert [path.name for path in report.written] == ["ring-1_after.png.xmp", "ring-2_after.png.xmp"]
    packet = Packet(report.written[0].read_bytes())
    assert (packet.value(XMP, "Rating"), packet.value(XMP, "Label")) == ("-1", "Red")
    assert spoken(packet).fields() == {}, "what the desk says itself is nobody else's word"
    assert photos == {path: path.read_bytes() for path in photos}
    again = write_sidecars(wanted_sidecars(store, batch=browse.batches(store)[0]))
    assert (again.written, again.same) == ((), 2)
    toggle_tag(store, photo=browse.photos(store)[0].id, tag="banding", reviewer="Ada", at=moment(3))
    assert len(write_sidecars(wanted_sidecars(store, batch=browse.batches(store)[0])).written) == 1


def test_a_sidecar_that_is_there_is_written_on_and_a_broken_one_is_left(store: Store, tmp_path: Path) -> None:
    judged(store)
    there, broken = (tmp_path / "rings" / f"ring-{n}_after.xmp" for n in (1, 2))
    there.write_bytes(LIGHTROOM)
    broken.write_text("<not xmp")
    report = write_sidecars(wanted_sidecars(store, batch=browse.batches(store)[0]))
    assert report.written == (there,)
    assert b"crs:Exposure2012" in there.read_bytes()
    assert report.refused[0][1].startswith("ring-2_after.xmp cannot be understood. It is no sound XML")
    assert broken.read_text() == "<not xmp"


def test_a_slice_a_folder_and_plain_names_are_kept_to(store: Store, tmp_path: Path) -> None:
    judged(store)
    rejected = wanted_sidecars(store, batch=browse.batches(store)[0], chosen=Slice(verdicts=("reject",)))
    report = write_sidecars(rejected, folder=tmp_path / "out", plain_names=True)
    assert [path.relative_to(tmp_path).as_posix() for path in report.written] == ["out/ring-1_after.xmp"]
    (tmp_path / "wall").write_text("in the way")
    assert "could not be written" in write_sidecars(rejected, folder=tmp_path / "wall").words


def test_exiftool_reads_what_was_written(store: Store) -> None:
    if shutil.which("exiftool") is None:
        pytest.skip("needs exiftool, the reader that others go by, which is not installed")
    judged(store)
    [reject, _] = write_sidecars(wanted_sidecars(store, batch=browse.batches(store)[0])).written
    asked = ["exiftool", "-j", "-XMP:All", str(reject)]
    [said] = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert (said["Rating"], said["Label"]) == (-1, "Red")
    assert said["Subject"] == "Halo"
    assert said["HierarchicalSubject"].startswith("Review Desk|")
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-XMP:Rating=4", str(reject)], check=True)
    assert spoken(Packet(reject.read_bytes())).rating == 4
