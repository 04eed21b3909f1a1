"""A batch with a known drift: cached renders developed many times, with small natural jitter and planted faults.

    python -m studio.drifting --cache DIR --out FOLDER [--count 480] [--seed 1]

Writes FOLDER/photos/*.jpg, FOLDER/manifest.csv and FOLDER/planted.json. Single photos, one day and one preset
have a fault; which kinds, which ways and how much comes from the seed. Every photo with a fault of its own is
also developed without it, with the same jitter, in FOLDER/twins: what a measure says of the two must differ
by what was planted. `amount` is what was asked for, `received` what the pixels of the two then show, taken by
the renderer's own mask and shadow: a gamut that clips a cast, or the tone curve under a shadow, is no error of
who measures.
"""

from __future__ import annotations

import argparse
import csv
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pillow

from . import batch, colour, develop, output, plan
from .colour import Image
from .frame import Frame

Rng = np.random.Generator
Three = tuple[float, float, float]

KINDS = ("cast", "exposure", "scale", "shadow", "background")
SINGLE_SHARE = 0.06
DAYS, PRESETS, STUDIOS = 6, ("packshot-2.0", "texture-1.1", "soft-0.9"), ("A", "B")
PRESET_SHARES = (0.45, 0.35, 0.2)
TINTS: tuple[Three, ...] = ((0.45, 0.85, 1.7), (1.7, 0.9, 0.4), (1.5, 0.3, 1.2), (0.4, 1.7, 0.9), (1, 1, 1))
"""How much of R, G and B a white loses: warm, cool, green, magenta, grey."""
QUALITY = 97  # at 90 a flat white comes back up to two codes off, half a ΔE


@dataclass(frozen=True)
class Look:
    """How one photo is developed.

    `cast` is added to the product's L*, a*, b*. `density` is that of the shadow in the scene, before the tone
    curve; `thicker` multiplies its density D in the finished picture. `drop` is what the white loses of R, G
    and B, in codes of 255.
    """

    cast: Three = (0.0, 0.0, 0.0)
    ev: float = 0.0
    scale_percent: float = 0.0
    density: float = 1.0
    drop: Three = (0.0, 0.0, 0.0)
    thicker: float = 1.0


@dataclass(frozen=True)
class Fault:
    """One change: `amount` in ΔE76, EV, per cent, times the density, or codes of 255; `way` of a colour."""

    kind: str
    amount: float
    way: Three = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Planted:
    """What is wrong with whole groups: the value of a field, and the fault of all photos that have it."""

    day: tuple[int, Fault]
    preset: tuple[str, Fault]


def jitter(rng: Rng) -> Look:
    """What no two photos share: a third of a ΔE, a few hundredths of a stop, a third of a per cent."""
    return Look(
        scaled(along(rng, flat=True), abs(float(rng.normal(0, 0.25)))), float(rng.normal(0, 0.02)),
        float(rng.normal(0, 0.25)), float(rng.normal(1, 0.04)),
        scaled(TINTS[0], abs(float(rng.normal(0, 0.2)))),
    )  # fmt: skip


def along(rng: Rng, *, flat: bool) -> Three:
    """A direction of CIELAB, every one as likely; in the plane of a* and b* where `flat`."""
    way = rng.normal(size=3) * (0.0 if flat else 1.0, 1.0, 1.0)
    lightness, a, b = (way / np.linalg.norm(way)).tolist()
    return lightness, a, b


def scaled(way: Three, amount: float) -> Three:
    """So far along a direction."""
    return way[0] * amount, way[1] * amount, way[2] * amount


