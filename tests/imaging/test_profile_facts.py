from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review_desk.domain.profile_facts import Panel
from review_desk.errors import BadInput
from review_desk.imaging.gamut import SRGB_D50, coverage, uv
from review_desk.imaging.icc_tags import MAX_BYTES, Tags
from review_desk.imaging.profile_facts import facts
from review_desk.imaging.white_point import D65, described, off_neutral
from tests.imaging import icc_builder as icc

STRAIGHT = [code * 257 for code in range(256)]
BENT = [round(65535 * (code / 255) ** 1.1) for code in range(256)]


def test_a_monitors_profile_is_named_and_dated_by_its_own_words() -> None:
    found = facts(icc.profile())
    assert (found.description, found.device_class, found.version) == ("EIZO CG2420", "mntr", "2.0")
    assert found.created == date(2026, 11, 17)
    assert found.known_by["created"] == "profile header"


def test_the_day_of_calibration_counts_before_the_day_of_the_file() -> None:
    found = facts(icc.profile({"calt": icc.day(date(2026, 10, 1))}))
    assert found.created == date(2026, 10, 1)
    assert found.known_by["created"] == "calt tag"


def test_a_day_that_is_none_is_no_day() -> None:
    assert facts(icc.profile(created=(0, 0, 0))).created is None
    assert facts(icc.profile(created=(2026, 2, 30))).created is None


@pytest.mark.parametrize("tag", ["targ", "CIED", "DevD"])
def test_the_tags_that_argyll_leaves_are_traces_of_a_measurement(tag: str) -> None:
    found = facts(icc.profile({tag: icc.text("CTI3")}))
    assert (found.kind, found.known_by["kind"]) == ("measured", f"{tag} tags")


def test_the_instrument_is_named_by_the_measurements_that_the_profile_carries() -> None:
    carried = 'CTI3\n\nDESCRIPTOR "x"\nTARGET_INSTRUMENT "X-Rite i1 DisplayPro"\n'
    assert facts(icc.profile({"targ": icc.text(carried)})).instrument == "X-Rite i1 DisplayPro"


@pytest.mark.parametrize(
    ("source", "kind"), [("calib", "measured"), ("edid", "from EDID"), ("standard", "generic")]
)
def test_colords_own_word_on_the_origin_is_taken(source: str, kind: str) -> None:
    found = facts(icc.profile({"meta": icc.meta({"DATA_source": source}), "targ": icc.text("CTI3")}))
    assert found.kind == kind


@pytest.mark.parametrize(
    "words", ["sRGB IEC61966-2.1", "Generic RGB Profile", "Color LCD", "Display P3", "Adobe RGB (1998)"]
)
def test_stock_profiles_are_known_by_their_names(words: str) -> None:
    assert facts(icc.profile(description=words)).kind == "generic"


def test_a_monitor_whose_profile_only_mentions_srgb_is_not_generic() -> None:
    assert facts(icc.profile(description="CG2420 sRGB 120 cd", gamma=2.4)).kind == "unknown"


def test_srgb_under_another_name_is_known_by_its_colours(samples: Path) -> None:
    micro = samples / "icc" / "saucecontrol-Compact-ICC-Profil" / "sRGB-v2-micro.icc"
    found = facts(micro.read_bytes())
    assert (found.description, found.kind) == ("uRGB", "generic")
    assert found.known_by["kind"] == "its colours are sRGB’s own"


def test_the_monitor_that_a_profile_was_made_for_is_read_from_its_metadata() -> None:
    metadata = icc.meta({"EDID_mnft": "ENC", "EDID_model": "CG2420", "EDID_serial": "0815"})
    assert facts(icc.profile({"meta": metadata})).panel == Panel("ENC", "CG2420", "0815")
    assert facts(icc.profile()).panel is None


def test_luminance_and_black_come_from_their_tags() -> None:
    found = facts(icc.profile({"lumi": icc.xyz(0, 120, 0), "bkpt": icc.xyz(0.002, 0.002, 0.002)}))
    assert found.luminance == pytest.approx(120)
    assert found.contrast == pytest.approx(500, rel=0.01)


