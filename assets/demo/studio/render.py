"""Render the layers of one photo into a cache folder: clean set, set with stand, empty plate, part masks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import bag, bottle, knit, mug, plan, ring, scene
from .build import Product

BUILDERS: dict[str, Callable[..., Product]] = {
    "ring": ring.build,
    "dropper": bottle.dropper,
    "pump": bottle.pump,
    "perfume": bottle.perfume,
    "mug": mug.build,
    "bag": bag.build,
    "knit": knit.build,
}

# The denoiser's guides per kind: noisy facets and refractions mislead it, plain surfaces and print help it.
GUIDES = {"ring": "NONE", "dropper": "NONE", "perfume": "NONE"}


def recipe_key(kind: str, build: dict[str, Any], camera: dict[str, Any], samples: int, seed: int) -> str:
    """A hash of everything the layers depend on, so that a finished render is not made twice."""
    text = json.dumps([kind, build, camera, samples, seed, plan.SIZE, plan.OVERSCAN], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def render_photo(
    kind: str,
    build: dict[str, Any],
    camera: dict[str, Any],
    samples: int,
    seed: int,
    folder: Path,
    size: tuple[int, int] = plan.SIZE,
) -> None:
    """Render all layers of a photo into folder, unless they are there already for the same recipe."""
    key = recipe_key(kind, build, camera, samples, seed)
    info_path = folder / "info.json"
    if info_path.exists() and json.loads(info_path.read_text())["key"] == key:
        return
    folder.mkdir(parents=True, exist_ok=True)
    world = scene.reset(samples, seed, GUIDES.get(kind, "FAST"))
    shot = scene.Shot(**camera)
    product = BUILDERS[kind](**build)
    scene.set_world(world, shot.ambient)
    scene.add_sweep(shot.sweep_grey)
    scene.add_lights(shot)
    focus = product.anchors.get("stone") or product.anchors.get("label")
    shot.focus = shot.focus or focus
    lens = scene.add_camera(world, shot, size, plan.OVERSCAN)
    _render_layers(world, lens, product, samples, folder)
    info = {"key": key, "anchors": {k: scene.project(world, lens, p) for k, p in product.anchors.items()}}
    info_path.write_text(json.dumps(info, indent=1))


def _render_layers(world: Any, lens: Any, product: Product, samples: int, folder: Path) -> None:
    if product.stand:
        world.cycles.samples = max(samples * 2 // 3, 12)
        scene.frame_on(world, lens, product.stand)
        scene.render(world, folder / "raw.exr")
        world.cycles.samples, world.render.use_border = samples, False
    for obj in product.stand:
        obj.hide_render = True
    scene.render(world, folder / "clean.exr")
    scene.render_empty(world, product, folder / "empty.exr")
    scene.render_masks(world, product, folder / "mask.exr")
