"""A model is run only when it is exactly the file its card names."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from onnx import helper

from passes.builders import outside_weights
from review_desk.errors import BadInput
from review_desk.passes import card as cards
from review_desk.passes.card import ModelCard, models, read_card
from review_desk.passes.catalogue import PASSES
from review_desk.paths import asset

MakeModel = Callable[..., Path]
IDENTITY = helper.make_node("Identity", ["pixels"], ["out"])


def test_every_shipped_model_has_a_card_in_order_and_is_named_after_its_folder() -> None:
    assert [card.folder.name for card in models()] == [card.name for card in models()] != []


def test_every_pass_names_a_shipped_model_made_for_its_task_or_the_revision_of_its_calculation() -> None:
    tasks = {card.name: card.task for card in models()}
    assert all(tasks[known.model] == known.task for known in PASSES if known.model)
    assert all(bool(known.model) != bool(known.revision) for known in PASSES)


def test_all_shipped_models_together_stay_under_40_mb_and_each_under_10() -> None:
    sizes = [card.size for card in models()]
    assert max(sizes) <= 10_000_000
    assert sum(sizes) <= 40_000_000


def test_the_recipe_makes_the_shipped_model_byte_for_byte_and_twice_the_same(shipped: ModelCard) -> None:
    path = asset("models", "guided-denoise", "recipe.py")
    spec = importlib.util.spec_from_file_location("guided_denoise_recipe", path)
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    made = [recipe.build().SerializeToString(deterministic=True) for _ in range(2)]
    assert made == [cards.content(shipped)] * 2
    assert shipped.overlap == recipe.OVERLAP


def test_a_card_says_what_is_measured_and_what_fails(shipped: ModelCard) -> None:
    told = shipped.to_json()
    assert told["known_failures"]
    assert all(table["gain_db_at_15"] >= 3 for table in told["quality"].values())
    assert told["quality"]


def test_a_model_that_fits_its_card_is_read(make_model: MakeModel) -> None:
    assert read_card(make_model(IDENTITY)).name == "odd-model"


def test_a_model_with_one_changed_byte_is_refused(make_model: MakeModel) -> None:
    file = make_model(IDENTITY) / "model.onnx"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(BadInput, match="not the file its card names"):
        read_card(file.parent)


def test_a_model_that_is_missing_is_refused(make_model: MakeModel) -> None:
    folder = make_model(IDENTITY)
    (folder / "model.onnx").unlink()
    with pytest.raises(BadInput, match="missing, or only a link"):
        read_card(folder)


def test_a_model_that_is_a_link_is_refused_even_to_the_right_bytes(make_model: MakeModel) -> None:
    folder = make_model(IDENTITY)
    kept = (folder / "model.onnx").rename(folder / "elsewhere.onnx")
    (folder / "model.onnx").symlink_to(kept)
    with pytest.raises(BadInput, match="only a link"):
        read_card(folder)


def test_a_model_of_40_gb_is_refused_without_reading_it(make_model: MakeModel) -> None:
    folder = make_model(IDENTITY)
    with (folder / "model.onnx").open("r+b") as file:
        file.truncate(40_000_000_000)
    with pytest.raises(BadInput, match="too large: 40000 MB"):
        read_card(folder)


def test_a_model_with_weights_in_other_files_is_refused(make_model: MakeModel) -> None:
    with pytest.raises(BadInput, match="must be one file"):
        read_card(make_model(content=outside_weights()))


def test_a_folder_without_a_card_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"has no card\.toml"):
        read_card(tmp_path)


@pytest.mark.parametrize("lost", ["sha256", "size", "task", "range", "overlap", "known_failures", "licence"])
def test_a_card_that_lacks_a_line_is_refused_naming_the_line(make_model: MakeModel, lost: str) -> None:
    card = make_model(IDENTITY) / "card.toml"
    lines = [line for line in card.read_text("utf-8").splitlines() if not line.startswith(lost)]
    card.write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadInput, match=f"not whole: .*{lost}"):
        read_card(card.parent)


@pytest.mark.parametrize(
    ("line", "wrong"), [("size = ", 'size = "big"'), ("version", "version = 1"), ("range", "range = [0.0]")]
)
def test_a_card_with_a_line_of_the_wrong_kind_is_refused(
    make_model: MakeModel, line: str, wrong: str
) -> None:
    card = make_model(IDENTITY) / "card.toml"
    kept = [wrong if text.startswith(line) else text for text in card.read_text("utf-8").splitlines()]
    card.write_text("\n".join(kept), "utf-8")
    with pytest.raises(BadInput, match="not whole"):
        read_card(card.parent)


def test_a_card_that_is_not_toml_is_refused(make_model: MakeModel) -> None:
    folder = make_model(IDENTITY)
    (folder / "card.toml").write_text("name: yaml", "utf-8")
    with pytest.raises(BadInput, match="cannot be read"):
        read_card(folder)
