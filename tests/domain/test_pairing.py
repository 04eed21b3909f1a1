"""Folders as studios send them → pairs, lone photos and orphans."""

import random
import unicodedata
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_desk.domain.filename import fold, natural_key
from review_desk.domain.pairing import PairFiles, Pairing, pair_up


def told(pairing: Pairing) -> dict[str, tuple[str, list[str], str | None]]:
    """Name → before, afters as 'file (label)', mask."""
    return {
        pair.name: (pair.before, [_told_after(pair, i) for i in range(len(pair.afters))], pair.mask)
        for pair in pairing.pairs
    }


def _told_after(pair: PairFiles, index: int) -> str:
    after = pair.afters[index]
    return f"{after.file} ({after.label})" if after.label else after.file


def reasons(pairing: Pairing) -> dict[str, str]:
    return {orphan.file: orphan.reason for orphan in pairing.orphans}


# --- before/ and after/ -----------------------------------------------------------------------------------


def test_before_and_after_folders_match_by_stem_whatever_the_case_and_extension() -> None:
    pairing = pair_up(("before/Tee-01.tif", "before/tee-02.jpg", "AFTER/tee-01.PNG", "AFTER/TEE-02.jpg"))
    assert told(pairing) == {
        "Tee-01": ("before/Tee-01.tif", ["AFTER/tee-01.PNG"], None),
        "tee-02": ("before/tee-02.jpg", ["AFTER/TEE-02.jpg"], None),
    }
    assert pairing.orphans == ()


def test_several_after_folders_give_several_versions_in_natural_order() -> None:
    pairing = pair_up(("after_v10/x.jpg", "after-2/x.jpg", "after_v2/x.jpg", "after/x.jpg", "before/x.jpg"))
    afters = ["after/x.jpg", "after-2/x.jpg (2)", "after_v2/x.jpg (v2)", "after_v10/x.jpg (v10)"]
    assert told(pairing) == {"x": ("before/x.jpg", afters, None)}


def test_an_after_with_a_suffix_goes_to_the_longest_before_it_begins_with() -> None:
    pairing = pair_up(
        ("before/tee.jpg", "before/tee-1.jpg", "after/tee-1-ai.jpg", "after/tee_v2.jpg", "after/tee-10.jpg")
    )
    assert told(pairing) == {
        "tee": ("before/tee.jpg", ["after/tee-10.jpg (10)", "after/tee_v2.jpg (v2)"], None),
        "tee-1": ("before/tee-1.jpg", ["after/tee-1-ai.jpg (ai)"], None),
    }


def test_a_suffix_needs_a_separator() -> None:
    pairing = pair_up(("before/tee1.jpg", "after/tee10.jpg"))
    assert reasons(pairing) == {"after/tee10.jpg": "is an 'after' but its 'before' tee10.* is missing"}


def test_folder_label_and_suffix_make_one_label() -> None:
    pairing = pair_up(("before/x.jpg", "after_v2/x-ai.jpg"))
    assert told(pairing)["x"][1] == ["after_v2/x-ai.jpg (v2 ai)"]


def test_a_before_without_an_after_is_a_lone_photo() -> None:
    assert told(pair_up(("before/x.jpg",))) == {"x": ("before/x.jpg", [], None)}


def test_folders_inside_before_and_after_are_matched_folder_by_folder() -> None:
    pairing = pair_up(("day1/before/knit/x.jpg", "day1/after/knit/x.jpg", "day1/after/denim/x.jpg"))
    assert told(pairing) == {"day1/knit/x": ("day1/before/knit/x.jpg", ["day1/after/knit/x.jpg"], None)}
    assert list(reasons(pairing)) == ["day1/after/denim/x.jpg"]


def test_x_before_and_x_after_meet() -> None:
    expected = {"x_before": ("before/x_before.jpg", ["after/x_after.jpg"], None)}
    assert told(pair_up(("before/x_before.jpg", "after/x_after.jpg"))) == expected
    assert told(pair_up(("x_before.jpg", "x_after.jpg"))) == {
        "x_before": ("x_before.jpg", ["x_after.jpg"], None)
    }


def test_masks_lie_in_their_own_folder_or_beside_either_side() -> None:
    files = (
        "before/x.jpg",
        "masks/x.png",
        "before/y.jpg",
        "before/y_mask.png",
        "before/z.jpg",
        "after/z_mask.png",
    )
    assert {name: mask for name, (_, _, mask) in told(pair_up(files)).items()} == {
        "x": "masks/x.png",
        "y": "before/y_mask.png",
        "z": "after/z_mask.png",
    }


@pytest.mark.parametrize("folder", ["after-sun", "masks", "afternoon", "Mask collection"])
def test_a_folder_that_only_sounds_like_one_side_is_an_ordinary_folder(folder: str) -> None:
    assert told(pair_up((f"{folder}/x.jpg",))) == {f"{folder}/x": (f"{folder}/x.jpg", [], None)}


def test_an_after_folder_without_any_before_is_full_of_orphans() -> None:
    assert reasons(pair_up(("after_v2/x.jpg",))) == {
        "after_v2/x.jpg": "is an 'after' but its 'before' x.* is missing"
    }


