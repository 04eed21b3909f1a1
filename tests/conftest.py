"""What every test may lean on."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real photos beside the checkout, never in it."""
    if not SAMPLES.is_dir():
        pytest.skip("needs the real photos of ../shared/samples, which are not here")
    return SAMPLES
