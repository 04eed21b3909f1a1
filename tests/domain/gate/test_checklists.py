"""Checklists by the kind of product."""

import pytest

from review_desk.domain.gate.checklist import checklist_for, parse_checklist
from review_desk.errors import BadInput
from review_desk.operations.gate_files import laid_on_top
from tests.domain.gate.batch import photo


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"category": "jewellery"}, "Jewellery and watches"),
        ({"category": "women's rings"}, "Jewellery and watches"),
        ({"category": "shirts", "content_type": "ghost_mannequin"}, "Ghost mannequin"),
        ({"category": "shirts", "content_type": "on-model"}, "On model"),
        ({"category": "jumpers", "surface": "knit", "content_type": "packshot"}, "Knit, lace and texture"),
        ({"category": "jeans"}, "Tailoring and denim"),
        ({"category": "sneakers"}, "Footwear"),
        ({"category": "handbags"}, "Bags and accessories"),
        ({"category": "bottles"}, "Beauty and packaging"),
        ({"category": "teapots"}, "Every photo"),
    ],
)
def test_a_photo_has_the_points_of_its_kind(fields: dict[str, str], title: str) -> None:
    found = checklist_for(photo("a", **fields), laid_on_top().checklists)
    assert found.title == title
    assert [point.id for point in found.points[:2]] == ["edges", "background"], "those of every photo first"
    assert (len(found.points) > 5) == (title != "Every photo")


def test_every_point_of_every_list_has_an_id_of_its_own() -> None:
    ids = [point.id for each in laid_on_top().checklists for point in each.points]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "no [[point]]"), ('[[point]]\nid = "a b"\ntext = "T"', "not lower-case words"),
     ('[[point]]\nid = "a"', "text is missing"), ('[[point]]\nid = "a"\ntext = "T"\nx = 1', "unknown field")],
)  # fmt: skip
def test_a_checklist_with_a_slip_is_refused(text: str, says: str) -> None:
    head = 'id = "mine"\ntitle = "T"\nfor = ["x"]\nsource = "here"\ndate = 2026-11-21\n'
    with pytest.raises(BadInput) as refusal:
        parse_checklist(head + text, name="mine.toml")
    assert str(refusal.value).startswith("mine.toml: ")
    assert says in str(refusal.value)
