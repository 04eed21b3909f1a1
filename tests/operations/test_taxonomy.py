"""A studio's own failure modes lie on top of those that ship, and no record is lost when they go."""

import json
from pathlib import Path

import pytest

from review_desk.cli import main
from review_desk.domain.decision import Verdict
from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.decide import decide
from review_desk.operations.export import export
from review_desk.operations.taxonomy import drop_mode_file, failure_modes, taxonomy_of, use_mode_file
from review_desk.operations.undo import redo, undo
from review_desk.store.desk import Store
from review_desk.store.verification import verify
from tests.builders import AT, moment

OURS = """
id = "our-props"
name = "Our props"
[[mode]]
id = "turntable-seen"
name = "Turntable seen"
sentence = "The edge of the turntable shows."
severity = "minor"
aliases = ["disc left"]
"""
JOINED = """
id = "jewellery"
name = "Jewellery and watches"
[[mode]]
id = "prong-lost"
name = "Claw lost"
sentence = "We say claw."
severity = "major"
[[mode]]
id = "hallmark-side"
name = "Hallmark on the wrong side"
sentence = "The hallmark faces away."
severity = "minor"
"""


def use(store: Store, text: str = OURS, name: str = "ours.toml") -> None:
    use_mode_file(store, text=text, actor="Ada", at=AT, name=name)


def test_a_family_of_the_studios_stands_after_those_that_ship_and_undo_takes_it_away(store: Store) -> None:
    use(store)
    taxonomy = taxonomy_of(store)
    assert taxonomy.families[:-1] == failure_modes().families
    assert taxonomy.families[-1].name == "Our props"
    assert taxonomy.mode("Disc left").id == "turntable-seen"
    assert verify(store.db).ok
    undo(store, actor="Ada", at=moment(1))
    assert taxonomy_of(store) is failure_modes()
    redo(store, actor="Ada", at=moment(2))
    assert taxonomy_of(store).mode("turntable-seen")


def test_modes_join_a_family_that_ships_and_take_the_place_of_their_ids(store: Store) -> None:
    shipped = {family.id: family for family in failure_modes().families}
    use(store, JOINED)
    (family,) = [family for family in taxonomy_of(store).families if family.id == "jewellery"]
    old = [mode.id for mode in shipped["jewellery"].modes]
    assert [mode.id for mode in family.modes] == [*old, "hallmark-side"]
    assert (family.name, taxonomy_of(store).mode("prong-lost").name) == ("Jewellery and watches", "Claw lost")


def test_what_was_noted_outlives_the_mode(store: Store, tmp_path: Path) -> None:
    use(store)
    photo = browse.photos(store)[0].id
    decide(store, photo=photo, verdict=Verdict.REJECT, reviewer="Ada", at=moment(1), tags=["turntable-seen"])
    batch = browse.batches(store)[0]

    def instruction(name: str) -> str:
        export(store, batch=batch, folder=tmp_path / name, kind="csv")
        return (tmp_path / name / "photos.csv").read_text("utf-8")

    assert "turntable-seen" in instruction("before")
    drop_mode_file(store, actor="Ada", at=moment(2), name="ours.toml")
    assert browse.photos(store)[0].decision.tags == ("turntable-seen",)
    assert taxonomy_of(store).name_of("turntable-seen") == "turntable-seen"
    assert "turntable-seen" in instruction("after")
    assert verify(store.db).ok


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            OURS.replace("severity =", "severety ="),
            r"ours\.toml: mode 'turntable-seen': unknown field 'severety'",
        ),
        (OURS.replace('id = "turntable-seen"', 'id = "halo"'), "'halo' names two failure modes"),
        (OURS.replace("[[mode]]", "[[mode"), "is not TOML"),
        (OURS.replace('"disc left"', '"banding"'), "'banding' names two failure modes"),
    ],
)
def test_a_slip_is_refused_in_words_and_what_held_goes_on(store: Store, text: str, said: str) -> None:
    use(store)
    with pytest.raises(BadInput, match=said):
        use(store, text)
    assert taxonomy_of(store).mode("turntable-seen").severity == "minor"


def test_the_same_file_again_is_no_change_and_one_that_is_not_there_cannot_be_dropped(store: Store) -> None:
    use(store)
    assert not use_mode_file(store, text=OURS, actor="Grace", at=moment(1), name="ours.toml")
    with pytest.raises(BadInput, match=r"no file of failure modes “theirs\.toml”"):
        drop_mode_file(store, actor="Ada", at=moment(2), name="theirs.toml")


def test_by_script_they_are_laid_on_top_noted_and_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, file = tmp_path / "desk", tmp_path / "ours.toml"
    file.write_text(OURS, "utf-8")
    assert main(["init", str(desk)]) == 0
    assert main(["failure-modes", str(desk), "--use", str(file)]) == 0
    capsys.readouterr()
    assert main(["failure-modes", str(desk), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["own"] == ["ours.toml"]
    assert told["families"][-1]["modes"][0]["id"] == "turntable-seen"
    assert main(["failure-modes", str(desk), "--drop", "ours.toml"]) == 0
    assert "All as they ship." in capsys.readouterr().out
