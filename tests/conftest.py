"""What every test may lean on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from review_desk.store.desk import Store
from tests.builders import new_desk, open_store

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real photos beside the checkout, never in it."""
    if not SAMPLES.is_dir():
        pytest.skip("needs the real photos of ../shared/samples, which are not here")
    return SAMPLES


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with a made-up batch of three photos of two versions; there are no files behind them."""
    return new_desk(tmp_path / "desk", photos=3)


@pytest.fixture
def store(desk: Path) -> Iterator[Store]:
    """The one writer of `desk`."""
    with open_store(desk) as opened:
        yield opened