def added(one: Three, other: Three) -> Three:
    """Both together."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def single(kind: str, rng: Rng) -> Fault:
    """A fault of one photo, between two and four times what can be seen."""
    sign = float(rng.choice([-1.0, 1.0]))
    if kind == "cast":
        return Fault(kind, float(rng.uniform(5.0, 10.0)), along(rng, flat=bool(rng.random() < 0.6)))
    if kind == "exposure":
        return Fault(kind, sign * float(rng.uniform(0.32, 0.6)))
    if kind == "scale":
        return Fault(kind, sign * float(rng.uniform(4.5, 8.0)))
    if kind == "shadow":
        return Fault(kind, float(rng.uniform(2.5, 3.5)))
    return Fault(kind, float(rng.uniform(5.0, 9.0)), TINTS[int(rng.integers(len(TINTS)))])


def shared(kind: str, rng: Rng) -> Fault:
    """A fault of a whole day or preset: from once and a half times what can be seen."""
    sign = float(rng.choice([-1.0, 1.0]))
    if kind == "cast":
        return Fault(kind, float(rng.uniform(4.0, 7.0)), along(rng, flat=True))
    if kind == "exposure":
        return Fault(kind, sign * float(rng.uniform(0.25, 0.45)))
    if kind == "scale":
        return Fault(kind, sign * float(rng.uniform(3.5, 6.0)))
    if kind == "shadow":
        return Fault(kind, float(rng.uniform(2.2, 3.0)))
    return Fault(kind, float(rng.uniform(4.0, 7.0)), TINTS[int(rng.integers(len(TINTS)))])


def groups_at_fault(seed: int) -> Planted:
    """Which day and which preset are off, and how: two different kinds."""
    rng = np.random.default_rng([seed, 0, 0])
    kinds = [str(kind) for kind in rng.permutation(KINDS)[:2]]
    which = int(rng.integers(1, DAYS))
    return Planted((which, shared(kinds[0], rng)), (PRESETS[-1], shared(kinds[1], rng)))


def with_fault(look: Look, fault: Fault) -> Look:
    """The look with a fault on top."""
    if fault.kind == "cast":
        return replace(look, cast=added(look.cast, scaled(fault.way, fault.amount)))
    if fault.kind == "exposure":
        return replace(look, ev=look.ev + fault.amount)
    if fault.kind == "scale":
        return replace(look, scale_percent=look.scale_percent + fault.amount)
    if fault.kind == "shadow":
        return replace(look, thicker=look.thicker * fault.amount)
    return replace(look, drop=added(look.drop, scaled(fault.way, fault.amount)))


def developed(layers: Any, look: Look) -> Frame:
    """The finished frame: scale and shadow in the retouch, cast, exposure and white on the picture."""
    drift = develop.Drift(scale_percent=look.scale_percent, shadow_density=look.density)
    frame = develop.good_frame(layers, plan.SIZE, drift)
    cover = frame.cover()[..., None]
    exposed = colour.expose(with_cast(frame.image, cover[..., 0] > 0, look.cast), look.ev)
    shaded = colour.encode(colour.decode(frame.image) ** look.thicker)
    ground = shaded * (1 - np.asarray(look.drop, np.float32) / 255.0)
    return frame.with_image(ground + cover * (exposed - ground))


def with_cast(image: Image, where: Any, cast: Three) -> Image:
    """The picture with a shift of L*, a*, b* where asked; what the gamut cannot hold is clipped."""
    out = image.copy()
    out[where] = colour.from_lab(colour.to_lab(image[where]) + np.asarray(cast, np.float32))
    return out


def written(frame: Frame, path: Path) -> Frame:
    """The frame with the picture as its file holds it: codes of eight bits, and what JPEG makes of them."""
    output.write_jpeg(frame.image, path, QUALITY)
    with Pillow.open(path) as file:
        return frame.with_image(np.asarray(file, np.float32) / 255)


def received(fault: Fault, twin: Frame, faulty: Frame) -> float | list[float]:
    """What a fault did to the pixels by the true mask of the render; a colour's L*, a* and b* (D50)."""
    if fault.kind == "scale":
        return fault.amount
    if fault.kind == "background":
        where = ground(twin)
        return np.subtract(*(np.median(lab_of(frame, where), axis=0) for frame in (faulty, twin))).tolist()
    if fault.kind == "cast":
        return np.subtract(*reversed(colours_of(twin, faulty))).tolist()
    where = ground(twin) if fault.kind == "shadow" else solid(twin)
    before, after = (luminance(frame)[where] for frame in (twin, faulty))
    if fault.kind == "exposure":
        return float(np.log2(np.median(after) / np.median(before)))
    lit = [light[frame.shadow[where] > 0.999] for light, frame in ((before, twin), (after, faulty))]
    densities = [np.log10(np.median(bare) / light) for bare, light in zip(lit, (before, after), strict=True)]
    seen = densities[0] > 0.01
    return float(densities[1][seen].mean() / densities[0][seen].mean())


def lab_of(frame: Frame, where: Any) -> Image:
    """CIELAB (D50) of the pixels of a frame, (n, 3)."""
    return colour.to_lab_d50(frame.image[where])


def colours_of(twin: Frame, faulty: Frame) -> list[Any]:
    """The product's L*, a*, b* without and with a cast, by the same pixels of both.

    They are the middle three fifths of the twin's lightness, speculars left out: what is darker is the
    product's own shadow, what is lighter no colour of its own.
    """
    before, after = (lab_of(frame, solid(twin)) for frame in (twin, faulty))
    kept = before[:, 0] <= 97
    kept = kept if kept.any() else np.ones_like(kept)
    low, high = np.percentile(before[kept, 0], (20, 80))
    kept &= (before[:, 0] >= low) & (before[:, 0] <= high)
    return [lab[kept].mean(axis=0, dtype=np.float64) for lab in (before, after)]


def luminance(frame: Frame) -> Image:
    """Linear Y, 0-1, of the picture; never 0."""
    light = colour.decode(frame.image) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return np.asarray(np.maximum(light, 1e-4), np.float32)


