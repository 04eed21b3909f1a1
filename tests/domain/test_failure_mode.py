"""The taxonomy: family files, ids and aliases, search, and which families come first."""

from itertools import pairwise
from pathlib import Path

import pytest

from review_desk.domain.failure_mode import SEVERITIES, Family, Taxonomy, parse_family
from review_desk.errors import BadInput

FOLDER = Path(__file__).parents[2] / "assets" / "failure_modes"
FILES = sorted(FOLDER.glob("*.toml"))

# The demo batch and every kept record name modes by these ids.
RELIED_ON = (
    "colour-cast",
    "exposure-shift",
    "halo",
    "over-smoothed",
    "repeated-patch",
    "banding",
    "leftover-dust",
    "leftover-stand",
    "ring-hole-filled",
    "facets-warped",
    "reflection-without-source",
    "left-right-disagree",
    "prong-lost",
    "stone-clarity",
    "print-distorted",
    "shadow-wrong",
    "texture-flattened",
    "tilt",
    "crop-off",
    "background-off-white",
)

SMALL = """
id = "jewellery"
name = "Jewellery"
[[mode]]
id = "prong-lost"
name = "Prong lost"
sentence = "A prong has melted into the stone."
severity = "critical"
aliases = ["missing claw"]
usual_for = ["Rings"]
"""


def small(old: str = "", new: str = "") -> Family:
    assert old in SMALL
    return parse_family(SMALL.replace(old, new), name="ours.toml")


def family(name: str, *modes: tuple[str, list[str]]) -> Family:
    """A family of modes, each an id with what it is usual for."""
    rows = [
        f'[[mode]]\nid = "{mode}"\nname = "{mode}"\nsentence = "So."\n'
        f'severity = "minor"\nusual_for = {usual}\n'
        for mode, usual in modes
    ]
    return parse_family(f'id = "{name}"\nname = "{name}"\n' + "".join(rows), name=f"{name}.toml")


@pytest.fixture(scope="module")
def shipped() -> Taxonomy:
    return Taxonomy(parse_family(file.read_text(encoding="utf-8"), name=file.name) for file in FILES)


# --- what ships -------------------------------------------------------------------------------------------


def test_the_families_of_the_field_ship(shipped: Taxonomy) -> None:
    assert {family.id for family in shipped.families} == {
        "colour-and-light",
        "skin-and-body",
        "hair-and-edges",
        "hands-and-anatomy",
        "garment",
        "texture",
        "print-and-logo",
        "jewellery",
        "ghost-mannequin",
        "background",
        "framing-and-delivery",
    }
    assert [file.stem.replace("_", "-") for file in FILES] == [family.id for family in shipped.families]


def test_each_shipped_family_fits_the_keys_and_each_mode_is_one_sentence(shipped: Taxonomy) -> None:
    for family in shipped.families:
        assert 4 <= len(family.modes) <= 9
    for mode in shipped.modes:
        assert mode.sentence.endswith(".")
        assert mode.sentence.count(". ") == 0
        assert 30 < len(mode.sentence) < 130
        assert mode.severity in SEVERITIES
        assert mode.aliases
        assert mode.usual_for


@pytest.mark.parametrize("mode", RELIED_ON)
def test_a_mode_that_records_rely_on_keeps_its_id(mode: str, shipped: Taxonomy) -> None:
    assert shipped.mode(mode).id == mode


@pytest.mark.parametrize(
    ("category", "first"),
    [
        ("jewellery", "jewellery"),
        ("Rings", "jewellery"),
        ("knitwear", "texture"),
        ("ghost mannequin", "ghost-mannequin"),
        ("intimates", "skin-and-body"),
        ("candles | intimates", "skin-and-body"),
        ("suiting", "garment"),
    ],
)
def test_the_most_usual_family_comes_first(category: str, first: str, shipped: Taxonomy) -> None:
    families = shipped.families_for(category)
    assert families[0].id == first
    assert sorted(family.id for family in families) == sorted(family.id for family in shipped.families)


# --- looking up -------------------------------------------------------------------------------------------


def test_a_mode_is_found_by_id_name_and_alias_in_any_spelling(shipped: Taxonomy) -> None:
    assert {
        shipped.mode(word).id for word in ("prong-lost", "Prong Lost", "MISSING_CLAW", "missing claw")
    } == {"prong-lost"}


def test_an_unknown_mode_is_refused_with_the_closest(shipped: Taxonomy) -> None:
    with pytest.raises(BadInput, match=r"^There is no failure mode 'bandign'; did you mean 'banding'\?$"):
        shipped.mode("bandign")
    with pytest.raises(BadInput, match=r"^There is no failure mode 'qqq'\.$"):
        shipped.mode("qqq")


