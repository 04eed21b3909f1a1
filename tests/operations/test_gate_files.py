"""A studio's own gates and checklists lie on top of those that ship, and a slip never comes into force."""

import pytest

from review_desk.errors import BadInput
from review_desk.operations import browse
from review_desk.operations.gate import standings
from review_desk.operations.gate_files import drop_gate_file, use_gate_file, ways
from review_desk.operations.sign import sign
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from review_desk.store.verification import verify
from tests.builders import AT, moment

GATE = """
number = 1
title = "What our agency sends"
sentence = "It can be opened."
source = "our contract"
date = 2026-11-21
must = ["readable"]
"""
LIST = """
id = "footwear"
title = "Our shoes"
for = ["shoe"]
source = "our style guide"
date = 2026-11-21
[[point]]
id = "laces"
text = "The laces are tied as we tie them."
"""


def use(store: Store, text: str, name: str = "ours.toml") -> None:
    use_gate_file(store, text=text, actor="Ada", at=AT, name=name)


def test_a_gate_takes_the_place_of_the_one_of_its_number_and_undo_brings_that_back(store: Store) -> None:
    shipped = ways(store)
    use(store, GATE)
    now = ways(store)
    assert [gate.title for gate in now.gates] == [
        "What our agency sends", *(gate.title for gate in shipped.gates[1:])
    ]  # fmt: skip
    batch = browse.batches(store)[0].id
    assert standings(store, batch)[0].gate == now.gate(1)
    assert verify(store.db).ok
    undo(store, actor="Ada", at=moment(1))
    assert ways(store) == shipped


def test_a_gate_of_another_number_stands_beside_and_is_the_last(store: Store) -> None:
    use(store, GATE.replace("number = 1", "number = 4"))
    assert [gate.number for gate in ways(store).gates] == [1, 2, 3, 4]
    assert standings(store, browse.batches(store)[0].id)[-1].gate.title == "What our agency sends"


def test_a_checklist_takes_the_place_of_the_one_of_its_id(store: Store) -> None:
    before = {each.id for each in ways(store).checklists}
    use(store, LIST)
    lists = {each.id: each for each in ways(store).checklists}
    assert set(lists) == before
    assert [point.id for point in lists["footwear"].points] == ["laces"]
    use_gate_file(store, text=LIST.replace('"footwear"', '"every-photo"').replace('["shoe"]', '["*"]'),
                  actor="Ada", at=AT, name="every.toml")  # fmt: skip
    photo = browse.photos(store)[0].id
    sign(store, photos=[photo], person="Ada", at=moment(1))
    row = store.db.conn.execute("SELECT points FROM signature").fetchone()
    assert "laces" in row[0], "what is signed is what is in force"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            GATE.replace('"readable"', '"readible"'),
            r"Line 7 of ours\.toml: must: there is no 'readible'; did",
        ),
        (GATE.replace("number = 1", "number = one"), r"ours\.toml is not TOML: .*line 2"),
        (GATE + 'checks = ["halo"]\n', r"Line 8 of ours\.toml: the file: unknown field 'checks'"),
        (LIST.replace("text =", "txt ="), r"ours\.toml: point 1: unknown field 'txt'; did you mean 'text'"),
        (LIST.replace('id = "footwear"\n', ""), r"ours\.toml: the file: id is missing"),
    ],
)
def test_a_slip_is_refused_with_its_place_and_the_old_one_holds(store: Store, text: str, said: str) -> None:
    use(store, GATE)
    before = ways(store)
    with pytest.raises(BadInput, match=said):
        use(store, text)
    assert ways(store) == before


def test_two_files_of_one_gate_are_refused_and_the_same_file_again_is_no_change(store: Store) -> None:
    use(store, GATE)
    with pytest.raises(BadInput, match=r"other\.toml: Gate 1, .* is in ours\.toml as well"):
        use(store, GATE, name="other.toml")
    assert not use_gate_file(store, text=GATE, actor="Grace", at=moment(1), name="ours.toml")


def test_dropping_a_file_brings_back_what_ships(store: Store) -> None:
    shipped = ways(store)
    use(store, LIST)
    drop_gate_file(store, actor="Ada", at=moment(1), name="ours.toml")
    assert ways(store) == shipped
    with pytest.raises(BadInput, match=r"no file of a gate or checklist “ours\.toml”"):
        drop_gate_file(store, actor="Ada", at=moment(2), name="ours.toml")