def solid(frame: Frame) -> Any:
    """Where the product is and its edge is not."""
    return cv2.erode(frame.cover(), np.ones((7, 7), np.uint8)) > 0.99


def ground(frame: Frame) -> Any:
    """Where neither the product nor its edge is."""
    return cv2.dilate(frame.cover(), np.ones((7, 7), np.uint8)) < 0.01


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make a batch with a known drift.")
    parser.add_argument("--cache", type=Path, required=True, help="folder of the renders")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=480)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rows, planted = make(args.cache, args.out, args.count, args.seed)
    with (args.out / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (args.out / "planted.json").write_text(json.dumps(planted, indent=1) + "\n", encoding="utf-8")


def make(cache: Path, out: Path, count: int, seed: int) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Develop all photos; the rows of the manifest, and what was planted."""
    for name in ("photos", "twins"):
        (out / name).mkdir(parents=True, exist_ok=True)
    products = range(len(products_of_batch()))
    with ProcessPoolExecutor() as pool:
        made = [each for of in pool.map(partial(of_product, cache, out, count, seed), products) for each in of]
    made.sort(key=lambda each: each[0])
    singles = [fault for _, _, fault in made if fault]
    planted = groups_at_fault(seed)
    groups = [
        {"by": "day", "value": day(planted.day[0]), **said(planted.day[1])},
        {"by": "preset", "value": planted.preset[0], **said(planted.preset[1])},
    ]
    return [row for _, row, _ in made], {"seed": seed, "groups": groups, "photos": singles}


def products_of_batch() -> list[plan.Photo]:
    """The demo batch without its macro shots, whose product fills the frame."""
    return [photo for photo in batch.photos() if photo.shot != "detail"]


def of_product(
    cache: Path, out: Path, count: int, seed: int, which: int
) -> list[tuple[int, dict[str, str], dict[str, Any]]]:
    """All photos of one product: number, row and fault of each."""
    products = products_of_batch()
    layers = develop.load_layers(cache / products[which].name)
    numbers = range(which, count, len(products))
    return [(n, *one(products[which], layers, n, seed, out, n * DAYS // count)) for n in numbers]


def one(
    photo: plan.Photo, layers: Any, number: int, seed: int, out: Path, shot_on: int
) -> tuple[dict[str, str], dict[str, Any]]:
    """Develop one photo, and its twin where it has a fault of its own."""
    rng, planted = np.random.default_rng([seed, number + 1]), groups_at_fault(seed)
    look = jitter(rng)
    preset, studio = str(rng.choice(PRESETS, p=PRESET_SHARES)), str(rng.choice(STUDIOS))
    grouped = [f for at, f in ((planted.day, planted.day[1]), (planted.preset, planted.preset[1]))
               if at[0] in (shot_on, preset)]  # fmt: skip
    for fault in grouped:
        look = with_fault(look, fault)
    file = f"photos/{number:04}.jpg"
    row = row_of(photo, number, file, shot_on, preset, studio)
    if grouped or rng.random() >= SINGLE_SHARE:
        written(developed(layers, look), out / file)
        return row, {}
    fault = single(str(rng.choice(KINDS)), rng)
    twin = written(developed(layers, look), out / f"twins/{number:04}.jpg")
    faulty = written(developed(layers, with_fault(look, fault)), out / file)
    return row, {"file": file, **said(fault), **result_of(fault, twin, faulty)}


def said(fault: Fault) -> dict[str, Any]:
    """A fault as the record holds it."""
    return {"kind": fault.kind, "amount": round(fault.amount, 4), "way": [round(x, 4) for x in fault.way]}


def result_of(fault: Fault, twin: Frame, faulty: Frame) -> dict[str, Any]:
    """What came of a fault; for a cast the product's colour without it and with it, too."""
    found: dict[str, Any] = {"received": np.round(received(fault, twin, faulty), 4).tolist()}
    if fault.kind == "cast":
        found["colours"] = [np.round(lab, 4).tolist() for lab in colours_of(twin, faulty)]
    return found


def row_of(photo: plan.Photo, number: int, file: str, shot_on: int, preset: str, studio: str) -> dict[str, str]:
    """One row of the manifest."""
    at = datetime.fromisoformat(day(shot_on)).replace(hour=9, tzinfo=UTC) + timedelta(minutes=5 * (number % 80))
    return {
        "before": file, "sku": photo.sku, "colourway": photo.colourway, "shot": photo.shot,
        "category": photo.row["category"], "studio": studio, "shot_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "preset": preset, "lighting": photo.row["lighting"], "model": photo.row["model"],
    }  # fmt: skip


def day(number: int) -> str:
    """The date of a day of the shoot."""
    return (datetime(2026, 11, 9, tzinfo=UTC) + timedelta(days=number)).date().isoformat()


if __name__ == "__main__":
    main()