def test_search_puts_names_that_begin_so_before_aliases_and_sentences(shipped: Taxonomy) -> None:
    found = [mode.id for mode in shipped.search("shadow")]
    assert found[:2] == ["shadow-wrong", "shadow-depth"]
    assert "light-direction" not in found
    assert [mode.id for mode in shipped.search("prong")] == ["prong-lost"]
    assert shipped.search("melted into the stone")[0].id == "prong-lost"


def test_search_by_a_letter_looks_at_the_beginnings_of_names_first(shipped: Taxonomy) -> None:
    found = [mode.name.casefold().startswith("h") for mode in shipped.search("h")]
    assert found[0]
    assert all(earlier or not later for earlier, later in pairwise(found))


def test_one_or_two_letters_are_not_looked_for_in_sentences(shipped: Taxonomy) -> None:
    for mode in shipped.search("th"):
        assert "th" in " ".join((mode.name, mode.id, mode.family, *mode.aliases)).casefold()


def test_search_wants_every_word(shipped: Taxonomy) -> None:
    assert [mode.id for mode in shipped.search("stone colour")] == ["stone-clarity"]
    assert shipped.search("stone zebra") == ()
    assert shipped.search(" - ") == ()


def test_families_named_by_more_modes_come_before_those_usual_for_any() -> None:
    some = Taxonomy(
        (
            family("general", ("a", ["*"])),
            family("knit", ("b", ["knit"]), ("c", ["denim"])),
            family("rest", ("d", [])),
        )
    )
    assert [each.id for each in some.families_for("Knits")] == ["knit", "general", "rest"]
    assert [each.id for each in some.families_for("candles")] == ["general", "knit", "rest"]


# --- reading ----------------------------------------------------------------------------------------------


def test_a_family_file_is_read_whole() -> None:
    [mode] = small().modes
    assert (mode.id, mode.family, mode.name, mode.severity) == (
        "prong-lost",
        "jewellery",
        "Prong lost",
        "critical",
    )
    assert (mode.aliases, mode.usual_for) == (("missing claw",), ("ring",))


def test_aliases_and_usual_for_may_be_left_out() -> None:
    [mode] = small('aliases = ["missing claw"]\nusual_for = ["Rings"]').modes
    assert (mode.aliases, mode.usual_for) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"critical"',
            '"awful"',
            "mode 'prong-lost': severity is 'awful'; it must be one of minor, major, critical",
        ),
        ('sentence = "A prong has melted into the stone."', "", "mode 'prong-lost': sentence is missing"),
        ('id = "prong-lost"', "", "mode 1: id is missing"),
        ('id = "jewellery"', 'id = "Jewellery!"', "the family: the id 'Jewellery!' is not lower-case words"),
        ('["missing claw"]', "3", "mode 'prong-lost' aliases must be a list of words"),
        ("severity", "severety", "mode 'prong-lost': unknown field 'severety'; did you mean 'severity'?"),
        ("[[mode]]", "[mode]", "a family holds 1 to 9 [[mode]], one for each key"),
        ("[[mode]]", "[[mode", "is not TOML: "),
    ],
)
def test_a_slip_is_refused_with_the_file_the_mode_and_the_reason(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=r"^ours\.toml") as refused:
        small(old, new)
    assert sentence in str(refused.value)


def test_a_tenth_mode_has_no_key() -> None:
    with pytest.raises(BadInput, match="a family holds 1 to 9"):
        family("ten", *((f"mode-{i}", []) for i in range(10)))


def test_a_word_never_names_two_modes_and_an_id_never_two_families() -> None:
    with pytest.raises(BadInput, match="'prong lost' names two failure modes: prong-lost and claw-gone"):
        Taxonomy((small(), parse_family(SMALL.replace("prong-lost", "claw-gone"), name="b.toml")))
    with pytest.raises(BadInput, match="two families of failure modes with the id 'x'"):
        Taxonomy((family("x", ("a", [])), family("x", ("b", []))))


def test_what_is_named_most_often_comes_first_where_the_words_fit_as_well() -> None:
    pair = Taxonomy((family("x", ("edge-hard", []), ("edge-soft", []), ("halo", [])),))
    assert [mode.id for mode in pair.search("edge")] == ["edge-hard", "edge-soft"]
    assert [mode.id for mode in pair.search("edge", {"edge-soft": 3})] == ["edge-soft", "edge-hard"]
    assert [mode.id for mode in pair.most_used({"halo": 2, "edge-soft": 5, "gone": 9})] == [
        "edge-soft",
        "halo",
    ]
