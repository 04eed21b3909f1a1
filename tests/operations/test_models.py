"""A studio's own models: taken in once they are proven, refused in words, compared by numbers."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from review_desk.errors import BadInput, DeskError, Refused
from review_desk.imaging.encode import write_photo
from review_desk.imaging.probe import probe
from review_desk.imaging.workers import WorkerPool
from review_desk.operations.models import add, compare, is_active, verify
from review_desk.operations.passing.files import run_on_file
from review_desk.operations.passing.protecting import MaskFile
from review_desk.operations.passing.running import pass_workers
from review_desk.passes.card import ModelCard
from review_desk.passes.library import Library, library
from tests.passes.builders import CARD, noisy_scene, one_input_model, outside_weights

IDENTITY = helper.make_node("Identity", ["pixels"], ["out"])
TRIAL = Path(__file__).parents[1] / "trial"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with pass_workers() as pool:
        yield pool


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A person's own folder, where nothing is yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return library()


Files = Callable[..., tuple[Path, Path]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Writes a model and a card that fits it, but for what `lines` say otherwise."""

    def write(content: bytes, called: str = "own-model", **lines: str) -> tuple[Path, Path]:
        model, card = tmp_path / f"{called}.onnx", tmp_path / f"{called}.toml"
        model.write_bytes(content)
        text = CARD.format(name=called, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for line, value in lines.items():
            text = "\n".join(f"{line} = {value}" if row.startswith(f"{line} =") else row
                             for row in text.splitlines())  # fmt: skip
        card.write_text(text, "utf-8")
        return model, card

    return write


Adds = Callable[..., ModelCard]


@pytest.fixture
def adds(own: Library, pool: WorkerPool, files: Files) -> Adds:
    """Adds a model of these bytes with a card."""
    return lambda content, *name, **lines: add(own, pool, *files(content, *name, **lines))


def kept(own: Library) -> list[str]:
    return sorted(path.suffix for path in own.folder.iterdir()) if own.folder.is_dir() else []


def test_a_model_is_kept_under_its_hash_listed_and_becomes_the_active_one_only_when_asked(
    own: Library, adds: Adds
) -> None:
    card = adds(one_input_model([IDENTITY]))
    assert card.file == own.folder / f"{card.sha256}.onnx"
    assert kept(own) == [".onnx", ".toml"]
    assert not is_active(own, card)
    assert own.active("denoise", "guided-denoise").name == "guided-denoise"
    own.use("own-model")
    assert own.active("denoise", "guided-denoise") == card
    own.use("guided-denoise")
    assert own.active("denoise", "guided-denoise").name == "guided-denoise"


def test_the_active_model_is_what_a_pass_runs_and_its_recipe_names_it(
    own: Library, tmp_path: Path, adds: Adds
) -> None:
    write_photo(tmp_path / "a.png", noisy_scene()[1], profile=None)
    with pass_workers() as fresh:
        card = adds(one_input_model([IDENTITY]))
        own.use(card.name)
        arguments: dict[str, Any] = {"parameters": {"strength": 0.5}, "at": ""}
        recipe = run_on_file(fresh, "denoise", tmp_path / "a.png", tmp_path / "b.png", **arguments)
        assert (recipe.model, recipe.model_sha256, recipe.changed_share) == (card.name, card.sha256, 0)
        assert (recipe.provider, recipe.fallback) == ("CPU", "")
        named = run_on_file(
            fresh, "denoise", tmp_path / "a.png", tmp_path / "c.png", **arguments, model="guided-denoise"
        )
        assert named.changed_share > 0.5


def test_a_removed_model_leaves_nothing_and_the_desks_own_runs_again(own: Library, adds: Adds) -> None:
    adds(one_input_model([IDENTITY]))
    own.use("own-model")
    own.remove("own-model")
    assert kept(own) == [".toml"], "only which models are active"
    assert own.active("denoise", "guided-denoise").name == "guided-denoise"
    with pytest.raises(Refused, match="came with the desk and stays"):
        own.remove("guided-denoise")


def test_a_model_of_a_name_that_is_taken_is_refused(adds: Adds) -> None:
    with pytest.raises(Refused, match="There is a model guided-denoise already"):
        adds(one_input_model([IDENTITY]), "guided-denoise")


def test_an_active_model_that_was_changed_afterwards_stops_the_pass_in_words(
    own: Library, pool: WorkerPool, adds: Adds
) -> None:
    card = adds(one_input_model([IDENTITY]))
    own.use(card.name)
    card.file.write_bytes(one_input_model([helper.make_node("Neg", ["pixels"], ["out"])]))
    with pytest.raises(BadInput, match="The active model for denoise is gone or damaged"):
        own.active("denoise", "guided-denoise")
    found = {one.sha256: one for one in verify(own, pool)}
    assert "not the file its card names" in found[card.sha256].why


def _weights(shape: list[int], kind: int = TensorProto.FLOAT) -> Any:
    """A constant that is asked to be made, however large."""
    size = helper.make_tensor("size", TensorProto.INT64, [len(shape)], shape)
    fill = helper.make_tensor("fill", kind, [1], [0])
    return size, helper.make_node("ConstantOfShape", ["size"], ["large"], value=fill)


def _huge() -> bytes:
    size, node = _weights([1, 3, 60_000, 60_000])
    nodes = [node, helper.make_node("ReduceMax", ["large"], ["top"]),
             helper.make_node("Add", ["pixels", "top"], ["out"])]  # fmt: skip
    return one_input_model(nodes, [size])


def _typed(kind: int, shape: list[Any]) -> bytes:
    inputs = [helper.make_tensor_value_info("pixels", kind, shape)]
    outputs = [helper.make_tensor_value_info("out", kind, None)]
    graph = helper.make_graph([IDENTITY], "test", inputs, outputs)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    ).SerializeToString()