# --- one folder a photo -----------------------------------------------------------------------------------


def test_one_folder_a_photo_takes_the_folders_name() -> None:
    pairing = pair_up(
        ("set/lama-1/before.png", "set/lama-1/after__lama.png", "set/lama-1/After.png", "set/lama-1/mask.png")
    )
    assert told(pairing) == {
        "set/lama-1": (
            "set/lama-1/before.png",
            ["set/lama-1/After.png", "set/lama-1/after__lama.png (lama)"],
            "set/lama-1/mask.png",
        )
    }


def test_other_files_in_such_a_folder_are_set_aside_with_a_sentence() -> None:
    pairing = pair_up(("n/before.jpg", "n/after.jpg", "n/extra__beach.png", "n/mask.jpg"))
    sentence = "stands beside before.* but is neither an after nor a mask"
    assert reasons(pairing) == {"n/extra__beach.png": sentence, "n/mask.jpg": sentence}


def test_such_a_folder_is_recognised_inside_a_before_folder_too() -> None:
    pairing = pair_up(("before/n/before.jpg", "before/n/after.jpg", "before/x.jpg"))
    assert set(told(pairing)) == {"before/n", "x"}


def test_an_after_alone_in_its_folder_misses_its_before() -> None:
    assert reasons(pair_up(("n/after-v2.jpg",))) == {
        "n/after-v2.jpg": "is an 'after' but its 'before' before.* is missing"
    }


# --- by name ----------------------------------------------------------------------------------------------


def test_names_tell_before_after_and_mask_in_one_folder() -> None:
    files = (
        "x.jpg",
        "x_after.jpg",
        "X-After-v10.jpg",
        "x_after_v2.png",
        "x_after2.jpg",
        "x_ai-Flux dev.webp",
        "x_retouched.tif",
        "x_mask.png",
    )
    afters = [
        "x_after.jpg",
        "x_after2.jpg (2)",
        "x_ai-Flux dev.webp (ai Flux dev)",
        "x_retouched.tif (retouched)",
        "x_after_v2.png (v2)",
        "X-After-v10.jpg (v10)",
    ]
    assert told(pair_up(files)) == {"x": ("x.jpg", afters, "x_mask.png")}


def test_a_lone_photo_is_a_photo() -> None:
    assert told(pair_up(("a/b/c.jpg", "d.png"))) == {
        "a/b/c": ("a/b/c.jpg", [], None),
        "d": ("d.png", [], None),
    }


@pytest.mark.parametrize(
    "file", ["x_after.jpg", "x_AI.png", "x-retouched.tif", "x_after_v2.jpg", "x_ai-flux.jpg"]
)
def test_an_after_by_name_without_its_before_is_an_orphan(file: str) -> None:
    assert reasons(pair_up((file, "y.jpg"))) == {file: "is an 'after' but its 'before' x.* is missing"}


@pytest.mark.parametrize(
    "file", ["aftershave.jpg", "x_aiden.jpg", "bonsai.jpg", "samurai-1.jpg", "maskara.png", "_after.jpg"]
)
def test_a_word_that_only_begins_like_after_is_part_of_a_name(file: str) -> None:
    assert [pair.before for pair in pair_up((file,)).pairs] == [file]


def test_after_followed_by_words_is_a_version_only_where_its_before_is_there() -> None:
    alone = ("dress_after-party.jpg", "dress_after-party_ai.jpg")
    assert told(pair_up(alone)) == {
        "dress_after-party": (alone[0], ["dress_after-party_ai.jpg (ai)"], None),
    }
    beside = pair_up(("dress.jpg", *alone)).pairs
    assert [[after.label for after in pair.afters] for pair in beside] == [["party", "party_ai"]]


def test_the_longest_before_wins_by_name_too() -> None:
    pairing = pair_up(
        ("tee.jpg", "tee_after_dark.jpg", "tee_after_dark_after.jpg", "tee-long.jpg", "tee-long_ai.jpg")
    )
    assert told(pairing)["tee-long"][1] == ["tee-long_ai.jpg (ai)"]
    assert [after.file for after in pairing.pairs[0].afters] == [
        "tee_after_dark.jpg",
        "tee_after_dark_after.jpg",
    ]


def test_a_mask_without_its_photo_is_a_photo_of_a_mask() -> None:
    pairing = pair_up(("face_mask.png", "face_mask_mask.png", "face_mask_after.jpg"))
    assert told(pairing) == {"face_mask": ("face_mask.png", ["face_mask_after.jpg"], "face_mask_mask.png")}


def test_a_jpeg_is_never_a_mask() -> None:
    assert set(told(pair_up(("x.jpg", "x_mask.jpg")))) == {"x", "x_mask"}


def test_the_mask_of_an_after_belongs_to_the_photo_and_a_second_mask_is_set_aside() -> None:
    pairing = pair_up(("x.jpg", "x_ai.png", "x_ai_mask.png", "x_mask.png"))
    assert told(pairing) == {"x": ("x.jpg", ["x_ai.png (ai)"], "x_mask.png")}
    assert reasons(pairing) == {"x_ai_mask.png": "is a second mask of x.jpg, after x_mask.png"}


