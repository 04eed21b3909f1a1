"""What `subject-mask` reaches on photos whose true mask is known, none of which it was trained on."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from stock import HELD_PHOTOS, HELD_RENDERS, Rgb, camera_scene, read_rgb

SIDE = 1024
NEAR = 0.003
"""Of the diagonal: how far a boundary may be off to count as found. DAVIS takes 0.008, which is lenient."""

HELD_MAGENTO = ("wb", "wp", "wsh")
Mask = NDArray[np.bool_]
Find = Callable[[Path], Mask | None]


class Case(NamedTuple):
    """A photo (h, w, 3) in 0-1 and what of it is the product. `group` is what it is counted with."""

    group: str
    name: str
    pixels: Rgb
    truth: Mask


class Score(NamedTuple):
    """IoU and boundary F of one case; 0 where nothing was found."""

    case: Case
    iou: float
    boundary: float
    found: Mask | None


def cases(samples: Path, renders: Path) -> Iterator[Case]:
    """Renders held back, true cut-outs on three grounds each, and packshots on white."""
    yield from _renders(renders)
    yield from _cut_outs(samples)
    for path in sorted((samples / "magento-magento2-sample-da").glob("*.jpg")):
        if path.name.startswith(HELD_MAGENTO):
            pixels = read_rgb(path, SIDE)
            yield Case("packshots", path.stem, pixels, _not_white(pixels))


def _renders(renders: Path) -> Iterator[Case]:
    for path in sorted(renders.iterdir()):
        if path.name.startswith(HELD_RENDERS) and (path / "mask.exr").is_file():
            for stand in (False, True) if (path / "raw.exr").is_file() else (False,):
                pixels, cover = camera_scene(path, stand=stand)
                kind = "bags, a kind not trained on" if path.name.startswith("bg") else "renders"
                yield Case("renders on a stand" if stand else kind, path.name, pixels, cover > 0.5)


def _cut_outs(samples: Path) -> Iterator[Case]:
    grounds = [read_rgb(samples / "hires" / name, 2 * SIDE) for name in HELD_PHOTOS]
    names = [*(samples / "saleor-saleor").glob("*.png"), *(samples / "solidusio-solidus").glob("*.png")]
    for number, path in enumerate(sorted(names)):
        cut = _cut_out(path)
        random = np.random.default_rng(number)
        photo = grounds[number % len(grounds)]
        for group, ground in (
            (
                "plain",
                np.broadcast_to(random.uniform(0.55, 1, 1) + random.normal(0, 0.02, 3), (*cut.shape[:2], 3)),
            ),
            ("gradient", _gradient(cut.shape, random)),
            ("textured", _piece(photo, cut.shape, random)),
        ):
            cover = cut[..., 3:]
            pixels = cut[..., :3] * cover + np.clip(ground, 0, 1) * (1 - cover)
            codes = np.rint(pixels * 255 + random.normal(0, 1.5, pixels.shape)).clip(0, 255)
            yield Case(f"cut-outs, {group}", path.stem, (codes / 255).astype(np.float32), cover[..., 0] > 0.5)


def _cut_out(path: Path) -> NDArray[np.float32]:
    """(h, w, 4) in 0-1 without most of the emptiness around it: products fill half to nine tenths."""
    from PIL import Image

    codes = np.asarray(Image.open(path).convert("RGBA"), np.float32) / 255
    rows, columns = np.nonzero(codes[..., 3] > 0.02)
    room = int(0.12 * max(np.ptp(rows), np.ptp(columns)))
    top, left = max(0, rows.min() - room), max(0, columns.min() - room)
    cut = codes[top : rows.max() + room, left : columns.max() + room]
    cut[..., :3] *= cut[..., 3:]
    share = min(1.0, SIDE / max(cut.shape[:2]))
    small = cv2.resize(
        cut, (round(cut.shape[1] * share), round(cut.shape[0] * share)), interpolation=cv2.INTER_AREA
    )
    small[..., :3] /= np.maximum(small[..., 3:], 1e-3)
    return np.asarray(np.clip(small, 0, 1), np.float32)


def _gradient(shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.float64]:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    angle = random.uniform(0, 2 * np.pi)
    along = (np.cos(angle) * x / shape[1] + np.sin(angle) * y / shape[0])[..., None]
    return np.asarray(random.uniform(0.3, 0.9, 3) * (1 + random.uniform(0.2, 0.5) * along))


def _piece(photo: Rgb, shape: tuple[int, ...], random: np.random.Generator) -> Rgb:
    share = min(1.0, photo.shape[0] / shape[0], photo.shape[1] / shape[1])
    rows, columns = int(shape[0] * share), int(shape[1] * share)
    top = int(random.integers(0, photo.shape[0] - rows + 1))
    left = int(random.integers(0, photo.shape[1] - columns + 1))
    found = cv2.resize(
        photo[top : top + rows, left : left + columns], shape[1::-1], interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(cv2.GaussianBlur(found, (0, 0), random.uniform(1, 6)), np.float32)


def _not_white(pixels: Rgb) -> Mask:
    """A packshot's product: all but the white that joins the frame's edge, and white holes of some size."""
    white = (pixels.min(axis=2) > 247 / 255).astype(np.uint8)
    _, labels, figures, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    edge = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    outside = np.isin(labels, edge[edge > 0])
    holes = (labels > 0) & ~outside & (figures[labels, cv2.CC_STAT_AREA] > 4e-3 * white.size)
    product = ~(outside | (holes & (cv2.blur(pixels.min(axis=2), (5, 5)) > 0.99)))
    return np.asarray(
        cv2.morphologyEx(product.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    )


def scores(every: Iterator[Case], find: Find) -> list[Score]:
    """What `find` makes of the cases; it is given a file, as the desk is."""
    from review_desk.imaging.encode import write_photo

    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.png"
        for case in every:
            write_photo(path, np.rint(case.pixels * 255).clip(0, 255).astype(np.uint8), profile=None)
            found.append(score(case, find(path)))
    return found


def score(case: Case, found: Mask | None) -> Score:
    """A found mask of any size against the truth."""
    if found is None:
        return Score(case, 0.0, 0.0, None)
    size = case.truth.shape[::-1]
    own = cv2.resize(found.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    common, either = np.count_nonzero(own & case.truth), np.count_nonzero(own | case.truth)
    return Score(case, common / max(1, either), boundary_f(own, case.truth), own)


def boundary_f(found: Mask, truth: Mask) -> float:
    """The F of the boundaries, as DAVIS has it (Perazzi et al. 2016), at `NEAR` of the diagonal."""
    reach = max(1, round(NEAR * float(np.hypot(*truth.shape))))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2)
    one, other = (_edge(mask) for mask in (found, truth))
    near_one, near_other = (cv2.dilate(edge.astype(np.uint8), disc) > 0 for edge in (one, other))
    precision = np.count_nonzero(one & near_other) / max(1, np.count_nonzero(one))
    recall = np.count_nonzero(other & near_one) / max(1, np.count_nonzero(other))
    return float(2 * precision * recall / max(1e-9, precision + recall))


def _edge(mask: Mask) -> Mask:
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1)
    return mask & ~(inner > 0)


def table(found: list[Score], grounded: list[Score]) -> str:
    """The card's [quality], a table for each group: the pass, and beside it the plain ground alone, with how
    many photos that one refuses (they count as 0).
    """
    lines = []
    for group in dict.fromkeys(each.case.group for each in found):
        ours, theirs = ([each for each in some if each.case.group == group] for some in (found, grounded))
        ious = [each.iou for each in ours]
        lines += [f'[quality."{group}"]', f"photos = {len(ours)}", f"mean_iou = {np.mean(ious):.3f}"]
        lines += [f"worst_iou = {min(ious):.3f}"]
        lines += [f"mean_boundary_f = {np.mean([each.boundary for each in ours]):.3f}"]
        lines += [f"plain_ground_mean_iou = {np.mean([each.iou for each in theirs]):.3f}"]
        lines += [f"plain_ground_refuses = {sum(each.found is None for each in theirs)}", ""]
    return "\n".join(lines)