def _foreign() -> bytes:
    node = helper.make_node("Steal", ["pixels"], ["out"], domain="evil.example")
    model = onnx.load_from_string(one_input_model([node]))
    model.opset_import.append(helper.make_opsetid("evil.example", 1))
    return model.SerializeToString()


def _built_in(*names: str) -> bytes:
    """A model of operators that ONNX Runtime has built in."""
    nodes = [
        helper.make_node(name, ["pixels"], ["out" if at == 0 else f"o{at}"], domain="com.microsoft")
        for at, name in enumerate(names)
    ]
    model = onnx.load_from_string(one_input_model(nodes))
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model.SerializeToString()


def _quantised() -> bytes:
    """The pixels as they are, through 8-bit codes and a fused convolution, as a quantised export has it."""
    numbers = {"step": np.float32(1 / 255), "zero": np.uint8(0), "nothing": np.uint8(0)}
    pass_on = np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1)
    built = {"domain": "com.microsoft"}
    nodes = [
        helper.make_node("QuantizeLinear", ["pixels", "step", "zero"], ["codes"]),
        helper.make_node("QLinearAdd", ["codes", "step", "zero", "nothing", "step", "zero", "step", "zero"],
                         ["sum"], **built),
        helper.make_node("DequantizeLinear", ["sum", "step", "zero"], ["shares"]),
        helper.make_node("FusedConv", ["shares", "weights"], ["out"], activation="Relu", **built),
    ]  # fmt: skip
    kept = [numpy_helper.from_array(np.asarray(value), name) for name, value in numbers.items()]
    model = onnx.load_from_string(
        one_input_model(nodes, [*kept, numpy_helper.from_array(pass_on, "weights")])
    )
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return model.SerializeToString()


def test_a_quantised_model_with_operators_built_into_onnx_runtime_is_taken_and_runs(
    own: Library, adds: Adds, tmp_path: Path
) -> None:
    card = adds(_quantised())
    own.use(card.name)
    clean, _ = noisy_scene()
    write_photo(tmp_path / "a.png", clean, profile=None)
    with pass_workers() as fresh:
        recipe = run_on_file(
            fresh, "denoise", tmp_path / "a.png", tmp_path / "b.png", parameters={"strength": 1.0}, at=""
        )
    assert (recipe.model, recipe.provider) == (card.name, "CPU")
    assert probe(tmp_path / "b.png").sha256 == recipe.output_sha256
    assert recipe.changed_share == 0, "8-bit codes come back as they were"


def _hidden() -> bytes:
    """Outside weights inside the branch of an If: no list of the model's own tensors shows them."""
    tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="offset", value="0")
    inside = helper.make_graph(
        [helper.make_node("Add", ["pixels", "w"], ["o"])], "branch", [],
        [helper.make_tensor_value_info("o", TensorProto.FLOAT, None)], [tensor],
    )  # fmt: skip
    yes = numpy_helper.from_array(np.array(True), "yes")
    return one_input_model(
        [helper.make_node("If", ["yes"], ["out"], then_branch=inside, else_branch=inside)], [yes]
    )