def test_a_black_of_zero_is_no_contrast() -> None:
    found = facts(icc.profile({"bkpt": icc.xyz(0, 0, 0)}))
    assert found.contrast is None
    assert found.luminance is None


def test_the_white_of_version_2_stands_as_it_is() -> None:
    white = facts(icc.profile({"wtpt": icc.xyz(0.95047, 1.0, 1.08883)})).white
    assert white is not None
    assert (white.x, white.y) == pytest.approx(D65, abs=1e-4)
    assert white.delta_e == pytest.approx(0, abs=0.02)


def test_an_adapted_white_is_taken_back_by_its_chad() -> None:
    adapted = {"wtpt": icc.xyz(*icc.D50), "chad": icc.chad()}
    found = facts(icc.profile(adapted, version=4))
    assert found.white is not None
    assert (found.white.x, found.white.y) == pytest.approx(D65, abs=3e-4)
    assert found.known_by["white"] == "wtpt tag, chad undone"


def test_version_4_without_chad_says_nothing_of_its_white() -> None:
    assert facts(icc.profile({"wtpt": icc.xyz(*icc.D50)}, version=4)).white is None


def test_a_chad_that_cannot_be_undone_says_nothing_of_the_white() -> None:
    flat = icc.chad(((0, 0, 0),) * 3)
    assert facts(icc.profile({"wtpt": icc.xyz(*icc.D50), "chad": flat})).white is None


def test_daylight_has_its_temperature_and_its_tint() -> None:
    d65, d50 = described(*D65), described(0.34567, 0.35850)
    assert d65.cct == pytest.approx(6504, abs=2)
    assert d50.cct == pytest.approx(5003, abs=2)
    assert d65.duv == pytest.approx(0.0032, abs=1e-4)
    assert d65.delta_e == 0
    assert d50.delta_e > 10


def test_the_distance_from_neutral_is_that_of_sharmas_table() -> None:
    """Pairs 7 and 8 of Sharma, Wu and Dalal: (50, 0, 0) and (50, -1, 2) are 2.3669 apart."""
    assert off_neutral(-1, 2) == pytest.approx(2.3669, abs=1e-4)


@pytest.mark.parametrize(
    ("gamma", "target", "delta"),
    [(2.2, "gamma 2.2 curve", 0.1), (1.8, "sRGB curve", 8), (2.4, "gamma 2.2 curve", 4)],
)
def test_gamma_is_fitted_and_held_against_the_nearer_target(gamma: float, target: str, delta: float) -> None:
    tone = facts(icc.profile(gamma=gamma)).tone
    assert tone.gamma == pytest.approx(gamma, abs=0.01)
    assert (tone.target, tone.delta_l) == (target, pytest.approx(delta, abs=0.6))


def test_greys_of_equal_curves_are_neutral_and_of_unequal_ones_are_not() -> None:
    assert facts(icc.profile()).tone.chroma < 0.1
    assert facts(icc.profile({"rTRC": icc.curve(2.5)})).tone.chroma > 4


def test_a_triangle_of_half_the_side_covers_a_quarter() -> None:
    srgb = uv(SRGB_D50)
    middle = sum(u for u, _ in srgb) / 3, sum(v for _, v in srgb) / 3
    half = [((u + middle[0]) / 2, (v + middle[1]) / 2) for u, v in srgb]
    assert coverage(half) == pytest.approx(25)
    assert coverage(half[::-1]) == pytest.approx(25), "whichever way round"
    assert coverage(srgb) == pytest.approx(100)


def test_a_triangle_beside_srgb_covers_nothing() -> None:
    assert coverage([(0.9, 0.1), (0.95, 0.1), (0.9, 0.15)]) == 0


