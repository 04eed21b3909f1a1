"""What the tests of passes share: the shipped model, and odd ones."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from passes.builders import CARD, one_input_model
from review_desk.passes.card import ModelCard, read_card
from review_desk.passes.session import Session, session
from review_desk.passes.tools import Tools
from review_desk.paths import asset


@pytest.fixture(scope="session")
def shipped() -> ModelCard:
    return read_card(asset("models", "guided-denoise"))


@pytest.fixture(scope="session")
def guided(shipped: ModelCard) -> Session:
    return session(shipped)


@pytest.fixture(scope="session")
def tools(guided: Session) -> Tools:
    """What denoise is given."""
    return Tools(Path("a.png"), model=guided)


@pytest.fixture
def make_model(tmp_path: Path) -> Callable[..., Path]:
    """Writes a model folder around one node, or around given bytes, with a card that fits it."""

    def make(*nodes: Any, content: bytes | None = None, name: str = "odd-model") -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        model = one_input_model(nodes) if content is None else content
        (folder / "model.onnx").write_bytes(model)
        card = CARD.format(name=name, sha256=hashlib.sha256(model).hexdigest(), size=len(model))
        (folder / "card.toml").write_text(card, "utf-8")
        return folder

    return make
