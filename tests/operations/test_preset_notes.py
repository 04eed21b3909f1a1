"""Notes on presets: made, undone, taken off, rebuilt; refused where there is no one preset."""

from typing import Any

import pytest

from review_desk.errors import BadInput
from review_desk.operations import browse, decide, keep
from review_desk.operations.preset_notes import drop_note, note_preset, notes, presets
from review_desk.operations.undo import undo
from review_desk.store.desk import Store
from tests.builders import AT, moment


@pytest.fixture
def batch(store: Store) -> str:
    """Three photos, all made with the preset “soft” and tagged with a halo."""
    found = browse.photos(store)
    for photo in found:
        give(store, photo.id, preset="soft")
        decide.toggle_tag(store, photo=photo.id, tag="halo", reviewer="Ada", at=AT)
    return found[0].batch


def give(store: Store, photo: str, **fields: Any) -> None:
    with store.step("Give fields", actor="Ada", at=AT) as step:
        row = step.get("photo", id=photo)
        assert row is not None
        step.put("photo", {**row, "fields": {**row["fields"], **fields}})


def standing(store: Store, batch: str) -> Any:
    return presets(store, batch=batch, photos=browse.photos(store, batch_id=batch), findings=())


def test_what_repeats_is_proposed_until_it_is_noted_and_counts_once_then(store: Store, batch: str) -> None:
    before = standing(store, batch)
    [found] = before.proposed
    assert (found.fault, len(found.photos), before.counted) == ("tag:halo", 3, 3)
    changes = note_preset(store, photos=found.photos, fault=found.fault, title=found.title,
                          text=" Blend   less ", author="Ada", at=moment(1))  # fmt: skip
    assert changes.kinds == {"preset_note"}
    after = standing(store, batch)
    assert (after.proposed, after.counted, after.single) == ((), 1, 3)
    assert after.notes[0].text == "Blend less"
    assert keep.verify(store).ok
    undo(store, actor="Ada", at=moment(2))
    assert notes(store, batch) == ()


def test_the_same_fault_noted_again_gets_the_new_text_and_can_be_taken_off(store: Store, batch: str) -> None:
    ids = [photo.id for photo in browse.photos(store)]
    for text in ("one", "two"):
        note_preset(store, photos=ids, fault="tag:halo", text=text, author="Ada", at=moment(1))
    [note] = notes(store, batch)
    assert note.text == "two"
    drop_note(store, note=note.id, author="Ada", at=moment(2))
    assert notes(store, batch) == ()
    with pytest.raises(BadInput, match="no such note"):
        drop_note(store, note=note.id, author="Ada", at=moment(3))


def test_photos_of_several_presets_or_none_take_no_note(store: Store, batch: str) -> None:
    first, *_ = ids = [photo.id for photo in browse.photos(store)]
    with pytest.raises(BadInput, match="Say what is to change"):
        note_preset(store, photos=ids, text=" ", author="Ada", at=AT)
    for preset, said in (("hard", "several presets: hard, soft"), ("", "nobody said")):
        give(store, first, preset=preset)
        with pytest.raises(BadInput, match=said):
            note_preset(store, photos=ids, text="less", author="Ada", at=AT)
