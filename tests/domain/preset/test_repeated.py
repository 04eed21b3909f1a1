"""Faults that repeat over a preset, and what a note on it stands for."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.check.finding import Finding
from review_desk.domain.check.table import BY_ID
from review_desk.domain.photo import Photo
from review_desk.domain.preset.note import PresetNote, counted, noted
from review_desk.domain.preset.repeated import faults_of, repeated
from review_desk.operations.taxonomy import failure_modes


def photos(**presets: int) -> list[Photo]:
    """So many photos of each preset; named “soft-1” and so on."""
    return [
        Photo(f"{preset}-{n}", "b", f"{preset}-{n}", "", "", "", n, fields={"preset": preset})
        for preset, count in presets.items()
        for n in range(1, count + 1)
    ]


HALO = {"check:halo": "Halo"}


def test_a_fault_on_most_photos_of_one_preset_is_the_presets() -> None:
    batch = photos(soft=4, hard=6)
    [found] = repeated(batch, {"soft-1": HALO, "soft-2": HALO, "soft-3": HALO, "hard-1": HALO})
    assert found.photos == ("soft-1", "soft-2", "soft-3")
    assert found.words == "Halo on 3 of 4 photos of preset soft; with other presets on 1 of 6"


def test_what_every_preset_has_or_two_photos_only_is_no_presets_fault() -> None:
    batch = photos(soft=4, hard=4)
    assert repeated(batch, {photo.id: HALO for photo in batch}) == ()
    assert repeated(photos(soft=2, hard=9), {"soft-1": HALO, "soft-2": HALO}) == ()


def test_the_share_can_be_set() -> None:
    batch, faults = photos(soft=10), {f"soft-{n}": HALO for n in (1, 2, 3, 4)}
    assert [found.of for found in repeated(batch, faults, share=0.4)] == [10]
    assert repeated(batch, faults, share=0.5) == ()


def test_a_shot_that_nobody_took_is_no_presets_fault() -> None:
    missing = {"check:missing-shots": "Missing shots"}
    assert repeated(photos(soft=3), {f"soft-{n}": missing for n in (1, 2, 3)}) == ()


def test_findings_tags_and_marks_are_faults() -> None:
    halo = BY_ID["halo"]
    found = [Finding("soft-1", 2, halo, 9.0, halo.tolerance, "flag"), Finding("soft-2", 2, halo, 0.0, halo.tolerance, "pass")]  # fmt: skip # noqa: E501
    faults = faults_of(photos(soft=2), found, {"soft-2": ["halo", "never-heard"]}, failure_modes())
    assert faults["soft-1"] == HALO
    assert faults["soft-2"]["tag:never-heard"] == "never-heard"
    assert "tag:halo" in faults["soft-2"]


NOTE = PresetNote("n", "b", "soft", "check:halo", "Halo", "Blend less.", (), "Ada", "2026-11-21T08:00:00Z")


def test_a_note_stands_for_its_fault_on_its_presets_photos_of_its_batch() -> None:
    soft, hard = photos(soft=1, hard=1)
    assert noted(soft, "check:halo", [NOTE]) is NOTE
    assert noted(hard, "check:halo", [NOTE]) is None
    assert noted(soft, "check:tilt", [NOTE]) is None
    assert noted(replace(soft, batch="other"), "check:halo", [NOTE]) is None
    assert NOTE.words == "Note on preset soft: Halo. Blend less."


@given(st.sets(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_a_noted_fault_counts_once_whatever_number_of_photos_has_it(soft: set[int], hard: set[int]) -> None:
    batch = photos(soft=9, hard=9)
    faults = {**{f"soft-{n}": HALO for n in soft}, **{f"hard-{n}": HALO for n in hard}}
    assert counted(batch, faults, []) == len(soft) + len(hard)
    assert counted(batch, faults, [NOTE]) == bool(soft) + len(hard)
