"""A batch with a known drift: cached renders developed many times, with small natural jitter and planted faults.

    python -m studio.drifting --cache DIR --out FOLDER [--count 480] [--seed 1]

Writes FOLDER/photos/*.jpg, FOLDER/manifest.csv and FOLDER/planted.json. Every photo with a fault of its own is
also developed without it, with the same jitter, in FOLDER/twins: what a measure says of the two must differ
by what was planted. `amount` is what was asked for, `received` what the pixels of the two then show, taken by
the renderer's own mask and shadow: a gamut that clips a cast, or the tone curve under a shadow, is no error of
who measures.
"""

from __future__ import annotations

import argparse
import cmath
import csv
import json
import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image as Pillow

from . import batch, colour, develop, output, plan
from .colour import Image
from .frame import Frame

Rng = np.random.Generator

SINGLE = ("cast", "exposure", "scale", "shadow", "background")
DAYS, PRESETS, STUDIOS = 6, ("packshot-2.0", "texture-1.1", "soft-0.9"), ("A", "B")
WARM_DAY, DARK_PRESET = 4, "soft-0.9"
WARM_LEVELS, DARK_EV = 4.0, -0.35
QUALITY = 97  # at 90 a flat white comes back up to two codes off, half a ΔE


@dataclass(frozen=True)
class Look:
    """How one photo is developed: `levels` is how far its white is below 255, warm (see faults_frame).

    `density` is that of the shadow in the scene, before the tone curve; `thicker` multiplies its density D in
    the finished picture.
    """

    cast_de: float
    hue_deg: float
    ev: float
    scale_percent: float
    density: float
    levels: float = 0.0
    thicker: float = 1.0


def jitter(rng: Rng) -> Look:
    """What no two photos share: a third of a ΔE, a few hundredths of a stop, a third of a per cent."""
    return Look(
        abs(float(rng.normal(0, 0.25))), float(rng.uniform(0, 360)), float(rng.normal(0, 0.02)),
        float(rng.normal(0, 0.25)), float(rng.normal(1, 0.04)), abs(float(rng.normal(0, 0.2))),
    )  # fmt: skip


def with_fault(look: Look, kind: str, rng: Rng) -> tuple[Look, float]:
    """The look with one fault between two and four times what can be seen, and its amount."""
    sign = float(rng.choice([-1.0, 1.0]))
    if kind == "cast":
        amount = float(rng.uniform(5.0, 8.0))
        hue = float(rng.choice([70.0, 250.0, 330.0, 150.0]))
        return added_cast(look, amount, hue), amount
    if kind == "exposure":
        amount = sign * float(rng.uniform(0.32, 0.6))
        return replace(look, ev=look.ev + amount), amount
    if kind == "scale":
        amount = sign * float(rng.uniform(4.5, 8.0))
        return replace(look, scale_percent=look.scale_percent + amount), amount
    if kind == "shadow":
        amount = float(rng.uniform(2.5, 3.5))
        return replace(look, thicker=amount), amount
    amount = float(rng.uniform(5.0, 9.0))
    return replace(look, levels=look.levels + amount), amount


def added_cast(look: Look, amount: float, hue_deg: float) -> Look:
    """A cast on top of the one there is: the two add up in the plane of a* and b*."""
    both = cmath.rect(look.cast_de, math.radians(look.hue_deg)) + cmath.rect(amount, math.radians(hue_deg))
    return replace(look, cast_de=abs(both), hue_deg=math.degrees(cmath.phase(both)))


def developed(layers: Any, look: Look) -> Frame:
    """The finished frame: cast, scale and shadow in the retouch, exposure and white on the picture."""
    drift = develop.Drift(look.cast_de, look.hue_deg, 0.0, look.scale_percent, look.density)
    frame = develop.good_frame(layers, plan.SIZE, drift)
    cover = frame.cover()[..., None]
    exposed = colour.expose(frame.image, look.ev)
    shaded = colour.encode(colour.decode(frame.image) ** look.thicker)
    image = shaded + cover * (exposed - shaded)
    drop = np.array([0.45, 0.85, 1.70], np.float32) * look.levels / 255.0
    return frame.with_image(image + (1 - cover) * (image * (1 - drop) - image))


def written(frame: Frame, path: Path) -> Frame:
    """The frame with the picture as its file holds it: codes of eight bits, and what JPEG makes of them."""
    output.write_jpeg(frame.image, path, QUALITY)
    with Pillow.open(path) as file:
        return frame.with_image(np.asarray(file, np.float32) / 255)


def received(kind: str, amount: float, twin: Frame, faulty: Frame) -> float:
    """What a fault did to the pixels by the true mask of the render, in the unit of its amount; b* of a white."""
    if kind == "scale":
        return amount
    where = ground(twin) if kind in ("shadow", "background") else solid(twin)
    labs = [colour.to_lab(frame.image[where]).mean(axis=0) for frame in (twin, faulty)]
    if kind == "background":
        return float(labs[1][2] - labs[0][2])
    if kind == "cast":
        return float(np.linalg.norm((labs[1] - labs[0])[1:]))
    before, after = (luminance(frame)[where] for frame in (twin, faulty))
    if kind == "exposure":
        return float(np.log2(np.median(after) / np.median(before)))
    lit = [light[frame.shadow[where] > 0.999] for light, frame in ((before, twin), (after, faulty))]
    densities = [np.log10(np.median(bare) / light) for bare, light in zip(lit, (before, after), strict=True)]
    seen = densities[0] > 0.01
    return float(densities[1][seen].mean() / densities[0][seen].mean())


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
    made: list[tuple[int, dict[str, str]]] = []
    singles: list[dict[str, Any]] = []
    products = [photo for photo in batch.photos() if photo.shot != "detail"]
    for which, photo in enumerate(products):
        layers = develop.load_layers(cache / photo.name)
        for number in range(which, count, len(products)):
            rng = np.random.default_rng([seed, number])
            row, fault = one(photo, layers, number, rng, out, number * DAYS // count)
            made.append((number, row))
            singles += [fault] if fault else []
    made.sort(key=lambda pair: pair[0])
    groups = [
        {"by": "day", "value": day(WARM_DAY), "kind": "background", "amount": WARM_LEVELS},
        {"by": "preset", "value": DARK_PRESET, "kind": "exposure", "amount": DARK_EV},
    ]
    return [row for _, row in made], {"seed": seed, "groups": groups, "photos": singles}


def one(photo: plan.Photo, layers: Any, number: int, rng: Rng, out: Path, shot_on: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Develop one photo, and its twin where it has a fault."""
    look = jitter(rng)
    preset, studio = str(rng.choice(PRESETS, p=(0.45, 0.35, 0.2))), str(rng.choice(STUDIOS))
    if shot_on == WARM_DAY:
        look = replace(look, levels=look.levels + WARM_LEVELS)
    if preset == DARK_PRESET:
        look = replace(look, ev=look.ev + DARK_EV)
    file, fault, twin = f"photos/{number:04}.jpg", {}, None
    if rng.random() < 0.06 and shot_on != WARM_DAY and preset != DARK_PRESET:
        kind = str(rng.choice(SINGLE))
        twin = written(developed(layers, look), out / f"twins/{number:04}.jpg")
        look, amount = with_fault(look, kind, rng)
    frame = written(developed(layers, look), out / file)
    if twin is not None:
        got = received(kind, amount, twin, frame)
        fault = {"file": file, "kind": kind, "amount": round(amount, 4), "received": round(got, 4)}
    return row_of(photo, number, file, shot_on, preset, studio), fault


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