def _two_inputs() -> bytes:
    model = onnx.load_from_string(one_input_model([IDENTITY]))
    model.graph.input.append(helper.make_tensor_value_info("secret", TensorProto.FLOAT, [1]))
    return model.SerializeToString()


def _node(kind: str, **attributes: Any) -> bytes:
    return one_input_model([helper.make_node(kind, ["pixels"], ["out"], **attributes)])


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is empty"),
    "zeros": (lambda: bytes(4096), "is no ONNX model"),
    "text": (lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "no ONNX model"),
    "cut short": (lambda: one_input_model([IDENTITY])[:-9], "is no ONNX model, or only a part of one"),
    "outside weights": (outside_weights, "must be one file"),
    "hidden outside weights": (_hidden, "must be one file"),
    "foreign operators": (_foreign, r"operators that are not ONNX's own \(evil.example\)"),
    "another file's context": (lambda: _built_in("EPContext"), r"\(com.microsoft: EPContext\)"),
    "a blob": (lambda: _built_in("Gelu", "Snpe"), r"not ONNX's own \(com.microsoft: Snpe\)"),
    "built in for another number": (lambda: _built_in("QLinearAdd"), "input size 1 not in range"),
    "43 GB": (_huge, "cannot run|needs more memory|makes the pass crash"),
    "whole numbers": (lambda: _typed(TensorProto.INT64, [1, 3, "H", "W"]), r"int64\), not as float32"),
    "16-bit numbers": (lambda: _typed(TensorProto.FLOAT16, [1, 3, "H", "W"]), "not as float32"),
    "one channel": (lambda: _typed(TensorProto.FLOAT, [1, 1, "H", "W"]), "as 1×1×any×any, not as 1×3×H×W"),
    "one size": (lambda: _typed(TensorProto.FLOAT, [1, 3, 8, 8]), r"its card must say only = \[8, 8\]"),
    "another input": (_two_inputs, "asks for “secret”, which denoise does not give it"),
    "no numbers": (lambda: _node("Log"), "values that are no numbers|answers from"),
    "smaller": (lambda: _node("MaxPool", kernel_shape=[2, 2], strides=[2, 2]), "answered 1×3×32×32"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_broken_model_is_refused_with_a_reason_and_nothing_is_kept(
    own: Library, kind: str, adds: Adds
) -> None:
    make, why = HOSTILE[kind]
    with pytest.raises(DeskError, match=why):
        adds(make())
    assert kept(own) == []
    assert not any(own.is_own(card) for card in own.shelf()[0])


def test_a_model_of_not_a_number_is_refused(adds: Adds) -> None:
    nodes = [helper.make_node("Sub", ["pixels", "pixels"], ["nothing"]),
             helper.make_node("Div", ["nothing", "nothing"], ["out"])]  # fmt: skip
    with pytest.raises(BadInput, match="answered with values that are no numbers"):
        adds(one_input_model(nodes))


def _blind_in_the_dark(task: str) -> bytes:
    """Sound on the pixels that a trial gives; the root of less than nothing where a photo is black."""
    factor = numpy_helper.from_array(
        np.array([1, 1, 2, 2] if task == "upscale" else [1] * 4, np.float32), "by"
    )
    least = numpy_helper.from_array(np.float32(0.001), "least")
    nodes = [
        helper.make_node("Sub", ["pixels", "least"], ["above"]),
        helper.make_node("Sqrt", ["above"], ["root"]),
        helper.make_node("Resize", ["root", "", "by"], ["out"], mode="nearest"),
    ]
    model = onnx.load_from_string(one_input_model(nodes, [least, factor]))
    if task == "remove":
        mask = helper.make_tensor_value_info("mask", TensorProto.FLOAT, [1, 1, "H", "W"])
        model.graph.input.append(mask)
    return model.SerializeToString()


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("denoise", "denoise"),
        ("upscale", "upscale"),
        ("remove", "remove"),
        ("skin-mask", "skin-finish"),
        ("subject-mask", "subject-mask"),
    ],
)
def test_a_model_that_answers_no_numbers_on_one_photo_alone_is_caught_in_every_pass(
    own: Library, adds: Adds, tmp_path: Path, task: str, name: str
) -> None:
    more = {"overlap": "0\n[output]\nfactor = 2"} if task == "upscale" else {}
    own.use(adds(_blind_in_the_dark(task), "blind", task=f'"{task}"', **more).name)
    black, mask = np.zeros((90, 120, 3), np.uint8), np.zeros((90, 120, 1), np.uint8)
    black[20:70, 30:90] = (200, 150, 120)
    mask[40:50, 50:60] = 255
    write_photo(tmp_path / "a.png", black, profile=None)
    write_photo(tmp_path / "m.png", mask, profile=None)
    region = MaskFile(tmp_path / "m.png") if task == "remove" else None
    with (
        pass_workers() as fresh,
        pytest.raises(BadInput, match="The model blind answered with values that are no numbers"),
    ):
        run_on_file(fresh, name, tmp_path / "a.png", tmp_path / "b.png", parameters={}, at="", region=region)
    assert not (tmp_path / "b.png").exists()


