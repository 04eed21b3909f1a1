"""How well proposed splits fit: batches mixed on purpose out of folders of the shared samples.

The truth of a photo is its folder, and beside that its folder and whether somebody wears it. The adjusted
Rand index (Hubert and Arabie, "Comparing partitions", 1985) is 1 where the groups are those, and 0 for groups
drawn by lot. Run as a module it prints every mix: `python -m tests.bench.splits`.
"""

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from review_desk.domain.mixed import groups
from review_desk.domain.photo import Photo
from review_desk.domain.pixel_evidence import Evidence
from tests.bench.evidence import PRODUCTS, TRUTH, measured
from tests.bench.line import Line
from tests.bench.machine import NotMeasured

_FOLDERS = ("magento", "spree", "saleor", "bagisto", "clothing", "Google", "solidus")
_MIXES, _SEED = 60, 20261121
_FEWEST, _MOST = 5, 20


def measure(work: Path, repeat: int) -> list[Line]:
    """The mean index of the mixes against either truth."""
    del work, repeat  # nothing is timed
    found = mixes()
    return [
        Line(what=f"splits of {len(found)} mixed batches, adjusted Rand index, against {name}", unit="",
             desk=mean(each[key] for each in found))
        for key, name in (("folder", "the folder"), ("setup", "the folder and who wears it"))
    ]  # fmt: skip


def mixes() -> list[dict[str, Any]]:
    """Every mix with its folders, its groups and its two indices."""
    if not PRODUCTS.is_dir():
        raise NotMeasured(f"the shared samples are not here: {PRODUCTS}")
    files = {name: _files(name) for name in _FOLDERS}
    seen = {
        str(file): values for file, values in measured([f for some in files.values() for f in some]).items()
    }
    worn = set(json.loads(TRUTH.read_text("utf-8"))["person"]["yes"])
    rng = random.Random(_SEED)
    return [_mix(rng, files, seen, worn) for _ in range(_MIXES)]


def _files(folder: str) -> list[Path]:
    [found] = [each for each in PRODUCTS.iterdir() if folder.lower() in each.name.lower()]
    return sorted(file for file in found.rglob("*") if file.suffix.lower() in {".jpg", ".png", ".webp"})


def _mix(
    rng: random.Random, files: Mapping[str, Sequence[Path]], seen: Mapping[str, Evidence], worn: set[str]
) -> dict[str, Any]:
    names = rng.sample(_FOLDERS, rng.randint(2, 4))
    chosen = {
        name: rng.sample(list(files[name]), min(len(files[name]), rng.randint(_FEWEST, _MOST)))
        for name in names
    }
    photos = [_photo(file) for some in chosen.values() for file in some]
    rng.shuffle(photos)
    folder = {str(file): name for name, some in chosen.items() for file in some}
    found = groups(photos, seen)
    told = {photo: number for number, group in enumerate(found) for photo in group.photos}
    ids = [photo.id for photo in photos]
    setup = {photo: (folder[photo], Path(photo).name in worn) for photo in ids}
    return {
        "folders": names,
        "photos": len(ids),
        "groups": [f"{group.name} {len(group.photos)}" for group in found],
        "folder": adjusted_rand([folder[i] for i in ids], [told[i] for i in ids]),
        "setup": adjusted_rand([setup[i] for i in ids], [told[i] for i in ids]),
    }


def _photo(file: Path) -> Photo:
    return Photo(str(file), "b", file.stem, "", "", "", 0)


def adjusted_rand(one: Sequence[Any], other: Sequence[Any]) -> float:
    """The agreement of two partitions of the same things, corrected for chance."""
    pairs = sum(math.comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    ones, others = (sum(math.comb(n, 2) for n in Counter(each).values()) for each in (one, other))
    expected = ones * others / math.comb(len(one), 2)
    most = (ones + others) / 2
    return 1.0 if most == expected else (pairs - expected) / (most - expected)


if __name__ == "__main__":
    json.dump(mixes(), sys.stdout, indent=1)