@pytest.mark.parametrize(
    ("vcgt", "found"),
    [
        (icc.video_table(STRAIGHT, STRAIGHT, STRAIGHT), "identity"),
        (icc.video_table(STRAIGHT, BENT, STRAIGHT), "curves"),
        (icc.video_table(list(range(256)), width=1), "identity"),
        (icc.video_formula(1.0), "identity"),
        (icc.video_formula(1.2), "curves"),
        (icc.video_table(STRAIGHT, STRAIGHT, STRAIGHT)[:200], "none"),
        (b"vcgt\0\0\0\0" + b"\xff" * 40, "none"),
    ],
)
def test_the_curves_for_the_video_card_are_told_apart_from_a_straight_line(vcgt: bytes, found: str) -> None:
    assert facts(icc.profile({"vcgt": vcgt})).video_curves == found


def test_a_profile_without_curves_for_the_video_card_has_none() -> None:
    assert facts(icc.profile()).video_curves == "none"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b"", "This is not an ICC profile."),
        (b"this is no profile" * 20, "This is not an ICC profile."),
        (icc.profile() + b"\0" * MAX_BYTES, "The profile is too large: 4.0 MB, where 4 MB is the limit."),
        (icc.profile()[:128] + b"\x7f\0\0\0", "The profile is broken: it claims to have 2130706432 tags."),
        (icc.profile(space="CMYK"), "The profile is one for CMYK colours; a display's is for RGB."),
        (icc.profile({"rTRC": b"zero"}), "The profile is broken: Little CMS cannot convert with it."),
        (icc.profile()[:300], "The profile is broken: Little CMS cannot convert with it."),
    ],
)
def test_what_is_no_sound_profile_of_a_display_is_refused_in_words(broken: bytes, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        facts(broken)
    assert str(refused.value) == words


@given(at=st.integers(0, 420), code=st.integers(0, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_byte_is_read_or_refused_and_nothing_else(at: int, code: int) -> None:
    damaged = bytearray(
        icc.profile({"meta": icc.meta({"EDID_model": "CG2420"}), "vcgt": icc.video_formula(1.2)})
    )
    damaged[at % len(damaged)] = code
    try:
        found = facts(bytes(damaged))
    except BadInput:
        return
    assert found.size == len(damaged)
    assert 0 <= found.coverage <= 100


@given(st.binary(max_size=600))
def test_tags_of_any_noise_read_as_something_or_nothing(noise: bytes) -> None:
    tags = Tags(icc.profile({"meta": b"dict" + noise, "vcgt": b"vcgt" + noise, "lumi": b"XYZ " + noise}))
    readers: list[Callable[[], object]] = [tags.metadata, tags.video_curves, lambda: tags.xyz("lumi")]
    assert len([reader() for reader in readers]) == 3


@pytest.mark.samples
@pytest.mark.parametrize("name", ["displ.icc", "disps.icc", "dispx.icc"])
def test_the_measured_test_displays_say_what_was_built_into_them(samples: Path, name: str) -> None:
    """A display of 120 cd/m², black at 0.12 %, gammas about 2.2, nearly D65, wider than sRGB."""
    found = facts((samples / "icc" / "displays" / name).read_bytes())
    assert found.kind == "measured"
    assert found.luminance == pytest.approx(120, rel=0.03)
    assert found.contrast == pytest.approx(809, abs=2)
    assert found.tone.gamma == pytest.approx(2.2, abs=0.05)
    assert found.tone.delta_l < 1
    assert found.coverage > 99.9
    assert found.white is not None
    assert found.white.delta_e < 1


@pytest.mark.samples
def test_a_laptop_of_2009_is_seen_for_what_it_is(samples: Path) -> None:
    found = facts((samples / "icc" / "mm2-Little-CMS" / "ibm-t61.icc").read_bytes())
    assert (found.kind, found.created, found.video_curves) == ("measured", date(2009, 12, 23), "curves")
    assert found.coverage == pytest.approx(51.7, abs=0.2)
    assert found.white is not None
    assert found.white.cct == pytest.approx(5075, abs=5)