def test_a_model_in_another_range_than_its_card_says_is_refused(adds: Adds) -> None:
    with pytest.raises(BadInput, match=r"answers from .* where its card's range makes 0 to 1"):
        adds(one_input_model([IDENTITY]), range="[0.0, 255.0]")


def test_a_link_is_refused_even_to_a_sound_model(own: Library, pool: WorkerPool, files: Files) -> None:
    model, card = files(one_input_model([IDENTITY]))
    (link := model.with_name("link.onnx")).symlink_to(model)
    with pytest.raises(BadInput, match="is only a link"):
        add(own, pool, link, card)


def test_a_hard_link_is_copied_so_that_the_other_name_cannot_change_it(
    own: Library, pool: WorkerPool, files: Files
) -> None:
    model, card = files(one_input_model([IDENTITY]))
    (other := model.with_name("other.onnx")).hardlink_to(model)
    kept_card = add(own, pool, other, card)
    model.write_bytes(b"something else")
    assert own.named(kept_card.name) == kept_card


@pytest.mark.parametrize(
    ("line", "value", "why"),
    [
        ("sha256", f'"{"0" * 64}"', "The card is for another file"),
        ("task", '"mind-reading"', "There is no task “mind-reading”"),
        ("name", '"../up"', "is no name for a model"),
        ("size", "64", "The card is for another file"),
        ("range", "[1.0, 0.0]", "not whole: range"),
    ],
)
def test_a_card_that_does_not_fit_is_refused(
    own: Library, line: str, value: str, why: str, adds: Adds
) -> None:
    with pytest.raises(BadInput, match=why):
        adds(one_input_model([IDENTITY]), **{line: value})
    assert kept(own) == []


def test_verify_runs_every_model_once(own: Library, pool: WorkerPool) -> None:
    found = next(one for one in verify(own, pool) if one.name == "guided-denoise")
    assert (found.ok, found.active, found.own) == (True, True, False)
    assert found.provider == "CPU"


def test_two_denoisers_are_compared_by_what_they_gain(
    own: Library, pool: WorkerPool, tmp_path: Path, adds: Adds
) -> None:
    adds(one_input_model([IDENTITY]))
    (photos := tmp_path / "photos").mkdir()
    for number in range(2):
        write_photo(photos / f"{number}.png", noisy_scene(seed=number)[0], profile=None)
    (photos / "broken.jpg").write_bytes(b"no photo")
    names = ("own-model", "guided-denoise")
    found = compare(own, pool, names, photos, most=9, progress=lambda _: None)
    assert found.better == "guided-denoise"
    assert found.photos == 2
    assert found.measures["gain_db"]["mean"][0] == pytest.approx(0, abs=0.01)
    assert found.measures["gain_db"]["mean"][1] > 5
    assert list(found.left_out) == ["broken.jpg"]


def test_models_for_other_tasks_are_not_compared(
    own: Library, pool: WorkerPool, tmp_path: Path, adds: Adds
) -> None:
    mean = helper.make_node("ReduceMean", ["pixels"], ["out"], axes=[1])
    adds(one_input_model([mean]), "own-mask", task='"subject-mask"')
    with pytest.raises(BadInput, match="they do other things"):
        compare(own, pool, ("own-mask", "guided-denoise"), tmp_path, most=9, progress=lambda _: None)


def test_real_models_of_other_people_are_added_or_refused_in_words(
    own: Library, pool: WorkerPool, samples: Path
) -> None:
    (skin,) = (samples / "models").glob("*Skin*/*.onnx")
    assert add(own, pool, skin, TRIAL / "skin-pan.toml").task == "skin-mask"
    for name, card in (("*/sci_480x640.onnx", "low-light-sci"), ("*/yunet_n_dynamic.onnx", "faces-yunet")):
        (model,) = (samples / "models").glob(name)
        with pytest.raises(BadInput, match="There is no task"):
            add(own, pool, model, TRIAL / f"{card}.toml")
