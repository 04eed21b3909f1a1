"""Splits that `datasets` can read beside each other: columns of one type in all."""

from typing import Any

from review_desk.domain.split import SPLITS
from review_desk.operations.exports.dataset_card import Homes, Rows, settled
from review_desk.operations.exports.portion import Part

TRAIN, VALIDATION, TEST = SPLITS


def _settled(**told: list[dict[str, Any]]) -> Rows:
    def tell(homes: Homes) -> tuple[list[Part], Rows]:
        rows: dict[Any, list[dict[str, Any]]] = {split: [] for split in SPLITS}
        for split in SPLITS:
            rows[homes[split]] += told.get(split, [])
        return [], rows

    return settled(tell)[1]


def test_a_split_that_knows_of_no_mask_goes_to_the_first_one() -> None:
    marked, bare = {"photo": "a", "mask": "a.png", "tags": ["halo"]}, {"photo": "b", "mask": None, "tags": []}
    rows = _settled(train=[marked], validation=[bare], test=[marked])
    assert [len(rows[split]) for split in SPLITS] == [2, 0, 1]


def test_splits_that_know_of_the_same_columns_stay() -> None:
    marked, bare = {"mask": "a.png"}, {"mask": None}
    rows = _settled(train=[marked, bare], validation=[marked], test=[bare, marked])
    assert [len(rows[split]) for split in SPLITS] == [2, 1, 2]


def test_what_joins_the_first_one_may_teach_it_a_column_the_others_have_not() -> None:
    rows = _settled(train=[{"mask": None}], validation=[{"mask": "a.png"}], test=[{"mask": None}])
    assert [len(rows[split]) for split in SPLITS] == [3, 0, 0]