def test_the_same_stem_with_two_extensions_is_two_photos() -> None:
    pairing = pair_up(("x.tif", "x.jpg", "x_after.tif", "x_ai.png"))
    assert told(pairing) == {
        "x.jpg": ("x.jpg", ["x_ai.png (ai)"], None),
        "x.tif": ("x.tif", ["x_after.tif"], None),
    }


# --- names from every system ------------------------------------------------------------------------------


def test_names_that_differ_only_in_case_stay_two_photos_with_two_names() -> None:
    pairing = pair_up(("x.jpg", "X.JPG", "x.jpg.png", "X_after.jpg"))
    names = [pair.name for pair in pairing.pairs]
    assert sorted(map(fold, names)) == sorted({fold(name) for name in names})
    assert {pair.before: [after.file for after in pair.afters] for pair in pairing.pairs} == {
        "X.JPG": ["X_after.jpg"],
        "x.jpg": [],
        "x.jpg.png": [],
    }


def test_folders_spelt_in_two_cases_are_one_folder() -> None:
    assert told(pair_up(("Knit/x.jpg", "knit/x_after.jpg"))) == {
        "Knit/x": ("Knit/x.jpg", ["knit/x_after.jpg"], None)
    }


def test_composed_and_decomposed_accents_meet() -> None:
    composed, decomposed = unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")
    pairing = pair_up(
        (f"before/{composed}.jpg", f"after/{decomposed}.jpg", f"{decomposed}.jpg", f"{composed}_ai.jpg")
    )
    assert pairing.orphans == ()
    assert [len(pair.afters) for pair in pairing.pairs] == [1, 1]


def test_natural_order_survives_a_number_of_any_length() -> None:
    names = ["v" + "9" * 5000, "v10", "v2", "v02", "V1"]
    assert sorted(names, key=natural_key) == ["V1", "v02", "v2", "v10", "v" + "9" * 5000]


WORDS = (
    "x",
    "X",
    "é",
    "é",
    "tee-1",
    "tee-10",
    "before",
    "after",
    "after_v2",
    "mask",
    "x_ai",
    "x_mask",
    "ſ",
    "İ",
    "2",
    "",
)
stems = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("_".join)
folders = st.lists(st.sampled_from(("before", "After", "after-2", "masks", "n", "N", ".", "a b")), max_size=3)
files = st.builds(
    lambda parts, stem, ext: "/".join([*parts, f"{stem}.{ext}"]),
    folders,
    stems,
    st.sampled_from(("jpg", "JPG", "png", "tif")),
)


@given(st.lists(files, max_size=25), st.randoms(use_true_random=False))
def test_every_file_ends_in_exactly_one_place_whatever_the_order(
    given_files: list[str], chance: random.Random
) -> None:
    pairing = pair_up(given_files)
    places = chain.from_iterable(
        [pair.before, *(after.file for after in pair.afters), *([pair.mask] if pair.mask else [])]
        for pair in pairing.pairs
    )
    assert sorted([*places, *(orphan.file for orphan in pairing.orphans)]) == sorted(set(given_files))
    names = [fold(pair.name) for pair in pairing.pairs]
    assert len(set(names)) == len(names)
    shuffled = list(given_files)
    chance.shuffle(shuffled)
    assert pair_up(shuffled) == pairing


@pytest.mark.samples
def test_the_sample_pairs_are_twenty_photos_with_thirty_two_afters(samples: Path) -> None:
    root = samples / "pairs"
    found = pair_up(file.relative_to(root).as_posix() for file in root.rglob("*.*") if file.suffix != ".md")
    assert (len(found.pairs), sum(len(pair.afters) for pair in found.pairs)) == (20, 32)
    assert {orphan.file.split("/")[1][:7] for orphan in found.orphans} == {"extra__"}


# --- what a person made -----------------------------------------------------------------------------------


def by_hand(*files: str) -> dict[str, list[tuple[str, str, bool]]]:
    pairs = pair_up(files).pairs
    return {pair.name: [(after.file, after.label, after.by_hand) for after in pair.afters] for pair in pairs}


def test_a_persons_file_is_told_in_every_layout_and_comes_after_the_ais() -> None:
    assert by_hand("x.tif", "x_human-lea.tif", "x_ai.tif") == {
        "x": [("x_ai.tif", "ai", False), ("x_human-lea.tif", "lea", True)]
    }
    assert by_hand("ring/before.tif", "ring/human2.tif", "ring/after.tif") == {
        "ring": [("ring/after.tif", "", False), ("ring/human2.tif", "2", True)]
    }
    assert by_hand("before/x.tif", "human/x.tif", "after/x.tif") == {
        "x": [("after/x.tif", "", False), ("human/x.tif", "", True)]
    }


def test_a_photo_that_is_only_called_so_is_a_photo_of_its_own() -> None:
    assert by_hand("bust_human.jpg", "human/y.jpg") == {"bust_human": [], "human/y": []}
